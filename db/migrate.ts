import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from './model/error.ts'

export interface Migration {
  name: string
  hash: string
  sql: string
}

export interface AppliedMigration {
  name: string
  hash: string
}

/** The numbered SQL files of one engine, in order. */
export function readMigrations(engine: string): Migration[] {
  const folder = join(import.meta.dirname, 'migrations', engine)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(folder, file), 'utf8')
      return { name: file.replace(/\.sql$/, ''), hash: createHash('sha256').update(sql).digest('hex'), sql }
    })
}

/**
 * Which files are still to run. Every file must stand in the database under its own hash: one that was
 * skipped (after a merge) is found wherever it stands in the order, and one that was changed is refused.
 * Throws `unavailable` when the database has been used by a newer version of the program.
 */
export function planMigrations(
  files: readonly Migration[],
  applied: readonly AppliedMigration[],
): Migration[] {
  const known = new Map(files.map((file) => [file.name, file]))
  const newer = applied.find((row) => !known.has(row.name))
  if (newer) {
    throw new AppError(
      'unavailable',
      `This database was made by a newer version of the program (it has "${newer.name}"). Start that version, or restore a backup from before it.`,
    )
  }
  const changed = applied.find((row) => known.get(row.name)?.hash !== row.hash)
  if (changed) {
    throw new AppError(
      'internal',
      `The migration "${changed.name}" is not the one this database was made with. Put the original file back; changes belong in a new one.`,
    )
  }
  const done = new Set(applied.map((row) => row.name))
  return files.filter((file) => !done.has(file.name))
}
