/** What can go wrong, in the words every border understands. HTTP status: `api/http/errors.ts`. */
export const errorCodes = [
  'invalid',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'rate_limited',
  'upstream',
  'unavailable',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/**
 * The one error type of the product. `message` is a sentence that is safe to show to anybody:
 * what happened, and what to do. What must stay private goes into `cause`.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** The database's own code for a fault, or the kind of error it was; never what a row holds. */
export function faultCode(error: unknown): string {
  const cause = error instanceof AppError ? error.cause : error
  if (!(cause instanceof Error)) return 'unknown'
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
}

/** SQLite's code, and PostgreSQL's SQLSTATE. */
export function isDiskFull(error: unknown): boolean {
  return ['SQLITE_FULL', '53100'].includes(faultCode(error))
}

/** Another program kept the database to itself for too long; SQLite's code, and PostgreSQL's SQLSTATE. */
export function isLocked(error: unknown): boolean {
  return faultCode(error).startsWith('SQLITE_BUSY') || faultCode(error) === '55P03'
}

/** The code of any thrown value; whatever is not an AppError is `internal`. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal'
}
