import { AppError, type ErrorCode, errorCode } from '@wall/db/model/error'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ZodError } from 'zod'
import type { ErrorBody } from '../wire/error.ts'

/** The only place where a code becomes an HTTP status. */
export const statusOf = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  upstream: 502,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>

/** The cause of an AppError that tells when to come back. */
export interface RetryLater {
  retryAfterS: number
}

/** Seconds for Retry-After (RFC 9110 10.2.3), when the error knows them. */
export function findRetryAfter(error: unknown): number | undefined {
  if (!(error instanceof AppError)) return undefined
  const { cause } = error
  if (typeof cause !== 'object' || cause === null || !('retryAfterS' in cause)) return undefined
  return typeof cause.retryAfterS === 'number' ? cause.retryAfterS : undefined
}

const internalMessage =
  'Something went wrong on our side. Try again; if it stays, tell whoever runs this wall.'

/** What the outside may know of a thrown value; the text of an internal error is never part of it. */
export function toErrorBody(error: unknown): ErrorBody {
  const code = errorCode(error)
  if (!(error instanceof AppError) || code === 'internal')
    return { error: { code, message: internalMessage } }
  const fields = error.cause instanceof ZodError ? listFields(error.cause) : undefined
  return { error: { code, message: error.message, ...(fields ? { fields } : {}) } }
}

export function toInvalidInput(cause: ZodError): AppError {
  return new AppError('invalid', 'Some of what was sent is not as it should be.', { cause })
}

function listFields(error: ZodError) {
  return error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message: message.slice(0, maxWords) }))
}

/** Some faults repeat what was sent, which may be a megabyte. */
const maxWords = 300
