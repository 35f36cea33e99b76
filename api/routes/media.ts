import { createRoute } from '@hono/zod-openapi'
import { AppError } from '@wall/db/model/error'
import type { Context } from 'hono'
import { isKnownTag } from '../http/etag.ts'
import { type AppEnv, createRouter, faultAnswers } from '../http/router.ts'
import type { Media, PictureKind } from '../media/media.ts'
import type { Guard } from '../sign-in/guard.ts'
import { PictureParams, PictureQuery } from '../wire/query.ts'

const responses = {
  200: { description: 'The picture.', content: { 'image/webp': {} } },
  ...faultAnswers,
} as const
const request = { params: PictureParams, query: PictureQuery } as const
const tags = ['media']

export function createMediaRoutes({ media, guard }: { media: Media; guard: Guard }) {
  return createRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/media/{id}',
        tags,
        summary: 'A picture of a post',
        request,
        responses,
      }),
      (c) => send(c, 'media', c.req.valid('param').id, c.req.valid('query').w),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/media/avatar/{id}',
        tags,
        summary: 'An author’s picture',
        request,
        responses,
      }),
      (c) => send(c, 'avatar', c.req.valid('param').id, c.req.valid('query').w),
    )

  /** Asked for anew each time (`no-cache`): what was taken down must not come out of a browser's cache. */
  async function send(c: Context<AppEnv>, kind: PictureKind, id: number, width: number | undefined) {
    const picture = await media.find(kind, id, width)
    if (!picture.isShown && !(await guard.findUser(c))) {
      throw new AppError('not_found', 'This picture is not here any more.')
    }
    // `sandbox`: opened on its own it is an inert document.
    const kept = {
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': picture.isShown ? 'no-cache' : 'no-store',
      etag: picture.etag,
    }
    if (isKnownTag(c.req.header('if-none-match'), picture.etag)) return c.body(null, 304, kept)
    const bytes = Uint8Array.from(await picture.read())
    return c.body(bytes, 200, { ...kept, 'content-type': 'image/webp' })
  }
}
