import { createRoute } from '@hono/zod-openapi'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import { answersJson, createRouter, forModerators } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { Guard } from '../sign-in/guard.ts'
import { viewQueuePost } from '../views/queue.ts'
import { PostParams } from '../wire/query.ts'
import { QueuePost } from '../wire/queue.ts'

export function createPostRoutes({ store, hub, guard }: { store: Store; hub: Hub; guard: Guard }) {
  return createRouter().openapi(
    createRoute({
      method: 'get',
      path: '/api/campaigns/{slug}/posts/{id}',
      security: forModerators,
      tags: ['moderation'],
      summary: 'One post as moderators see it',
      request: { params: PostParams },
      responses: answersJson(QueuePost, 'The post.'),
    }),
    async (c) => {
      await guard.requireModerator(c)
      const { slug, id } = c.req.valid('param')
      const { campaign, toldIn, networks } = await hub.getFeed(slug)
      const [post] = await store.findPosts([id])
      if (post?.campaignId !== campaign.id) throw new AppError('not_found', 'This post is not here any more.')
      return c.json(viewQueuePost(post, { toldIn, networks }), 200)
    },
  )
}
