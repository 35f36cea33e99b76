import { randomBytes, randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '@wall/db/make-folder'

/** The secret that session cookies are signed with: made once, readable by its owner only. */
export async function readOrMakeSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret')
  makeFolder(dataDir)
  const kept = await readSecret(file)
  if (kept) return kept
  const draft = join(dataDir, `secret.${randomUUID()}`)
  try {
    await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
    // An empty one is what a full disk or a power cut left.
    if (kept === '') await rename(draft, file)
    // `link` is all or nothing: of two processes that start at once, one makes it and the other reads it.
    else await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  return (await readSecret(file)) ?? ''
}

async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}
