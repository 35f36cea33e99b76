import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { AppEnv } from '../router.ts'

/** Whether somebody may read the figures: they tell how many look on, and how far behind we are. */
export type MayReadMetrics = (c: Context<AppEnv>) => boolean

/** Who asks from this machine, and not through a proxy on it, and who has the token. `token` null: nobody has. */
export function createMetricsAccess(token: string | null): MayReadMetrics {
  const wanted = token === null ? null : toHash(`Bearer ${token}`)
  return (c) => {
    const given = c.req.header('authorization')
    if (wanted && given !== undefined) return timingSafeEqual(toHash(given), wanted)
    const isForwarded = forwarding.some((name) => c.req.header(name) !== undefined)
    return !isForwarded && isLoopback(c.env?.incoming?.socket.remoteAddress ?? '')
  }
}

/** What proxies say whom they ask for. */
const forwarding = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./i.test(address)
}

/** Of one length, whatever was given. */
function toHash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
