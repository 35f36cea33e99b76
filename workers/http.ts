import { AppError } from '@wall/db/model/error'

interface FetchLimits {
  timeoutMs?: number
  maxBytes?: number
  userAgent?: string
}

/**
 * A `fetch` that behaves: one request at a time per host, an answer within `timeoutMs` (body and all) and no
 * larger than `maxBytes`, else AppError `upstream`. An answer of any status is an answer, a redirect too.
 */
export function createFetch(base: typeof fetch, limits: FetchLimits = {}): typeof fetch {
  const { timeoutMs = 20_000, maxBytes = 8 * 1024 * 1024, userAgent = 'takeaway-wall' } = limits
  const lastOfHost = new Map<string, Promise<unknown>>()

  return (input, init) => {
    const request = new Request(input, init)
    if (!request.headers.has('user-agent')) request.headers.set('user-agent', userAgent)
    const { host } = new URL(request.url)
    const turn = (lastOfHost.get(host) ?? Promise.resolve()).then(() => ask(request, host))
    const settled = turn.catch(() => {})
    lastOfHost.set(host, settled)
    void settled.then(() => {
      if (lastOfHost.get(host) === settled) lastOfHost.delete(host)
    })
    return turn
  }

  async function ask(request: Request, host: string): Promise<Response> {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)])
    try {
      // Redirects are not followed: where an answer sends us was checked by nobody.
      const response = await base(request, { signal, redirect: 'manual' })
      const body = await readBounded(response, maxBytes)
      const bodyless = response.status === 204 || response.status === 304
      return new Response(bodyless ? null : body, { status: response.status, headers: response.headers })
    } catch (cause) {
      if (request.signal.aborted) throw request.signal.reason
      throw new AppError('upstream', `${host} gives no answer. It is tried again by itself.`, { cause })
    }
  }
}

async function readBounded(response: Response, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.byteLength
    if (size > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/**
 * How long `Retry-After` asks to wait: seconds, or a date (RFC 9110, 10.2.3). Null when it says nothing we
 * can read.
 */
export function readRetryAfter(value: string | null, now: number): number | null {
  if (!value) return null
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - now
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}
