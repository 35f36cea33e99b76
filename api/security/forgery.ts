import { AppError } from '@wall/db/model/error'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../http/router.ts'

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site's page could have sent in a visitor's name (OWASP ASVS 5.0 3.5.1–3.5.3): whatever
 * changes something is JSON, and comes from one of our origins or carries a header that only a script of ours
 * can set.
 */
export function refuseForgery(origins: ReadonlySet<string>): MiddlewareHandler<AppEnv> {
  const hosts = new Set([...origins].map((origin) => new URL(origin).host))
  return async function refuseForgeryOf(c, next) {
    if (readingMethods.has(c.req.method)) return next()
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
    const isEmpty =
      type === undefined &&
      c.req.header('transfer-encoding') === undefined &&
      !Number(c.req.header('content-length'))
    if (type !== 'application/json' && !isEmpty)
      throw new AppError('invalid', 'Send this as application/json.')
    if (!isOwn(c.req.header.bind(c.req))) {
      throw new AppError(
        'forbidden',
        'This did not come from one of our pages. Reload the page and try again.',
      )
    }
    return next()
  }

  function isOwn(header: (name: string) => string | undefined): boolean {
    const origin = header('origin')
    if (origin !== undefined) return origins.has(origin)
    const site = header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin') return false
    const host = header('host')
    if (host !== undefined && !hosts.has(host.toLowerCase())) return false
    return site === 'same-origin' || header('x-requested-with') !== undefined
  }
}
