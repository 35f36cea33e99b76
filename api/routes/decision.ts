import { createRoute, z } from '@hono/zod-openapi'
import type { Store } from '@wall/db/store/store'
import { answersJson, createRouter, forModerators, takesJson } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { Guard } from '../sign-in/guard.ts'
import { viewDecision, viewDecisionOutcome } from '../views/queue.ts'
import { DecisionParams, PostParams } from '../wire/query.ts'
import { DecideBody, DecisionResult, DecisionView, RefileBody } from '../wire/queue.ts'

const tags = ['moderation']

export function createDecisionRoutes({ store, hub, guard }: { store: Store; hub: Hub; guard: Guard }) {
  return createRouter()
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/campaigns/{slug}/posts/{id}/decision',
        security: forModerators,
        tags,
        summary: 'Approve, reject, stash or put back a post',
        request: { params: PostParams, body: takesJson(DecideBody) },
        responses: answersJson(
          DecisionResult,
          'The post as it stands now; `conflict` when it changed since you saw it.',
        ),
      }),
      async (c) => {
        const actor = await guard.requireModerator(c)
        const { campaign, toldIn, networks } = await hub.getFeed(c.req.valid('param').slug)
        const postId = c.req.valid('param').id
        const order = { ...c.req.valid('json'), campaignId: campaign.id, postId, actor }
        return c.json(viewDecisionOutcome(await store.decide(order), { toldIn, networks }), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/campaigns/{slug}/posts/{id}/filing',
        security: forModerators,
        tags,
        summary: 'Put a post under another takeaway',
        request: { params: PostParams, body: takesJson(RefileBody) },
        responses: answersJson(DecisionResult, 'The post as it stands now.'),
      }),
      async (c) => {
        const actor = await guard.requireModerator(c)
        const { campaign, toldIn, networks } = await hub.getFeed(c.req.valid('param').slug)
        const postId = c.req.valid('param').id
        const order = { ...c.req.valid('json'), campaignId: campaign.id, postId, actor }
        return c.json(viewDecisionOutcome(await store.refile(order), { toldIn, networks }), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/campaigns/{slug}/decisions/{id}/undo',
        security: forModerators,
        tags,
        summary: 'Take a decision back',
        request: { params: DecisionParams },
        responses: answersJson(
          DecisionResult,
          'The post as it stands now; `conflict` when it changed since.',
        ),
      }),
      async (c) => {
        const actor = await guard.requireModerator(c)
        const { slug, id } = c.req.valid('param')
        const { campaign, toldIn, networks } = await hub.getFeed(slug)
        const outcome = await store.undo({ campaignId: campaign.id, decisionId: id, actor })
        return c.json(viewDecisionOutcome(outcome, { toldIn, networks }), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/posts/{id}/decisions',
        security: forModerators,
        tags,
        summary: 'What was decided about a post, and by whom',
        request: { params: PostParams },
        responses: answersJson(z.object({ decisions: z.array(DecisionView) }), 'All of it.'),
      }),
      async (c) => {
        await guard.requireModerator(c)
        const { slug, id } = c.req.valid('param')
        const { campaign } = await hub.getFeed(slug)
        const decisions = await store.listDecisions(campaign.id, id)
        return c.json({ decisions: decisions.map(viewDecision) }, 200)
      },
    )
}
