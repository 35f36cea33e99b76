import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import { parseAccept } from 'hono/utils/accept'
import type { AppEnv } from './router.ts'

export type Encoding = 'br' | 'gzip'
type Bytes = Uint8Array<ArrayBuffer>

/** Less fits into a few packets as it is. */
const leastBytes = 4 * 1024
/** Node has four threads for it. Each takes some 2 MB: hundreds that ask at once must not take as many. */
const mostAtOnce = 8
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/**
 * JSON of more than a few kB goes out compressed to whoever takes it. Only whole answers: what is sent piece
 * by piece has another type, and must not wait for its end. Who comes while many are at it gets it as it is.
 * Hono's own knows no brotli, and gzip sees no repetition beyond 32 kB.
 */
export function compressJson(): MiddlewareHandler<AppEnv> {
  let running = 0
  return async function compressJsonOf(c, next) {
    await next()
    if (!c.res.headers.get('content-type')?.startsWith('application/json')) return
    c.res.headers.append('vary', 'accept-encoding')
    const header = c.req.header('accept-encoding')
    const encoding = header === undefined ? undefined : chooseEncoding(header)
    if (!encoding || c.req.method === 'HEAD' || c.res.headers.has('content-encoding')) return
    const bytes = new Uint8Array(await c.res.arrayBuffer())
    const isWorthIt = bytes.length >= leastBytes && running < mostAtOnce
    const { status, headers } = c.res
    const kept = new Headers(headers)
    kept.delete('content-length')
    if (isWorthIt) kept.set('content-encoding', encoding)
    // Hono would add the headers of the answer before.
    c.res = undefined
    c.res = new Response(isWorthIt ? await take(encoding, bytes) : bytes, { status, headers: kept })
  }

  async function take(encoding: Encoding, bytes: Bytes): Promise<Bytes> {
    running += 1
    try {
      return await compress(encoding, bytes)
    } finally {
      running -= 1
    }
  }
}

/** In a thread of Node's own. */
export async function compress(encoding: Encoding, bytes: Bytes): Promise<Bytes> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  return Uint8Array.from(encoding === 'br' ? await brotli(bytes, { params }) : await zip(bytes))
}

/** The best that both know, by an Accept-Encoding header. */
export function chooseEncoding(header: string): Encoding | undefined {
  const wanted = new Map(parseAccept(header).map(({ type, q }) => [type.toLowerCase(), q]))
  const takes = (name: string) => (wanted.get(name) ?? wanted.get('*') ?? 0) > 0
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : undefined
}
