import { AppError } from '../model/error.ts'

const sentences: Record<string, string> = {
  SQLITE_FULL:
    'The disk is full: make room and the work goes on by itself. Nothing that was confirmed is lost.',
  SQLITE_BUSY:
    'Another program holds the database locked. Close it (a database browser, a second installation) and try again.',
  SQLITE_READONLY: 'The database can be read but not written. Check who owns the data folder and its files.',
  SQLITE_CANTOPEN:
    'The database file cannot be opened. Check that the data folder exists and may be written.',
  SQLITE_CORRUPT:
    'The database file is damaged. Stop the program, keep a copy of the file with those beside it, and restore a backup.',
  SQLITE_NOTADB:
    'The file in the data folder is not a database of this program. Move it away or restore a backup.',
  SQLITE_IOERR:
    'The disk reports errors while reading or writing the database. Check the disk before going on.',
}

/**
 * Turns a driver's fault into the product's words. Drizzle's own error carries the values of the statement,
 * and so people's words: only the driver's error below it is kept as the cause.
 */
export function translateFault(error: unknown): unknown {
  const fault = findSqliteError(error)
  if (!fault) return error
  const family = fault.code.split('_').slice(0, 2).join('_')
  const sentence = sentences[family]
  if (sentence) return new AppError('unavailable', sentence, { cause: fault })
  return new AppError('internal', 'The database refused a step.', { cause: fault })
}

export function isBusy(error: unknown): boolean {
  return findSqliteError(error)?.code.startsWith('SQLITE_BUSY') ?? false
}

function findSqliteError(error: unknown): (Error & { code: string }) | undefined {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 5;
    current = current.cause, depth += 1
  ) {
    if ('code' in current && typeof current.code === 'string' && current.code.startsWith('SQLITE_')) {
      return current as Error & { code: string }
    }
  }
  return undefined
}
