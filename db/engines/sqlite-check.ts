import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { AppError } from '../model/error.ts'

/** Read through in a fraction of a second, so at every start. */
const smallBytes = 64 * 1024 * 1024

/**
 * Looks at a database file before anything of it is used, and changes nothing: a file that is damaged, empty
 * where a wall was, or another program's is refused, so that it can still be saved. It is read through where
 * it is small, and where it was not closed in order (the last to close takes the log beside it away); a large
 * one that was closed in order starts at once. `isChecked`: the process above us looked, and has it open.
 * Throws AppError `unavailable`, and what the driver throws.
 */
export function checkBeforeUse(file: string, isChecked: boolean): void {
  const bytes = sizeOf(file)
  const logBytes = sizeOf(`${file}-wal`)
  if (bytes === 0 && (logBytes > 0 || hasTraces(file))) throw new AppError('unavailable', tellMissing(file))
  if (bytes === 0) return
  if (bytes <= smallBytes || (logBytes > 0 && !isChecked)) checkThrough(file, 'quick_check')
  else read(file, refuseOthers)
}

/**
 * Reads a database through, `integrity_check` with all its indexes. Throws AppError `unavailable`, and what
 * the driver throws.
 */
export function checkThrough(file: string, how: 'quick_check' | 'integrity_check'): void {
  read(file, (connection) => {
    refuseOthers(connection)
    const found = connection.pragma(`${how}(20)`) as Record<string, string>[]
    const faults = found.flatMap((row) => Object.values(row)).filter((text) => text !== 'ok')
    if (faults.length > 0) throw new AppError('unavailable', damaged, { cause: new Error(faults.join('\n')) })
  })
}

const damaged =
  'The database file is damaged, so nothing was started and nothing changed. Keep a copy of it with the files beside it, and restore a backup.'

/** Without the right to write: closing it takes no log away, and brings nothing of it into the file. */
function read(file: string, run: (connection: BetterSqlite3.Database) => void): void {
  const connection = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: 5000 })
  try {
    run(connection)
  } finally {
    connection.close()
  }
}

function refuseOthers(connection: BetterSqlite3.Database): void {
  const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  if (tables.length === 0 || tables.includes('migration')) return
  throw new AppError(
    'unavailable',
    'The file in the data folder is the database of another program. Move it away, or give DATA_DIR another folder.',
  )
}

/**
 * What only a wall that ran leaves in its folder: `logs`, and the empty file, a first start leaves that did
 * not get further.
 */
function hasTraces(file: string): boolean {
  if (!existsSync(file)) return false
  const traces = ['secret', 'media', 'encoder-cache']
  const isTrace = (name: string) => traces.includes(name) || name.endsWith('-session.json')
  return readdirSync(dirname(file)).some(isTrace)
}

function tellMissing(file: string): string {
  const name = basename(file)
  const state = existsSync(file) ? 'is empty' : 'is missing'
  return `The database file ${state}, and there was a wall: nothing was started. Restore a backup of ${name}. To begin anew, move ${name} and the files beside it away.`
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
