import { createRoute } from '@hono/zod-openapi'
import { hasPassed } from '@wall/db/model/wait'
import type { Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'
import { answersJson, createRouter, forModerators } from '../http/router.ts'
import type { Hub } from '../live/hub.ts'
import type { Guard } from '../sign-in/guard.ts'
import { viewOverview } from '../views/team.ts'
import { SlugParams, TeamQuery } from '../wire/query.ts'
import { TeamOverview } from '../wire/team.ts'

const dayMs = 24 * 60 * 60 * 1000
/**
 * To ask whether the database can be written is to write, which waits in its queue and wakes every process.
 */
const askEveryMs = 15_000

export interface TeamDeps {
  store: Store
  hub: Hub
  guard: Guard
  clock: Clock
}

export function createTeamRoutes({ store, hub, guard, clock }: TeamDeps) {
  let asked: { at: number; fault: Promise<unknown> } | undefined

  /** For all readers together. */
  function findFault(): Promise<unknown> {
    const at = clock.now()
    if (!asked || hasPassed(askEveryMs, asked.at, at)) {
      const fault = store.checkWritable().then(
        () => null,
        (error: unknown) => error,
      )
      asked = { at, fault }
    }
    return asked.fault
  }

  return createRouter().openapi(
    createRoute({
      method: 'get',
      path: '/api/campaigns/{slug}/team',
      security: forModerators,
      tags: ['team'],
      summary: 'What came in, what waits, and how each source is doing',
      request: { params: SlugParams, query: TeamQuery },
      responses: answersJson(TeamOverview, 'The overview.'),
    }),
    async (c) => {
      await guard.requireModerator(c)
      const { campaign } = await hub.getFeed(c.req.valid('param').slug)
      const { days, offsetMinutes } = c.req.valid('query')
      const now = clock.now()
      // From the beginning of the first day in the reader's time zone.
      const localMs = now + offsetMinutes * 60_000
      const since = Math.floor(localMs / dayMs) * dayMs - (days - 1) * dayMs - offsetMinutes * 60_000
      const overview = await store.readOverview(campaign.id, { since, offsetMinutes })
      const proposals = await store.countProposals(campaign.id)
      const sources = await store.listSources(campaign.id)
      const screens = await store.listScreens(campaign.id)
      // A worker that can't write can't say so.
      return c.json(viewOverview(overview, proposals, sources, screens, now, await findFault()), 200)
    },
  )
}
