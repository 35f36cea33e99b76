import type BetterSqlite3 from 'better-sqlite3'

const soonMs = 500
const againMs = 2000

/**
 * Moves everything from the write-ahead log into the database file and empties the log. Until then the log
 * still holds the pages as they were before words were erased; by itself it is only written over, some day.
 * `alone` runs a step while no transaction is open on this connection.
 */
export function createSqlitePurge(
  connection: BetterSqlite3.Database,
  alone: (step: () => void) => Promise<void>,
) {
  let timer: NodeJS.Timeout | undefined
  let dueAt = 0
  let isStopped = false

  /** Soon, and again until nobody stands in the way. */
  function schedule(delayMs = soonMs): void {
    const at = performance.now() + delayMs
    if (isStopped || (timer && dueAt <= at)) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(() => {
      timer = undefined
      alone(purge).catch(() => schedule(againMs))
    }, delayMs).unref()
  }

  function purge(): void {
    if (isStopped) return
    const timeoutMs = connection.pragma('busy_timeout', { simple: true })
    // Somebody else's reading or writing is not waited for with the thread.
    connection.pragma('busy_timeout = 0')
    try {
      const [outcome] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
      if (outcome?.busy !== 0) schedule(againMs)
    } finally {
      connection.pragma(`busy_timeout = ${timeoutMs}`)
    }
  }

  function stop(): void {
    isStopped = true
    clearTimeout(timer)
  }

  return { schedule, stop }
}
