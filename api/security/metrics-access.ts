import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { AppEnv } from '../http/router.ts'

/** Whether somebody may read the figures: they tell how many look on, and how far behind we are. */
export type MayReadMetrics = (c: Context<AppEnv>) => boolean

/**
 * Who asks from this machine by one of its own names, and not through a proxy on it, and who has the token.
 * `token` null: nobody has. A proxy that hands on neither whom it asks for nor which host can't be told from
 * this machine.
 */
export function createMetricsAccess(token: string | null): MayReadMetrics {
  const wanted = token === null ? null : toHash(`Bearer ${token}`)
  return (c) => {
    const given = c.req.header('authorization')
    if (wanted && given !== undefined) return timingSafeEqual(toHash(given), wanted)
    const isForwarded = Object.keys(c.req.header()).some((name) => forwarding.test(name))
    const isOwnName = ownNames.test(c.req.header('host') ?? '')
    return !isForwarded && isOwnName && isLoopback(c.env?.incoming?.socket.remoteAddress ?? '')
  }
}

/** What proxies say whom they ask for. */
const forwarding = /^(?:x-forwarded(?:-.+)?|forwarded|x-real-ip|via)$/
const ownNames = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./i.test(address)
}

/** Of one length, whatever was given. */
function toHash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
