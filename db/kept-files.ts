import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { makeFolder } from './make-folder.ts'

/**
 * What was worked out once and need not be again, in files of the data folder. A file that is missing,
 * damaged or can't be written costs the time to work it out anew and nothing else; so nothing here ever
 * rejects.
 */
export interface KeptFiles {
  /** Undefined when there is none, or it is damaged. `name` stands for all that it was made of. */
  read(kind: string, name: string): Promise<unknown>
  /** Plain data and typed arrays. Of one kind the `most` that were used last stay. */
  write(kind: string, name: string, value: unknown, most: number): Promise<void>
}

/** A draft that is older was left behind by a process that was killed. */
const staleMs = 600_000
const digestBytes = 32

/**
 * A file: SHA-256 over what follows, then the value as V8 serialises it. `kind` and `name` take letters,
 * figures and hyphens.
 */
export function createKeptFiles(folder: string): KeptFiles {
  const fileOf = (kind: string, name: string) => join(folder, `${kind}.${name}.bin`)

  return {
    async read(kind, name) {
      const file = fileOf(kind, name)
      try {
        const bytes = await readFile(file)
        const body = bytes.subarray(digestBytes)
        if (!digest(body).equals(bytes.subarray(0, digestBytes))) return undefined
        const now = new Date()
        await utimes(file, now, now).catch(() => {})
        return deserialize(body)
      } catch {
        return undefined
      }
    },

    async write(kind, name, value, most) {
      const draft = join(folder, `${kind}.${randomUUID()}.new`)
      try {
        makeFolder(folder)
        const body = serialize(value)
        await writeFile(draft, Buffer.concat([digest(body), body]), { mode: 0o600, flush: true })
        await rename(draft, fileOf(kind, name))
        await removeOld(kind, most)
      } catch {
        await rm(draft, { force: true }).catch(() => {})
      }
    },
  }

  async function removeOld(kind: string, most: number): Promise<void> {
    const files: { path: string; usedAt: number }[] = []
    for (const name of await readdir(folder)) {
      if (!name.startsWith(`${kind}.`)) continue
      const path = join(folder, name)
      const usedAt = (await stat(path).catch(() => null))?.mtimeMs
      if (usedAt === undefined) continue
      if (name.endsWith('.bin')) files.push({ path, usedAt })
      else if (Date.now() - usedAt > staleMs) await rm(path, { force: true })
    }
    files.sort((a, b) => b.usedAt - a.usedAt)
    for (const { path } of files.slice(most)) await rm(path, { force: true })
  }
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
