import { join } from 'node:path'
import { defaultPoolSize } from './database-url.ts'
import { openPostgres } from './engines/postgres.ts'
import { openSqlite } from './engines/sqlite.ts'
import { keepPrivate } from './make-folder.ts'
import { createStore } from './store/create-store.ts'
import { createSignInAdapter } from './store/people/sign-in.ts'

/**
 * Opens the database, made or brought up to date as need be: a file in the data folder, or with `databaseUrl` (see
 * `findDatabaseUrlFault`) PostgreSQL. All processes call it; throws AppError `unavailable` with a sentence when it can't be used.
 */
export async function openStore(options: {
  dataDir: string
  databaseUrl?: string | null
  /** Connections to PostgreSQL at most, 2 or more. */
  databasePool?: number
  /** Another process that started us looked at the file. */
  isChecked?: boolean
  clock?: () => number
}) {
  keepPrivate(options.dataDir)
  const engine = options.databaseUrl
    ? await openPostgres({ url: options.databaseUrl, poolSize: options.databasePool ?? defaultPoolSize })
    : openSqlite({ file: join(options.dataDir, 'wall.sqlite'), isChecked: options.isChecked ?? false })
  return { engine, store: createStore(engine, options.clock), signInAdapter: createSignInAdapter(engine) }
}
