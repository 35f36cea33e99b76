import { resolve } from 'node:path'
import { AppError } from '@wall/db/model/error'

export interface CliConfig {
  dataDir: string
  /** Where people reach the wall, without a slash at the end. */
  publicUrl: string
}

/** What the command line shares with `pnpm start`, with the same names and defaults. Throws AppError `invalid`. */
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
  return { dataDir: resolve(read('DATA_DIR') ?? './data'), publicUrl: url.origin }
}
