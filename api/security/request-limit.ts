import { AppError } from '@wall/db/model/error'
import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../clock.ts'
import type { RetryLater } from '../errors.ts'
import type { AppEnv } from '../router.ts'
import { findNetwork, localNetworks } from '../sign-in/network.ts'
import type { FindAddress } from './client-address.ts'

/** A room full of people behind one address opens the wall at once; nobody reads thirty lists a second. */
const burst = 300
const perSecond = 30
const maxNetworks = 10_000

/**
 * A token bucket for each network, before what costs the database something (OWASP ASVS 5.0 2.4.1). Each node counts for itself:
 * this guards a process, not an account. Pages, the snapshot and streams stand outside; streams have caps of their own.
 */
export function limitRequests({
  findAddress,
  clock,
}: {
  findAddress: FindAddress
  clock: Clock
}): MiddlewareHandler<AppEnv> {
  const buckets = new Map<string, { tokens: number; at: number }>()

  return async function limitRequestsOf(c, next) {
    const network = findNetwork(findAddress(c))
    if (c.req.path.startsWith('/api/') && !localNetworks.has(network)) take(network)
    return next()
  }

  function take(network: string): void {
    const now = clock.now()
    const known = buckets.get(network)
    const refilled = known ? known.tokens + (Math.max(0, now - known.at) / 1000) * perSecond : burst
    const tokens = Math.min(burst, refilled)
    // Taken out and put back: the map stays in the order of use, and who was quiet longest is forgotten first.
    buckets.delete(network)
    buckets.set(network, { tokens: Math.max(0, tokens - 1), at: now })
    if (buckets.size > maxNetworks) buckets.delete(buckets.keys().next().value ?? '')
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
