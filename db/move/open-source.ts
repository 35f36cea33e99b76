import { existsSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { Database } from '../engines/engine.ts'
import { translateFault } from '../engines/sqlite-faults.ts'
import { type AppliedMigration, planMigrations, readMigrations } from '../migrate.ts'
import { AppError } from '../model/error.ts'

/** A wall in a data folder that is read and never written. */
export interface MoveSource {
  db: Database
  /**
   * The highest id a table ever gave out, whether or not the row is still there; 0 for tables whose ids may
   * come again.
   */
  readLastId(table: string): number
  /** From here to `endSnapshot`, what is read is as it was at one moment. */
  beginSnapshot(): void
  /** Answers whether somebody wrote meanwhile. */
  endSnapshot(): boolean
  close(): void
}

/** Throws AppError when there is no wall, or when it is not of this version. */
export function openSource(dataDir: string): MoveSource {
  const file = join(dataDir, 'wall.sqlite')
  if (!existsSync(file)) {
    throw new AppError('invalid', `There is no wall in ${dataDir}. Give its data folder with --data-dir.`)
  }
  try {
    const connection = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: 5000 })
    try {
      checkVersion(connection, dataDir)
      return createSource(connection)
    } catch (error) {
      connection.close()
      throw error
    }
  } catch (error) {
    throw translateFault(error)
  }
}

function createSource(connection: BetterSqlite3.Database): MoveSource {
  // Changes when another connection commits, but not inside a transaction.
  const readVersion = () => connection.pragma('data_version', { simple: true })
  let version = readVersion()
  const end = () => {
    if (connection.inTransaction) connection.exec('ROLLBACK')
  }
  return {
    // Drizzle's builders are alike on both engines at run time (see engines/sqlite.ts).
    db: drizzle({ client: connection }) as unknown as Database,
    readLastId(table) {
      const last = connection.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').pluck().get(table)
      return Number(last ?? 0)
    },
    beginSnapshot() {
      end()
      version = readVersion()
      connection.exec('BEGIN')
      connection.prepare('SELECT count(*) FROM migration').get()
    },
    endSnapshot() {
      end()
      return readVersion() !== version
    },
    close() {
      end()
      connection.close()
    },
  }
}

function checkVersion(connection: BetterSqlite3.Database, dataDir: string): void {
  const has = connection
    .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'")
    .get()
  const applied = has
    ? (connection.prepare('SELECT name, hash FROM migration ORDER BY name').all() as AppliedMigration[])
    : []
  if (planMigrations(readMigrations('sqlite'), applied).length === 0) return
  throw new AppError(
    'invalid',
    `The wall in ${dataDir} is of an older version. Start it once with this one and stop it again: that brings it up to date. Then do this again.`,
  )
}
