import { createHash, randomUUID } from 'node:crypto'
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder } from '@wall/db/make-folder'
import type { VectorMemory } from './vector-memory.ts'

/**
 * The file: a line of text with the encoder and the number of numbers, then for each text its key (SHA-256,
 * 32 bytes) and its vector (float32, little-endian), then a SHA-256 over all of it. No words are in it, and
 * no vector of anybody's post.
 */
interface FileOptions {
  path: string
  id: string
  dim: number
}

/**
 * Puts what the file holds into the memory. A file that is missing, damaged or another encoder's counts as
 * empty.
 */
export async function readVectorFile(file: FileOptions, memory: VectorMemory): Promise<void> {
  await removeDrafts(file.path)
  const bytes = await readFile(file.path).catch(() => null)
  if (!bytes) return
  const head = makeHead(file)
  const record = keyBytes + 4 * file.dim
  const end = bytes.length - digestBytes
  const isWhole =
    end >= head.length &&
    (end - head.length) % record === 0 &&
    bytes.subarray(0, head.length).equals(head) &&
    digest(bytes.subarray(0, end)).equals(bytes.subarray(end))
  if (!isWhole) return
  for (let at = head.length; at < end; at += record) {
    const vector = new Float32Array(file.dim)
    for (let index = 0; index < file.dim; index++)
      vector[index] = bytes.readFloatLE(at + keyBytes + 4 * index)
    memory.set(bytes.toString('base64', at, at + keyBytes), vector)
  }
}

/** Writes the file anew: whole or not at all. Throws the file system's own error. */
export async function writeVectorFile(file: FileOptions, memory: VectorMemory): Promise<void> {
  const parts = [makeHead(file)]
  for (const [key, vector] of memory.entries()) {
    const values = Buffer.alloc(4 * file.dim)
    for (const [index, value] of vector.entries()) values.writeFloatLE(value, 4 * index)
    parts.push(Buffer.from(key, 'base64'), values)
  }
  const body = Buffer.concat(parts)
  makeFolder(dirname(file.path))
  const draft = `${file.path}.${randomUUID()}.new`
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(Buffer.concat([body, digest(body)]))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file.path)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    throw error
  }
}

/** What a process that was killed while writing left behind; not what another one writes now. */
async function removeDrafts(path: string): Promise<void> {
  for (const name of await readdir(dirname(path)).catch(() => [])) {
    if (!name.startsWith(`${basename(path)}.`) || !name.endsWith('.new')) continue
    const draft = join(dirname(path), name)
    const info = await stat(draft).catch(() => null)
    if (info && Date.now() - info.mtimeMs > staleMs) await rm(draft, { force: true })
  }
}

const staleMs = 600_000
const keyBytes = 32
const digestBytes = 32

function makeHead({ id, dim }: FileOptions): Buffer {
  return Buffer.from(`takeaway-wall vectors 1 ${JSON.stringify(id)} ${dim}\n`)
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
