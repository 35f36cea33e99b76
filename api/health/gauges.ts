import type { Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'
import type { Hub } from '../live/hub.ts'
import type { Metrics } from './metrics.ts'

const keepMs = 10_000

/** What is looked up when somebody asks for the metrics. */
export function addGauges(
  metrics: Metrics,
  { store, hub, clock }: { store: Store; hub: Hub; clock: Clock },
): void {
  let kept: { at: number; oldest: Promise<number | null> } | undefined

  metrics.addGauge('wall_streams_open_public', 'Open public streams.', () => hub.countStreams('public'))
  metrics.addGauge('wall_streams_open_moderator', 'Open moderators’ streams.', () =>
    hub.countStreams('moderator'),
  )
  metrics.addGauge('wall_feeds_open', 'Campaigns in memory, as somebody watches them.', () =>
    hub.countFeeds(),
  )
  metrics.addGauge(
    'wall_source_lag_seconds',
    'How far the slowest source is behind its network.',
    async () => {
      const over = (await store.listCampaigns()).filter(({ archivedAt }) => archivedAt !== undefined)
      const isOver = new Set(over.map(({ id }) => id))
      const sources = (await store.listSources()).filter(({ campaignId }) => !isOver.has(campaignId))
      const heard = sources.flatMap((source) => source.status.lastEventAt ?? [])
      return heard.length === 0 ? null : Math.max(0, clock.now() - Math.min(...heard)) / 1000
    },
  )
  metrics.addGauge('wall_queue_age_seconds', 'How long the oldest waiting post has waited.', async () => {
    const oldest = await readOldest()
    return oldest === null ? 0 : Math.max(0, clock.now() - oldest) / 1000
  })

  /** Anybody may ask: the last answer serves for a while. */
  function readOldest(): Promise<number | null> {
    if (kept && Math.abs(clock.now() - kept.at) < keepMs) return kept.oldest
    kept = { at: clock.now(), oldest: findOldest() }
    kept.oldest.catch(() => {
      kept = undefined
    })
    return kept.oldest
  }

  async function findOldest(): Promise<number | null> {
    const campaigns = await store.listCampaigns()
    const overviews = await Promise.all(
      campaigns.map(({ id }) => store.readOverview(id, { since: clock.now(), offsetMinutes: 0 })),
    )
    const oldest = overviews.flatMap(({ totals }) => totals.oldestPendingAt ?? [])
    return oldest.length === 0 ? null : Math.min(...oldest)
  }
}
