import { createRoute } from '@hono/zod-openapi'
import type { Store } from '@wall/db/store/store'
import type { Hub } from '../live/hub.ts'
import { answersJson, createRouter } from '../router.ts'
import { viewWallPost } from '../views/post.ts'
import { SlugParams, WallPageQuery } from '../wire/query.ts'
import { WallPage } from '../wire/wall.ts'

export function createWallRoutes({ store, hub }: { store: Store; hub: Hub }) {
  return createRouter().openapi(
    createRoute({
      method: 'get',
      path: '/api/campaigns/{slug}/posts',
      tags: ['wall'],
      summary: 'Older shown posts of one takeaway, newest first',
      request: { params: SlugParams, query: WallPageQuery },
      responses: answersJson(WallPage, 'One page.'),
    }),
    async (c) => {
      const { campaign } = await hub.getFeed(c.req.valid('param').slug)
      const { takeaway, before, limit } = c.req.valid('query')
      const page = await store.listShown(campaign.id, takeaway, before, limit)
      return c.json({ posts: page.posts.map(viewWallPost), next: page.next }, 200)
    },
  )
}
