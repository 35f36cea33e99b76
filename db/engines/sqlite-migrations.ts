import type BetterSqlite3 from 'better-sqlite3'
import { type AppliedMigration, planMigrations, readMigrations } from '../migrate.ts'
import { AppError } from '../model/error.ts'
import { foldAuthor } from '../store/lists/fold-words.ts'

/**
 * Brings a database up to this program's schema; two processes may call it at once. Foreign keys are off
 * outside the transaction (inside one SQLite ignores the pragma and a table rebuild would delete child rows)
 * and checked before it ends. Answers the names of the files that ran.
 */
export function migrateSqlite(connection: BetterSqlite3.Database): string[] {
  connection.exec(
    'CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, hash TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  )
  const files = readMigrations('sqlite')
  if (planMigrations(files, readApplied(connection)).length === 0) return []
  // For 0020: SQL cannot fold names as search does.
  connection.function('fold_names', (displayName: string | null, handle: string | null) =>
    foldAuthor({ displayName, handle }),
  )
  connection.pragma('foreign_keys = OFF')
  connection.exec('BEGIN IMMEDIATE')
  try {
    // Read again under the lock: another process may have been faster.
    const plan = planMigrations(files, readApplied(connection))
    for (const file of plan) {
      connection.exec(file.sql)
      connection
        .prepare('INSERT INTO migration (name, hash, applied_at) VALUES (?, ?, ?)')
        .run(file.name, file.hash, Date.now())
    }
    const broken = connection.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0) {
      throw new AppError(
        'internal',
        `The migration would leave ${broken.length} rows without their parents; nothing was changed.`,
      )
    }
    connection.exec('COMMIT')
    return plan.map((file) => file.name)
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK')
    throw error
  } finally {
    connection.pragma('foreign_keys = ON')
  }
}

function readApplied(connection: BetterSqlite3.Database): AppliedMigration[] {
  return connection.prepare('SELECT name, hash FROM migration ORDER BY name').all() as AppliedMigration[]
}
