import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '@wall/db/engines/engine'
import { openPostgres } from '@wall/db/engines/postgres'
import { openSqlite } from '@wall/db/engines/sqlite'
import { borrowPostgresDatabase, type TestDatabase } from './postgres-database.ts'

export interface TestEngine {
  engine: Engine
  /** Where these words still stand: files, or tables with the row. */
  findTraces: (words: string) => Promise<string[]>
  dispose: () => Promise<void>
}

/** A real SQLite file of its own, gone afterwards. */
export async function openTestSqlite(): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'wall-test-'))
  const engine = openSqlite({ file: join(folder, 'wall.sqlite') })
  return {
    engine,
    findTraces: async (words) =>
      readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(words)),
    async dispose() {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * A real PostgreSQL database, empty and for nobody else meanwhile. `findWay` may answer another address by
 * which it is reached.
 */
export async function openTestPostgres(
  findWay: (url: string) => Promise<string> | string = (url) => url,
): Promise<TestEngine> {
  const database = await borrowPostgresDatabase()
  const engine = await openPostgres({ url: await findWay(database.url) })
  return {
    engine,
    findTraces: (words) => findRows(database, words),
    async dispose() {
      await engine.close()
      await database.drop()
    },
  }
}

/** All that a dump would hold. */
async function findRows({ query }: TestDatabase, words: string): Promise<string[]> {
  const tables = await query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await query<{ row: string }>(
      `SELECT t::text AS row FROM "${name}" t WHERE strpos(t::text, '${words}') > 0`,
    )
    found.push(...rows.map(({ row }) => `${name}: ${row}`))
  }
  return found
}
