import { createRoute } from '@hono/zod-openapi'
import type { Store } from '@wall/db/store/store'
import type { MiddlewareHandler } from 'hono'
import { type AppEnv, answersJson, createRouter, forModerators } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { Guard } from '../sign-in/guard.ts'
import { viewCampaign, viewTeamCampaign } from '../views/campaign.ts'
import { CampaignList, CampaignPage, TeamCampaignPage } from '../wire/campaign.ts'
import { SlugParams } from '../wire/query.ts'

interface CampaignDeps {
  store: Store
  hub: Hub
  guard: Guard
  /** For what is not at hand for everybody. */
  limit: MiddlewareHandler<AppEnv>
}

export function createCampaignRoutes({ store, hub, guard, limit }: CampaignDeps) {
  let reading: ReturnType<Store['listCampaigns']> | undefined

  return createRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns',
        tags: ['wall'],
        summary: 'The campaigns this server shows',
        responses: answersJson(CampaignList, 'All of them.'),
      }),
      async (c) => {
        // Every page asks for it first: of a whole room that comes at once, one reads for all.
        reading ??= store.listCampaigns().finally(() => {
          reading = undefined
        })
        const campaigns = await reading
        return c.json({ campaigns: campaigns.map(({ slug, name }) => ({ slug, name })) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}',
        tags: ['wall'],
        summary: 'The campaign without its posts',
        request: { params: SlugParams },
        responses: answersJson(
          CampaignPage,
          'What is released of it, and the place in the log to go on from.',
        ),
      }),
      async (c) => {
        const feed = await hub.getFeed(c.req.valid('param').slug)
        const { seq, networks } = feed
        const campaign = viewCampaign(feed.campaign, networks)
        return c.json({ seq, place: await feed.placeAt(seq), campaign }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/team/campaign',
        security: forModerators,
        middleware: limit,
        tags: ['team'],
        summary: 'The campaign with what is not released yet',
        request: { params: SlugParams },
        responses: answersJson(TeamCampaignPage, 'All of it.'),
      }),
      async (c) => {
        await guard.requireModerator(c)
        const feed = await hub.getFeed(c.req.valid('param').slug)
        // The place is read first: what changes meanwhile comes again with the stream.
        const seq = await store.lastSeq(feed.campaign.id)
        const campaign = viewTeamCampaign(
          await store.getCampaign(feed.campaign.slug),
          await store.listNetworks(),
        )
        return c.json({ seq, place: await feed.placeAt(seq), campaign }, 200)
      },
    )
}
