import { join } from 'node:path'
import { openSqlite } from './engines/sqlite.ts'
import { createStore } from './store/create-store.ts'
import { createSignInAdapter } from './store/sign-in.ts'

/**
 * Opens the data folder's database, made or brought up to date as need be. Both processes call it; throws AppError
 * `unavailable` with a sentence when the database can't be used.
 */
export async function openStore(options: { dataDir: string; clock?: () => number }) {
  const engine = openSqlite({ file: join(options.dataDir, 'wall.sqlite') })
  return { engine, store: createStore(engine, options.clock), signInAdapter: createSignInAdapter(engine) }
}
