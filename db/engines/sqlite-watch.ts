import type BetterSqlite3 from 'better-sqlite3'

const pollMs = 25

/**
 * Tells listeners that something was committed: at once for this process's own commits (`wake`), and within
 * `pollMs` for another's, through `PRAGMA data_version` (it changes on a connection when any other one commits).
 */
export function createSqliteWatch(connection: BetterSqlite3.Database) {
  const listeners = new Set<() => void>()
  const statement = connection.prepare('PRAGMA data_version').pluck()
  let version = statement.get()
  let timer: NodeJS.Timeout | undefined

  function poll(): void {
    const now = statement.get()
    if (now === version) return
    version = now
    wake()
  }

  function wake(): void {
    for (const listener of listeners) listener()
  }

  function stop(): void {
    clearInterval(timer)
    timer = undefined
    listeners.clear()
  }

  function add(listener: () => void, signal: AbortSignal): void {
    if (signal.aborted) return
    listeners.add(listener)
    timer ??= setInterval(poll, pollMs)
    signal.addEventListener(
      'abort',
      () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      },
      { once: true },
    )
  }

  return { add, wake, stop }
}
