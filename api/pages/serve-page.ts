import { AppError } from '@wall/db/model/error'
import type { Context } from 'hono'
import { isKnownTag } from '../http/etag.ts'
import type { AppEnv } from '../http/router.ts'
import type { HeaderRecord } from '../security/headers.ts'
import type { WebFile, WebFiles } from './web-files.ts'

/**
 * The pages there are; the web's router draws them. Any other address gets its "not found" page, with that
 * status.
 */
const pages = new Set(['/', '/screen', '/moderate', '/team', '/filing', '/sign-in', '/setup'])

/** Built files by exact path, and index.html for pages. Throws `not_found` and `unavailable`. */
export function createServePage(files: WebFiles, headers: HeaderRecord) {
  return function servePage(c: Context<AppEnv>): Response {
    const { path } = c.req
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD')
      throw new AppError('not_found', 'There is nothing here.')
    const file = files.get(path)
    if (file && path !== '/index.html') return send(c, file, 200)
    const index = files.get('/index.html')
    if (!index)
      throw new AppError(
        'unavailable',
        'The pages are not built yet. Start with `pnpm start`, which builds them.',
      )
    if (path.startsWith('/assets/')) throw new AppError('not_found', 'There is no such file.')
    return send(c, index, pages.has(path.length > 1 ? path.replace(/\/$/, '') : path) ? 200 : 404)
  }

  function send(c: Context<AppEnv>, file: WebFile, status: 200 | 404): Response {
    const kept = {
      ...headers,
      'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: file.etag,
      vary: 'accept-encoding',
    }
    if (status === 200 && isKnownTag(c.req.header('if-none-match'), file.etag)) return c.body(null, 304, kept)
    const isBrotli = file.brotli !== null && /\bbr\b/.test(c.req.header('accept-encoding') ?? '')
    const bytes = (isBrotli && file.brotli) || file.bytes
    const encoding = isBrotli ? { 'content-encoding': 'br' } : {}
    return c.body(bytes, status, { ...kept, ...encoding, 'content-type': file.type })
  }
}
