import { createRoute, type z } from '@hono/zod-openapi'
import type { Store } from '@wall/db/store/store'
import { answersJson, createRouter, forModerators, takesJson } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { Guard } from '../sign-in/guard.ts'
import {
  IdeaChangeResult,
  IdeaGroupParams,
  IdeaPostsBody,
  MarkIdeaBody,
  MergeIdeasBody,
  RenameIdeasBody,
  SetActionBody,
} from '../wire/idea.ts'
import { PostParams, SlugParams } from '../wire/query.ts'

const base = '/api/campaigns/{slug}'

/** What people change about ideas by hand. It stays so, whatever comes in later. */
export function createIdeaChangeRoutes({ store, hub, guard }: { store: Store; hub: Hub; guard: Guard }) {
  const onGroup = { params: IdeaGroupParams }
  const onPost = { params: PostParams }
  const getCampaignId = async (slug: string) => (await hub.getFeed(slug)).campaign.id

  return createRouter()
    .openapi(describe('/ideas/{id}/name', 'Name a group of ideas', onGroup, RenameIdeasBody), async (c) => {
      const actor = await guard.requireModerator(c)
      const { slug, id } = c.req.valid('param')
      const order = { campaignId: await getCampaignId(slug), actor, groupId: id, ...c.req.valid('json') }
      return c.json(await store.renameIdeaGroup(order), 200)
    })
    .openapi(
      describe('/idea-merges', 'Put groups of ideas together', { params: SlugParams }, MergeIdeasBody),
      async (c) => {
        const actor = await guard.requireModerator(c)
        const campaignId = await getCampaignId(c.req.valid('param').slug)
        return c.json(await store.mergeIdeaGroups({ campaignId, actor, ...c.req.valid('json') }), 200)
      },
    )
    .openapi(
      describe('/ideas/{id}/split', 'Take posts out into a group of their own', onGroup, IdeaPostsBody),
      async (c) => {
        const actor = await guard.requireModerator(c)
        const { slug, id } = c.req.valid('param')
        const order = { campaignId: await getCampaignId(slug), actor, groupId: id, ...c.req.valid('json') }
        return c.json(await store.splitIdeaGroup(order), 200)
      },
    )
    .openapi(
      describe('/ideas/{id}/posts', 'Put posts into this group of ideas', onGroup, IdeaPostsBody),
      async (c) => {
        const actor = await guard.requireModerator(c)
        const { slug, id } = c.req.valid('param')
        const order = { campaignId: await getCampaignId(slug), actor, groupId: id, ...c.req.valid('json') }
        return c.json(await store.moveIdeas(order), 200)
      },
    )
    .openapi(
      describe('/posts/{id}/idea', 'Say whether a post is an idea', onPost, MarkIdeaBody),
      async (c) => {
        const actor = await guard.requireModerator(c)
        const { slug, id } = c.req.valid('param')
        const order = { campaignId: await getCampaignId(slug), actor, postId: id, ...c.req.valid('json') }
        return c.json(await store.markIdea(order), 200)
      },
    )
    .openapi(
      describe('/posts/{id}/action', 'Say which action a post supports', onPost, SetActionBody),
      async (c) => {
        const actor = await guard.requireModerator(c)
        const { slug, id } = c.req.valid('param')
        const order = { campaignId: await getCampaignId(slug), actor, postId: id, ...c.req.valid('json') }
        return c.json(await store.setAction(order), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: `${base}/idea-changes/{id}/undo`,
        security: forModerators,
        tags: ['ideas'],
        summary: 'Take a change of ideas back',
        request: onGroup,
        responses: answersJson(IdeaChangeResult, 'Done; `conflict` when somebody changed the same since.'),
      }),
      async (c) => {
        const actor = await guard.requireModerator(c)
        const { slug, id } = c.req.valid('param')
        const order = { campaignId: await getCampaignId(slug), actor, changeId: id }
        return c.json(await store.undoIdeaChange(order), 200)
      },
    )
}

function describe<Path extends string, Params extends z.ZodObject, Body extends z.ZodType>(
  path: Path,
  summary: string,
  request: { params: Params },
  body: Body,
) {
  return createRoute({
    method: 'post',
    path: `${base}${path}` as const,
    security: forModerators,
    tags: ['ideas'],
    summary,
    request: { ...request, body: takesJson(body) },
    responses: answersJson(IdeaChangeResult, 'Done. What changed meanwhile is a `conflict`.'),
  })
}
