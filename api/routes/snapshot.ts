import type { Context, TypedResponse } from 'hono'
import { chooseEncoding } from '../http/compress.ts'
import { isKnownTag } from '../http/etag.ts'
import { type AppEnv, answersJson, createRouter } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { Snapshot, Snapshots } from '../live/snapshot.ts'
import type { HeaderRecord } from '../security/headers.ts'
import { SlugParams } from '../wire/query.ts'
import { WallSnapshot } from '../wire/wall.ts'

export interface SnapshotDeps {
  hub: Hub
  snapshots: Snapshots
  headers: HeaderRecord
  onAnswer(status: number): void
}

type Answer = Response & TypedResponse<WallSnapshot, 200, 'json'>

/**
 * The most asked of all: it stands before every middleware, and while nothing changes it answers without a
 * single promise, with bytes that are ready. Its parameter needs no schema: it is looked up among the open
 * feeds.
 */
export function createSnapshotRoutes({ hub, snapshots, headers, onAnswer }: SnapshotDeps) {
  const router = createRouter()
  router.openAPIRegistry.registerPath({
    method: 'get',
    path: '/api/campaigns/{slug}/wall',
    tags: ['wall'],
    summary: 'The wall as it is now, with the place in the log to go on from',
    request: { params: SlugParams },
    responses: {
      ...answersJson(WallSnapshot, 'The snapshot.'),
      304: { description: 'Nothing changed since.' },
    },
  })
  return router.get('/api/campaigns/:slug/wall', (c): Answer | Promise<Answer> => {
    const slug = c.req.param('slug')
    const feed = hub.findFeed(slug)
    const snapshot = feed && snapshots.find(feed)
    return snapshot ? answer(c, snapshot) : readAndAnswer(c, slug)
  })

  async function readAndAnswer(c: Context<AppEnv>, slug: string): Promise<Answer> {
    return answer(c, await snapshots.read(await hub.getFeed(slug)))
  }

  function answer(c: Context<AppEnv>, { bytes, etag, compressed }: Snapshot): Answer {
    const kept = { ...headers, 'cache-control': 'no-cache', etag, vary: 'accept-encoding' }
    const isKnown = isKnownTag(c.req.header('if-none-match'), etag)
    onAnswer(isKnown ? 304 : 200)
    if (isKnown) return new Response(null, { status: 304, headers: kept }) as Answer
    const accepted = c.req.header('accept-encoding')
    const encoding = accepted === undefined ? undefined : chooseEncoding(accepted)
    const smaller = encoding && compressed[encoding]
    const coding = smaller ? { 'content-encoding': encoding } : {}
    const all = { ...kept, ...coding, 'content-type': 'application/json' }
    return new Response(smaller ?? bytes, { headers: all }) as Answer
  }
}
