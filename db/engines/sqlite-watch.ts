import type BetterSqlite3 from 'better-sqlite3'
import { createListeners, type Listeners } from './listeners.ts'

const pollMs = 50

/**
 * Tells listeners that something was committed: at once for this process's own commits (`wake`), and within
 * `pollMs` for another's, through `PRAGMA data_version` (it changes on a connection when any other one
 * commits).
 */
export function createSqliteWatch(connection: BetterSqlite3.Database): Listeners {
  const statement = connection.prepare('PRAGMA data_version').pluck()
  let version = statement.get()
  let timer: NodeJS.Timeout | undefined
  const listeners = createListeners({
    start() {
      timer = setInterval(poll, pollMs)
    },
    stop() {
      clearInterval(timer)
    },
  })
  return listeners

  function poll(): void {
    const now = statement.get()
    if (now === version) return
    version = now
    listeners.wake()
  }
}
