import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { AppError } from '@wall/db/model/error'

const skipped = new Set(['node_modules', 'dist'])

/**
 * Builds the pages when there is no build, or when it is not of these sources. Throws `unavailable` when they
 * can't be built.
 */
export async function buildWeb(root: string, say: (sentence: string) => void): Promise<void> {
  const stamp = join(root, 'web/dist/.built')
  const sources = await hashFiles(root, ['web', 'api/wire', 'db/model'])
  const built = await readFile(stamp, 'utf8').catch(() => '')
  if (built === sources) return
  say('Building the pages (once) …')
  await runVite(join(root, 'web'))
  await writeFile(stamp, sources)
}

async function hashFiles(root: string, folders: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await Promise.all(folders.map((folder) => listFiles(join(root, folder)))))
    .flat()
    .sort()) {
    hash
      .update(relative(root, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0')
  }
  return hash.digest('hex')
}

async function listFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const found = entries.map((entry) => {
    if (skipped.has(entry.name)) return []
    const path = join(dir, entry.name)
    return entry.isDirectory() ? listFiles(path) : [path]
  })
  return (await Promise.all(found)).flat()
}

async function runVite(dir: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const vite = spawn(process.execPath, [join(dir, 'node_modules/vite/bin/vite.js'), 'build'], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [vite.stdout, vite.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
  vite.on('error', reject)
  vite.on('close', (code) => {
    if (code === 0) resolve()
    else reject(new AppError('unavailable', `The pages could not be built:\n${output.slice(-3000)}`))
  })
  await promise
}
