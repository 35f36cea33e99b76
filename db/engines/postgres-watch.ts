import type pg from 'pg'

const pollMs = 50
/** While the server is away. */
const retryMs = 500

/**
 * Tells listeners that something was committed: at once for this process's own commits (`wake`), and within about `pollMs` for
 * another's. Polled, because NOTIFY takes a lock over the whole server until the commit is through. Every change that others
 * should hear of is an event, and every event raises `seq` of its log's head.
 */
export function createPostgresWatch(pool: pg.Pool) {
  const listeners = new Set<() => void>()
  let seen: string | null | undefined
  let timer: NodeJS.Timeout | undefined

  async function poll(): Promise<void> {
    let waitMs = pollMs
    try {
      const { rows } = await pool.query<{ seq: string | null }>('SELECT sum(seq) AS seq FROM log_head')
      const seq = rows[0]?.seq ?? null
      if (seq !== seen) {
        seen = seq
        wake()
      }
    } catch {
      // Whoever reads or writes meanwhile hears the fault; after it the listeners look for themselves.
      seen = undefined
      waitMs = retryMs
    }
    if (listeners.size > 0) timer = setTimeout(() => void poll(), waitMs)
    else timer = undefined
  }

  function wake(): void {
    for (const listener of listeners) listener()
  }

  function stop(): void {
    listeners.clear()
    clearTimeout(timer)
    timer = undefined
  }

  function add(listener: () => void, signal: AbortSignal): void {
    if (signal.aborted) return
    listeners.add(listener)
    timer ??= setTimeout(() => void poll(), 0)
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
