import { createRoute } from '@hono/zod-openapi'
import type { Store } from '@wall/db/store/store'
import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../clock.ts'
import { type AppEnv, answersJson, createRouter } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import { createReadShownIdeas } from '../live/shown-ideas.ts'
import { viewWallPost } from '../views/post.ts'
import { ShownIdeas } from '../wire/idea.ts'
import { SlugParams, WallPageQuery } from '../wire/query.ts'
import { WallPage } from '../wire/wall.ts'

interface WallDeps {
  store: Store
  hub: Hub
  clock: Clock
  /** For what is not at hand for everybody. */
  limit: MiddlewareHandler<AppEnv>
}

/** What everybody may read beside the snapshot. */
export function createWallRoutes({ store, hub, clock, limit }: WallDeps) {
  const readShownIdeas = createReadShownIdeas(store, clock)
  return createRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/ideas',
        tags: ['wall'],
        summary: 'Ideas nobody had listed, from posts on the wall',
        request: { params: SlugParams },
        responses: answersJson(ShownIdeas, 'Groups of like ideas, strongest first.'),
      }),
      async (c) => {
        return c.json(await readShownIdeas(await hub.getFeed(c.req.valid('param').slug)), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/posts',
        middleware: limit,
        tags: ['wall'],
        summary: 'Older shown posts of one takeaway, newest first',
        request: { params: SlugParams, query: WallPageQuery },
        responses: answersJson(WallPage, 'One page.'),
      }),
      async (c) => {
        const { campaign, networks } = await hub.getFeed(c.req.valid('param').slug)
        const { takeaway, before, limit } = c.req.valid('query')
        const page = await store.listShown(campaign.id, takeaway, before, limit)
        return c.json({ posts: page.posts.map((post) => viewWallPost(post, networks)), next: page.next }, 200)
      },
    )
}
