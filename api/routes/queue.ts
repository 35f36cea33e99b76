import { createRoute } from '@hono/zod-openapi'
import type { Store } from '@wall/db/store/store'
import { answersJson, createRouter, forModerators } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { Guard } from '../sign-in/guard.ts'
import { countQueue, viewQueuePost } from '../views/queue.ts'
import { QueueQuery, SlugParams } from '../wire/query.ts'
import { QueuePage } from '../wire/queue.ts'

export function createQueueRoutes({ store, hub, guard }: { store: Store; hub: Hub; guard: Guard }) {
  return createRouter().openapi(
    createRoute({
      method: 'get',
      path: '/api/campaigns/{slug}/queue',
      security: forModerators,
      tags: ['moderation'],
      summary: 'Posts by standing: waiting ones oldest first, decided ones newest decision first',
      request: { params: SlugParams, query: QueueQuery },
      responses: answersJson(QueuePage, 'One page.'),
    }),
    async (c) => {
      await guard.requireModerator(c)
      const feed = await hub.getFeed(c.req.valid('param').slug)
      const { campaign, toldIn, networks } = feed
      // The place is read first: what changes meanwhile comes again with the stream.
      const seq = await store.lastSeq(campaign.id)
      const counts = await countQueue(store, campaign.id)
      const page = await store.listQueue({ campaignId: campaign.id, ...c.req.valid('query') })
      return c.json(
        {
          seq,
          place: await feed.placeAt(seq),
          counts,
          posts: page.posts.map((post) => viewQueuePost(post, { toldIn, networks })),
          next: page.next,
        },
        200,
      )
    },
  )
}
