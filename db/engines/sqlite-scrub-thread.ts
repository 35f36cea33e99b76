// Writes a database file anew, so that nothing is left in what counts as empty, and ends.
import { workerData } from 'node:worker_threads'
import BetterSqlite3 from 'better-sqlite3'
import { readErasures } from './sqlite-scrub.ts'

const connection = new BetterSqlite3(workerData as string, { timeout: 10_000, fileMustExist: true })
try {
  // Every process looks at about the same time: who comes second waits here, and finds nothing left to do.
  const erasures = connection.transaction(() => readErasures(connection)).immediate()
  if (erasures > 0) scrub(erasures)
} finally {
  connection.close()
}

function scrub(erasures: number): void {
  connection.exec('VACUUM')
  // The log holds the new pages only; the file still the old ones, until they are moved.
  const [outcome] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  const settle = connection.transaction(() => {
    // Who erased meanwhile is for the next time.
    if (outcome?.busy === 0 && readErasures(connection) === erasures) connection.pragma('user_version = 0')
  })
  settle.immediate()
}
