import { resolve } from 'node:path'
import { findDatabaseUrlFault } from '@wall/db/database-url'
import { AppError } from '@wall/db/model/error'

export interface CliConfig {
  dataDir: string
  /** A PostgreSQL database; null: a file in the data folder. Holds a password. */
  databaseUrl: string | null
  /** Where people reach the wall, without a slash at the end. */
  publicUrl: string
}

/**
 * What the command line shares with `pnpm start`, with the same names and defaults. Throws AppError
 * `invalid`.
 */
export function loadCliConfig(env: Readonly<Record<string, string | undefined>>): CliConfig {
  const read = (name: string) => env[name]?.trim() || undefined
  const address = read('PUBLIC_URL') ?? `http://localhost:${read('PORT') ?? 3000}`
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new AppError(
      'invalid',
      `PUBLIC_URL is "${address}": give the address people open, such as https://wall.example.org.`,
    )
  }
  const databaseUrl = read('DATABASE_URL') ?? null
  const databaseFault = databaseUrl && findDatabaseUrlFault(databaseUrl)
  if (databaseFault) throw new AppError('invalid', databaseFault)
  return { dataDir: resolve(read('DATA_DIR') ?? './data'), databaseUrl, publicUrl: url.origin }
}
