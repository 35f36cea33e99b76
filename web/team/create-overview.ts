// What the team sees first, kept fresh: soon after something changed, and every 30 s for the sources' state.
import type { TeamCampaign } from '@wall/api/wire/campaign'
import type { QueuePost } from '@wall/api/wire/queue'
import type { TeamOverview } from '@wall/api/wire/team'
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { Http } from '../api/client.ts'
import { getTeamCampaign } from '../api/wall.ts'
import { createLive, type Live } from '../lib/live.ts'

type Events = {
  post: QueuePost
  erased: { id: number }
  counts: Record<string, number>
  ideas: Record<string, never>
  campaign: TeamCampaign
}

const everyMs = 30_000
/** A burst of news is one reason to look again, but it may not put that off for ever. */
const settleMs = 1500

export function createOverview(
  http: Http,
  room: { slug: string; place: string; onCampaign: (campaign: TeamCampaign) => void },
  days: number,
  onNews: () => void = () => {},
): {
  overview: Accessor<TeamOverview | undefined>
  error: Accessor<unknown>
  refresh: () => Promise<void>
  offlineSince: Live['offlineSince']
} {
  const [overview, setOverview] = createSignal<TeamOverview>()
  const [error, setError] = createSignal<unknown>()
  const base = `/api/campaigns/${encodeURIComponent(room.slug)}`
  let soon: ReturnType<typeof setTimeout> | undefined
  let lastAsked = 0

  const refresh = async () => {
    const mine = ++lastAsked
    try {
      const offsetMinutes = -new Date().getTimezoneOffset()
      const next = await http.get<TeamOverview>(`${base}/team?days=${days}&offsetMinutes=${offsetMinutes}`)
      if (mine !== lastAsked) return
      setOverview(next)
      setError(undefined)
    } catch (failure) {
      if (mine === lastAsked) setError(failure)
    }
  }
  const refreshSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined
      void refresh()
      onNews()
    }, settleMs)
  }
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') void refresh()
  }, everyMs)
  onCleanup(() => {
    clearInterval(timer)
    clearTimeout(soon)
  })
  const live = createLive<Events>({
    address: (since) => `${base}/queue/events?since=${since}`,
    since: room.place,
    names: ['post', 'erased', 'counts', 'ideas', 'campaign'],
    onEvents: (events) => {
      const news = events.findLast(({ name }) => name === 'campaign')
      if (news?.name === 'campaign') room.onCampaign(news.data)
      refreshSoon()
    },
    onReset: async () => {
      refreshSoon()
      const { campaign, place } = await getTeamCampaign(http, room.slug)
      room.onCampaign(campaign)
      return place
    },
  })
  // Also the first time.
  createEffect(
    on(live.offlineSince, (since) => {
      if (since === undefined) void refresh()
    }),
  )
  return { overview, error, refresh, offlineSince: live.offlineSince }
}
