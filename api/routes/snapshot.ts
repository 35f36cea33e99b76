import { createRoute } from '@hono/zod-openapi'
import type { Hub } from '../live/hub.ts'
import type { ReadSnapshot } from '../live/snapshot.ts'
import { answersJson, createRouter } from '../router.ts'
import type { HeaderRecord } from '../security/headers.ts'
import { SlugParams } from '../wire/query.ts'
import { WallSnapshot } from '../wire/wall.ts'

export interface SnapshotDeps {
  hub: Hub
  readSnapshot: ReadSnapshot
  headers: HeaderRecord
  onAnswer(status: number): void
}

/** The most asked of all: it stands before every middleware and answers with bytes that are ready. */
export function createSnapshotRoutes({ hub, readSnapshot, headers, onAnswer }: SnapshotDeps) {
  return createRouter().openapi(
    createRoute({
      method: 'get',
      path: '/api/campaigns/{slug}/wall',
      tags: ['wall'],
      summary: 'The wall as it is now, with the place in the log to go on from',
      request: { params: SlugParams },
      responses: {
        ...answersJson(WallSnapshot, 'The snapshot.'),
        304: { description: 'Nothing changed since.' },
      },
    }),
    async (c) => {
      const feed = await hub.getFeed(c.req.valid('param').slug)
      const { bytes, etag } = await readSnapshot(feed)
      const kept = { ...headers, 'cache-control': 'no-cache', etag }
      if (c.req.header('if-none-match') === etag) {
        onAnswer(304)
        return c.body(null, 304, kept)
      }
      onAnswer(200)
      return c.newResponse(bytes, 200, { ...kept, 'content-type': 'application/json' })
    },
  )
}
