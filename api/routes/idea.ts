import { createRoute } from '@hono/zod-openapi'
import type { Store } from '@wall/db/store/store'
import { answersJson, createRouter, faultAnswers, forModerators } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { Guard } from '../sign-in/guard.ts'
import { viewIdeaGroup } from '../views/idea.ts'
import { writeIdeaCsv } from '../views/idea-csv.ts'
import { viewQueuePost } from '../views/queue.ts'
import { IdeaGroupParams, IdeaPosts, TeamIdeas } from '../wire/idea.ts'
import { SlugParams } from '../wire/query.ts'

const postsOfGroup = 200

interface IdeaDeps {
  store: Store
  hub: Hub
  guard: Guard
}

/** What people would add, for the team: what everybody sees of it is the wall’s. */
export function createIdeaRoutes({ store, hub, guard }: IdeaDeps) {
  return createRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/team/ideas',
        security: forModerators,
        tags: ['ideas'],
        summary: 'Ideas nobody had listed, and how many support each action',
        request: { params: SlugParams },
        responses: answersJson(TeamIdeas, 'Groups of like ideas, strongest first.'),
      }),
      async (c) => {
        await guard.requireModerator(c)
        const { campaign } = await hub.getFeed(c.req.valid('param').slug)
        const groups = await store.listIdeaGroups(campaign.id)
        const actions = await store.countActions(campaign.id)
        return c.json({ groups: groups.map(viewIdeaGroup), actions }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/team/ideas.csv',
        security: forModerators,
        tags: ['ideas'],
        summary: 'All ideas with their groups, as a table',
        request: { params: SlugParams },
        responses: { 200: { description: 'RFC 4180, UTF-8.', content: { 'text/csv': {} } }, ...faultAnswers },
      }),
      async (c) => {
        await guard.requireModerator(c)
        const { campaign } = await hub.getFeed(c.req.valid('param').slug)
        const groups = await store.listIdeaGroups(campaign.id)
        const posts = await store.listIdeaPosts(campaign.id)
        return c.body(writeIdeaCsv(groups, posts, campaign), 200, {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${campaign.slug}-ideas.csv"`,
        })
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/ideas/{id}/posts',
        security: forModerators,
        tags: ['ideas'],
        summary: 'The posts of a group of ideas',
        request: { params: IdeaGroupParams },
        responses: answersJson(IdeaPosts, `The newest ${postsOfGroup}.`),
      }),
      async (c) => {
        await guard.requireModerator(c)
        const { slug, id } = c.req.valid('param')
        const { campaign, toldIn, networks } = await hub.getFeed(slug)
        const posts = await store.listGroupPosts(campaign.id, id, postsOfGroup)
        return c.json({ posts: posts.map((post) => viewQueuePost(post, { toldIn, networks })) }, 200)
      },
    )
}
