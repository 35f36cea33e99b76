import { readRetryAfter } from '../../http.ts'
import type { Trouble } from '../source.ts'

/** `status` tells an answer from none. */
export type Refusal = Trouble & { status: number | null }
export type Answer = { body: unknown } | Refusal

/** Longest wait a server may ask of us. */
const maxWaitMs = 3_600_000

/**
 * Sorts an HTTP answer: JSON, or why there is none. Refusals come as HTML as often as not, so nothing is
 * parsed unasked. Whatever `request` throws counts as no answer.
 */
export async function readAnswer(
  request: () => Promise<Response>,
  host: string,
  now: () => number,
): Promise<Answer> {
  let response: Response
  let text: string
  try {
    response = await request()
    text = await response.text()
  } catch {
    return { problem: 'unreachable', detail: host, retryAt: null, status: null }
  }
  const { status } = response
  const detail = `${host} (${status})`
  if (status === 429)
    return { problem: 'rate_limited', detail, retryAt: readReset(response.headers, now()), status }
  if (status === 401) return { problem: 'wrong_credentials', detail, retryAt: null, status }
  if (status >= 500) return { problem: 'unreachable', detail, retryAt: null, status }
  if (status >= 400) return { problem: 'refused', detail, retryAt: null, status }
  const body = parseJson(text)
  return status === 200 && body !== undefined
    ? { body }
    : { problem: 'bad_answer', detail, retryAt: null, status }
}

/** `RateLimit-Reset` is in epoch seconds. */
function readReset(headers: Headers, now: number): number {
  const reset = Number(headers.get('ratelimit-reset') ?? Number.NaN) * 1000
  const after = now + (readRetryAfter(headers.get('retry-after'), now) ?? Number.NaN)
  const at = Number.isFinite(reset) ? reset : after
  return Number.isFinite(at) ? Math.min(Math.max(at, now + 1_000), now + maxWaitMs) : now + 60_000
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
