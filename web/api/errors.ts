import type { ErrorBody } from '@wall/api/wire/error'

/** The server's codes, and two that only a browser can know: no way to the server, no answer in time. */
export type ApiErrorCode = ErrorBody['error']['code'] | 'offline' | 'timeout'

export type FieldFault = { path: string; message: string }

/**
 * Whatever went wrong between page and server. `message` is safe to show; `describeError` says it in the
 * reader's language.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ApiErrorCode
  readonly fields: readonly FieldFault[]
  /** How long to wait before the next try, when the server said so. */
  retryAfterMs: number | null = null

  constructor(
    code: ApiErrorCode,
    message: string,
    fields: readonly FieldFault[] = [],
    options?: { cause?: unknown },
  ) {
    super(message, options)
    this.code = code
    this.fields = fields
  }
}

/** The error a not-2xx answer stands for. A proxy's HTML page has no ErrorBody: then the status decides. */
export async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined)
  const error =
    toApiError(body) ?? new ApiError(codeOfStatus(response.status), `The server answered ${response.status}.`)
  error.retryAfterMs = readRetryAfterMs(response.headers)
  return error
}

/** Seconds, as this wall's server sends them; the sign-in library names its header X-Retry-After. */
function readRetryAfterMs(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? headers.get('x-retry-after') ?? '')
  return seconds > 0 ? seconds * 1000 : null
}

/** The code of any thrown value; whatever is not an ApiError is `internal`. */
export function apiErrorCode(error: unknown): ApiErrorCode {
  return error instanceof ApiError ? error.code : 'internal'
}

/** Undefined for what is no ErrorBody. */
export function toApiError(body: unknown): ApiError | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined
  const { error } = body
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error))
    return undefined
  const { code, message, fields } = error as ErrorBody['error']
  return new ApiError(code, message, fields ?? [])
}

function codeOfStatus(status: number): ApiErrorCode {
  if (status === 401) return 'unauthorized'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not_found'
  if (status === 409) return 'conflict'
  if (status === 429) return 'rate_limited'
  if (status === 502 || status === 504) return 'upstream'
  if (status === 503) return 'unavailable'
  return status < 500 ? 'invalid' : 'internal'
}
