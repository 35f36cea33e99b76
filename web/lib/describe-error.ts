import { ApiError, type ApiErrorCode, apiErrorCode } from '../api/errors.ts'
import { useCommon } from './i18n/common.ts'

const keys = {
  offline: 'errorOffline',
  timeout: 'errorTimeout',
  unauthorized: 'errorUnauthorized',
  forbidden: 'errorForbidden',
  not_found: 'errorNotFound',
  rate_limited: 'errorRateLimited',
  unavailable: 'errorUnavailable',
  upstream: 'errorUnavailable',
  internal: 'errorInternal',
} as const satisfies Record<Exclude<ApiErrorCode, 'invalid' | 'conflict'>, string>

/**
 * One sentence in the reader's language. For `invalid` and `conflict` only the server knows what is wrong, so
 * its own words stay.
 */
export function useDescribeError(): (error: unknown) => string {
  const t = useCommon()
  return (error) => {
    const code = apiErrorCode(error)
    if (code === 'invalid' || code === 'conflict')
      return error instanceof ApiError ? error.message : t('errorInternal')
    return t(keys[code])
  }
}
