import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { defaultPoolSize, findDatabaseUrlFault, parsePoolSize, poolSizeFault } from '@wall/db/database-url'
import { AppError } from '@wall/db/model/error'
import { type MindSettings, readMindSettings } from './encoders/settings.ts'
import { sources } from './sources/index.ts'
import type { Source, SourceSetup } from './sources/source.ts'

export interface Config {
  dataDir: string
  /** A PostgreSQL database; null: a file in the data folder. Holds a password. */
  databaseUrl: string | null
  /** Connections to PostgreSQL at most. */
  databasePool: number
  /** Null takes the built-in campaign. */
  campaignFile: string | null
  logLevel: string
  /** How long a confirmed post may go unchecked. */
  recheckMs: number
  /** What each kind of source is set up with. */
  sources: Readonly<Record<string, SourceSetup>>
  /** The sentence encoder and the language model that filing may use. */
  minds: MindSettings
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/**
 * A source's credentials as they are whenever they are read: what came from the file `.env` may be changed in
 * it while we run. What the environment itself sets stays.
 */
export function followCredentials(
  source: Pick<Source, 'setUp'>,
  env: Readonly<Record<string, string | undefined>>,
  envFile: string,
): Readonly<Record<string, string>> {
  const before = readEnvFile(envFile)
  let last: Record<string, string> = {}
  return new Proxy<Record<string, string>>({}, { get: (_, name) => read()[String(name)] })

  function read(): Record<string, string> {
    const now = readEnvFile(envFile)
    const names = Object.keys({ ...before, ...now }).filter(
      (name) => (env[name] ?? '') === (before[name] ?? ''),
    )
    const setup = source.setUp({ ...env, ...Object.fromEntries(names.map((name) => [name, now[name]])) })
    // Half written, perhaps.
    if (setup && 'credentials' in setup) last = setup.credentials
    return last
  }
}

function readEnvFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

/**
 * Reads the environment. Throws AppError `invalid` that names all faults at once, one a line. Empty counts as
 * unset.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = []
  const read = (name: string) => env[name]?.trim() || undefined

  const logLevel = read('LOG_LEVEL') ?? 'info'
  if (!logLevels.includes(logLevel))
    faults.push(`LOG_LEVEL is “${logLevel}”; use one of ${logLevels.join(', ')}`)
  const databaseUrl = read('DATABASE_URL')
  const databaseFault = databaseUrl && findDatabaseUrlFault(databaseUrl)
  if (databaseFault) faults.push(databaseFault)
  const databasePool = parsePoolSize(read('DATABASE_POOL'))
  if (databasePool === undefined) faults.push(poolSizeFault)
  const recheckMinutes = Number(read('RECHECK_MINUTES') ?? '15')
  if (!(recheckMinutes >= 1 && recheckMinutes <= 1440))
    faults.push('RECHECK_MINUTES is not a number from 1 to 1440')

  const setups: Record<string, SourceSetup> = {}
  for (const source of Object.values(sources)) {
    const setup = source.setUp(env)
    if (setup === null) continue
    if ('faults' in setup) faults.push(...setup.faults)
    else setups[source.kind] = setup
  }
  const minds = readMindSettings(env)
  if ('faults' in minds) faults.push(...minds.faults)
  if (faults.length > 0 || 'faults' in minds) {
    throw new AppError(
      'invalid',
      `The settings can’t be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    )
  }

  const dataDir = resolve(read('DATA_DIR') ?? 'data')
  const campaignFile = read('CAMPAIGN_FILE')
  return Object.freeze({
    dataDir,
    databaseUrl: databaseUrl ?? null,
    databasePool: databasePool ?? defaultPoolSize,
    campaignFile: campaignFile ? resolve(campaignFile) : null,
    logLevel,
    recheckMs: recheckMinutes * 60_000,
    sources: setups,
    minds: minds.settings,
  })
}
