import { randomBytes, randomUUID, scrypt } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeFolder } from '@wall/db/make-folder'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import type { Log } from '../log.ts'

export interface SecretDeps {
  store: Store
  log: Log
  config: { authSecret: string | null; databaseUrl: string | null; dataDir: string }
}

/**
 * What session cookies are signed with: given by the operator, or made once. On PostgreSQL several nodes need
 * the same, so it is kept there, and a node that uses another than the last one says so. Throws
 * `unavailable`.
 */
export async function findSecret({ store, log, config }: SecretDeps): Promise<string> {
  if (config.databaseUrl === null)
    return config.authSecret ?? (await readOrMakeSecret(config.dataDir).catch(explainFolder))
  const secret = config.authSecret ?? (await store.keepSecret(makeSecret()))
  const fingerprint = await makeFingerprint(secret)
  const before = await store.noteSecret(fingerprint)
  if (before !== undefined && before !== fingerprint) {
    log.warn(
      'The node that started before this one signs sessions with another secret. Give all nodes the same AUTH_SECRET, or none; with two, people are signed out again and again. If you have just changed it, restart the other nodes too: everybody signs in once more.',
    )
  }
  return secret
}

/** Made once, readable by its owner only. */
export async function readOrMakeSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret')
  makeFolder(dataDir)
  const kept = await readSecret(file)
  if (kept) return kept
  const draft = join(dataDir, `secret.${randomUUID()}`)
  try {
    await writeFile(draft, makeSecret(), { mode: 0o600, flag: 'wx' })
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

function makeSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Slow on purpose: who reads it in a backup must not be able to try out secrets that people thought of. */
async function makeFingerprint(secret: string): Promise<string> {
  const key = await promisify(scrypt)(secret, 'takeaway-wall', 32)
  return (key as Buffer).toString('base64url')
}

function explainFolder(cause: unknown): never {
  const sentence = 'The data folder cannot be written. Check DATA_DIR, and who owns it.'
  throw new AppError('unavailable', sentence, { cause })
}
