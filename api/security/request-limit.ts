import { AppError } from '@wall/db/model/error'
import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../clock.ts'
import type { RetryLater } from '../http/errors.ts'
import type { AppEnv } from '../http/router.ts'
import type { FindAddress, IsShared } from './client-address.ts'
import { findNetwork, localNetworks } from './network.ts'

/** Nobody reads thirty lists a second. */
const burst = 300
const perSecond = 30
/** So many people may stand behind an address that is a room's, or a proxy's. */
const wide = 10
const maxBuckets = 10_000

export interface LimitOptions {
  findAddress: FindAddress
  isShared?: IsShared
  /** Whose session it is, by the cookie alone (`SignIn.findMark`). */
  findMark?: (headers: Headers) => Promise<string | undefined>
  clock: Clock
  /** It is asked from the public wall, by a whole room behind one address. */
  isForRooms?: boolean
}

/**
 * A token bucket for each session, else for each network, before what costs the database something (OWASP
 * ASVS 5.0 2.4.1): a moderator in a full room is not held up by it. Each node counts for itself: this guards
 * a process, not an account. Pages, pictures, streams and what is ready for everybody (the snapshot, the
 * ideas) stand outside; streams have caps of their own.
 */
export function limitRequests(options: LimitOptions): MiddlewareHandler<AppEnv> {
  const { findAddress, isShared = () => false, findMark, clock, isForRooms = false } = options
  const buckets = new Map<string, { tokens: number; at: number }>()

  return async function limitRequestsOf(c, next) {
    const network = findNetwork(findAddress(c))
    if (c.req.path.startsWith('/api/') && !localNetworks.has(network)) {
      const mark = await findMark?.(c.req.raw.headers)
      if (mark) take(`session ${mark}`, 1)
      else take(network, isForRooms || isShared(c) ? wide : 1)
    }
    return next()
  }

  function take(key: string, width: number): void {
    const now = clock.now()
    const known = buckets.get(key)
    // A clock that was set back would refill nothing until it is there again.
    const passed = known ? (Math.abs(now - known.at) / 1000) * perSecond * width : 0
    const refilled = known ? known.tokens + passed : burst * width
    const tokens = Math.min(burst * width, refilled)
    // Taken out and put back: the map stays in the order of use, and who was quiet longest is forgotten
    // first.
    buckets.delete(key)
    buckets.set(key, { tokens: Math.max(0, tokens - 1), at: now })
    if (buckets.size > maxBuckets) buckets.delete(buckets.keys().next().value ?? '')
    if (tokens >= 1) return
    const cause: RetryLater = { retryAfterS: 1 }
    throw new AppError(
      'rate_limited',
      'Too many requests from your network. Wait a moment, then try again.',
      {
        cause,
      },
    )
  }
}
