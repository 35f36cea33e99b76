import { createRoute } from '@hono/zod-openapi'
import type { Store } from '@wall/db/store/store'
import type { Hub } from '../live/hub.ts'
import { answersJson, createRouter } from '../router.ts'
import type { Guard } from '../sign-in/guard.ts'
import { viewTeamCampaign } from '../views/campaign.ts'
import { CampaignList, TeamCampaignPage } from '../wire/campaign.ts'
import { SlugParams } from '../wire/query.ts'

export function createCampaignRoutes({ store, hub, guard }: { store: Store; hub: Hub; guard: Guard }) {
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
        const campaigns = await store.listCampaigns()
        return c.json({ campaigns: campaigns.map(({ slug, name }) => ({ slug, name })) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/team/campaign',
        tags: ['team'],
        summary: 'The campaign with what is not released yet',
        request: { params: SlugParams },
        responses: answersJson(TeamCampaignPage, 'All of it.'),
      }),
      async (c) => {
        await guard.requireModerator(c)
        const { slug } = (await hub.getFeed(c.req.valid('param').slug)).campaign
        const campaign = await store.getCampaign(slug)
        return c.json({ seq: await store.lastSeq(campaign.id), campaign: viewTeamCampaign(campaign) }, 200)
      },
    )
}
