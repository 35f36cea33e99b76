import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '@wall/db/engines/engine'
import { openPostgres } from '@wall/db/engines/postgres'
import { openSqlite } from '@wall/db/engines/sqlite'
import { makePostgresDatabase } from './postgres-database.ts'

export interface TestEngine {
  engine: Engine
  dispose: () => Promise<void>
}

/** A real SQLite file of its own, gone afterwards. */
export async function openTestSqlite(): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'wall-test-'))
  const engine = openSqlite({ file: join(folder, 'wall.sqlite') })
  return {
    engine,
    async dispose() {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A real PostgreSQL database of its own, gone afterwards. */
export async function openTestPostgres(): Promise<TestEngine> {
  const database = await makePostgresDatabase()
  const engine = await openPostgres({ url: database.url })
  return {
    engine,
    async dispose() {
      await engine.close()
      await database.drop()
    },
  }
}
