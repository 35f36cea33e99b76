import { createRoute } from '@hono/zod-openapi'
import type { Store } from '@wall/db/store/store'
import { answersJson, createRouter } from '../router.ts'
import { CampaignList } from '../wire/campaign.ts'

export function createCampaignRoutes({ store }: { store: Store }) {
  return createRouter().openapi(
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
}
