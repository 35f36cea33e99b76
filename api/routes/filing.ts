import { createRoute } from '@hono/zod-openapi'
import { seedsInUse, toCampaignSeeds } from '@wall/db/campaigns/seeds-in-use'
import type { Campaign } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { SavedSeeds } from '@wall/db/store/filing/filing-store'
import type { Store } from '@wall/db/store/store'
import type { SeedMeasurer } from '../filing/seed-measurer.ts'
import { lines, tellMeasure } from '../filing/tell-measure.ts'
import { answersJson, createRouter, forAdmins, forModerators, takesJson } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { Log } from '../log.ts'
import type { Guard } from '../sign-in/guard.ts'
import { toIso } from '../views/post.ts'
import {
  FilingAnswer,
  MeasureAnswer,
  MeasureBody,
  MeasureLine,
  SaveSeedsBody,
  SeedsAnswer,
  type SeedsView,
} from '../wire/filing.ts'
import { SlugParams } from '../wire/query.ts'

interface FilingDeps {
  store: Store
  hub: Hub
  guard: Guard
  measurer: SeedMeasurer
  log: Log
}

const tags = ['filing']

const told = answersJson(
  MeasureAnswer,
  'Each example judged by a model that had not seen it; `conflict` when newer ones came to be measured. Who accepts lines of JSON is told how far it is.',
)
const measureAnswers = {
  ...told,
  200: { ...told[200], content: { ...told[200].content, [lines]: { schema: MeasureLine } } },
} as const

export function createFilingRoutes({ store, hub, guard, measurer, log }: FilingDeps) {
  return createRouter()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/filing',
        security: forModerators,
        tags,
        summary: 'What the text model is, how far it can be trusted, and how many posts wait for it',
        request: { params: SlugParams },
        responses: answersJson(FilingAnswer, 'As of the last measure.'),
      }),
      async (c) => {
        await guard.requireModerator(c)
        const { id } = (await hub.getFeed(c.req.valid('param').slug)).campaign
        const state = await store.readFilingState(id)
        const counts = await store.countWaiting(id, await store.readFilingModel(id))
        const seedsVersion = (await store.readSeeds(id))?.version ?? 0
        const { judge = null, agreed = 0 } = state ?? {}
        const view = state && { ...state, judge, agreed, fittedAt: toIso(state.fittedAt) }
        return c.json({ state: view, ...counts, seedsVersion }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/campaigns/{slug}/filing/seeds',
        security: forModerators,
        tags,
        summary: 'What text learns from beside the campaign’s own words',
        request: { params: SlugParams },
        responses: answersJson(SeedsAnswer, 'The seeds in use, and those that the product ships.'),
      }),
      async (c) => {
        await guard.requireModerator(c)
        const { campaign } = await hub.getFeed(c.req.valid('param').slug)
        return c.json(viewSeeds(campaign, await store.readSeeds(campaign.id)), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/campaigns/{slug}/filing/seeds',
        security: forAdmins,
        tags,
        summary: 'Save the seeds; the model is made anew from them within seconds',
        request: { params: SlugParams, body: takesJson(SaveSeedsBody) },
        responses: answersJson(
          SeedsAnswer,
          'As saved; `conflict` when somebody else saved since that version.',
        ),
      }),
      async (c) => {
        const { id: userId } = await guard.requireAdmin(c)
        const { campaign } = await hub.getFeed(c.req.valid('param').slug)
        const { version, seeds } = c.req.valid('json')
        checkPlaces(campaign, seeds)
        const saved = await store.saveSeeds({ campaignId: campaign.id, version, seeds, userId })
        return c.json(viewSeeds(campaign, saved), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/campaigns/{slug}/filing/measure',
        security: forModerators,
        tags,
        summary: 'How well seeds hold together, without saving them; takes seconds',
        request: { params: SlugParams, body: takesJson(MeasureBody) },
        responses: measureAnswers,
      }),
      async (c) => {
        const { id: userId } = await guard.requireModerator(c)
        const { campaign } = await hub.getFeed(c.req.valid('param').slug)
        const { seeds: draft, editor = '' } = c.req.valid('json')
        checkPlaces(campaign, draft)
        const order = { campaign, draft, userId, editor }
        if (c.req.header('accept')?.includes(lines)) {
          return tellMeasure(c, log, (more) => measurer.measure({ ...order, ...more }))
        }
        return c.json(await measurer.measure({ ...order, signal: c.req.raw.signal }), 200)
      },
    )
}

function viewSeeds(campaign: Campaign, saved: SavedSeeds | null): SeedsAnswer {
  const shipped = toCampaignSeeds(campaign, seedsInUse(campaign, null))
  return {
    version: saved?.version ?? 0,
    savedAt: saved && toIso(saved.savedAt),
    savedBy: saved?.savedBy ?? null,
    seeds: saved?.seeds ?? shipped,
    shipped,
  }
}

/** Throws `invalid` for seeds of takeaways that are not there, or twice. */
function checkPlaces(campaign: Campaign, { takeaways }: SeedsView): void {
  const known = new Set(campaign.takeaways.map(({ id }) => id))
  for (const { id } of takeaways) {
    if (known.delete(id)) continue
    throw new AppError('invalid', `A takeaway with the id ${id} is not in this campaign, or is given twice.`)
  }
}
