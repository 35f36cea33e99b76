import { AppError, errorCode } from '@wall/db/model/error'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Metrics } from '../health/metrics.ts'
import type { Log } from '../log.ts'
import type { HeaderRecord } from '../security/headers.ts'
import { findRetryAfter, statusOf, toErrorBody } from './errors.ts'
import type { AppEnv } from './router.ts'

/** The one border where errors become answers: only internal ones are logged, and their text never leaves. */
export function createAnswerError(deps: { metrics: Metrics; log: Log; headers: HeaderRecord }) {
  const { metrics, log, headers } = deps
  return function answerError(thrown: Error, c: Context<AppEnv>): Response {
    if (isGone(thrown, c)) {
      metrics.countFault('aborted')
      // Nobody hears it. The number is nginx's, for the count.
      return new Response(null, { status: 499 })
    }
    const error = toAppError(thrown)
    const code = errorCode(error)
    metrics.countFault(code)
    if (code === 'internal') log.error({ err: error, method: c.req.method }, 'a request failed')
    const retryAfter = findRetryAfter(error)
    return c.json(toErrorBody(error), statusOf[code], {
      ...headers,
      'cache-control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    })
  }
}

/** Hono's own refusals (a body that is not JSON) are the sender's fault too. */
function toAppError(thrown: Error): Error {
  if (!(thrown instanceof HTTPException) || thrown.status >= 500) return thrown
  return new AppError('invalid', 'This could not be read: send well-formed JSON.', { cause: thrown })
}

/**
 * The client left in the middle of its request, and so it could not be read: no fault of ours, nor of the
 * program.
 */
function isGone(thrown: Error, c: Context<AppEnv>): boolean {
  const incoming = c.env?.incoming
  if (!incoming || incoming.complete || !incoming.destroyed) return false
  return !(thrown instanceof AppError)
}
