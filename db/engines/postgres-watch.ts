import type pg from 'pg'
import { createListeners, type Listeners } from './listeners.ts'

const pollMs = 50
/** While the server is away. */
const retryMs = 500

/**
 * Tells listeners that something was committed: at once for this process's own commits (`wake`), and within
 * about `pollMs` for another's. Polled, because NOTIFY takes a lock over the whole server until the commit is
 * through. Every change that others should hear of is an event, and every event raises `seq` of its log's
 * head.
 */
export function createPostgresWatch(pool: pg.Pool): Listeners {
  let seen: string | null | undefined
  let timer: NodeJS.Timeout | undefined
  const listeners = createListeners({
    start() {
      timer = setTimeout(() => void poll(), 0)
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  })
  return listeners

  async function poll(): Promise<void> {
    const own = timer
    let waitMs = pollMs
    try {
      const { rows } = await pool.query<{ seq: string | null }>('SELECT sum(seq) AS seq FROM log_head')
      const seq = rows[0]?.seq ?? null
      if (seq !== seen) {
        seen = seq
        listeners.wake()
      }
    } catch {
      // Whoever reads or writes meanwhile hears the fault; after it the listeners look for themselves.
      seen = undefined
      waitMs = retryMs
    }
    // Else it was stopped meanwhile, and perhaps started anew.
    if (timer === own) timer = setTimeout(() => void poll(), waitMs)
  }
}
