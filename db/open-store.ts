import { join } from 'node:path'
import { defaultPoolSize } from './database-url.ts'
import './engines/quick-drizzle.ts'
import type { Engine } from './engines/engine.ts'
import { keepPrivate } from './make-folder.ts'

/**
 * Opens the database, made or brought up to date as need be: a file in the data folder, or with `databaseUrl`
 * (see `findDatabaseUrlFault`) PostgreSQL. All processes call it; throws AppError `unavailable` with a
 * sentence when it can't be used. Only what this database and this process need is loaded.
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
  const engine = await openEngine(options)
  const { createStore } = await import('./store/create-store.ts')
  return {
    engine,
    store: createStore(engine, options.clock),
    /** What better-auth keeps users and sessions through. */
    async openSignInAdapter() {
      const { createSignInAdapter } = await import('./store/people/sign-in.ts')
      return createSignInAdapter(engine)
    },
  }
}

async function openEngine(options: Parameters<typeof openStore>[0]): Promise<Engine> {
  if (options.databaseUrl) {
    const { openPostgres } = await import('./engines/postgres.ts')
    return openPostgres({ url: options.databaseUrl, poolSize: options.databasePool ?? defaultPoolSize })
  }
  const { openSqlite } = await import('./engines/sqlite.ts')
  return openSqlite({ file: join(options.dataDir, 'wall.sqlite'), isChecked: options.isChecked ?? false })
}
