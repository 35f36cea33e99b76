import { ApiError, apiErrorCode } from '../api/errors.ts'

export type SignInFault =
  | { key: 'wrong' | 'tooManySoon' | 'offline' | 'unavailable' | 'failed' }
  | { key: 'tooMany'; againAt: number }

/** Why signing in did not work, and since when it may be tried again. */
export function explainSignIn(error: unknown, nowMs: number): SignInFault {
  switch (apiErrorCode(error)) {
    case 'unauthorized':
    case 'invalid':
    case 'forbidden':
      return { key: 'wrong' }
    case 'rate_limited': {
      const waitMs = error instanceof ApiError ? error.retryAfterMs : null
      return waitMs === null ? { key: 'tooManySoon' } : { key: 'tooMany', againAt: nowMs + waitMs }
    }
    case 'offline':
    case 'timeout':
      return { key: 'offline' }
    case 'unavailable':
    case 'upstream':
      return { key: 'unavailable' }
    default:
      return { key: 'failed' }
  }
}
