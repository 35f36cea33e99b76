// What changes in the queue elsewhere, told live.
import type { TeamCampaign } from '@wall/api/wire/campaign'
import type { QueuePost } from '@wall/api/wire/queue'
import { createSignal, getOwner, runWithOwner, type Setter } from 'solid-js'
import { createLive, type Live, type LiveEvent } from '../../lib/live.ts'
import type { QueueApi } from './queue-api.ts'
import type { Counts, QueueModel } from './queue-model.ts'
import { withCounts, withErased, withLivePost } from './queue-news.ts'

type Events = { post: QueuePost; erased: { id: number }; counts: Counts; campaign: TeamCampaign }

export type News = ReturnType<typeof createNews>

export function createNews(deps: {
  api: Pick<QueueApi, 'eventsAddress'>
  setModel: Setter<QueueModel>
  /** The server can't fill a gap: reads the list anew and answers its place in the log. */
  onReset: () => Promise<string>
  onCampaign: (campaign: TeamCampaign) => void
}) {
  const owner = getOwner()
  const [live, setLive] = createSignal<Live>()
  let held: LiveEvent<Events>[] | undefined

  return {
    offlineSince: () => live()?.offlineSince(),
    nothingSince: () => live()?.nothingSince(),
    rest: () => live()?.rest(),
    /** News that come while a page is on its way may be newer than that page: they wait for it. */
    hold: () => {
      held ??= []
    },
    release: () => {
      const missed = held ?? []
      held = undefined
      take(missed)
    },
    /** From this place in the log on. Once it listens, further calls change nothing. */
    listen: (since: string) => {
      if (!live()) setLive(runWithOwner(owner, () => open(since)))
    },
  }

  function open(since: string): Live {
    return createLive<Events>({
      address: deps.api.eventsAddress,
      since,
      names: ['post', 'erased', 'counts', 'campaign'],
      onEvents: take,
      onReset: deps.onReset,
    })
  }

  function take(events: readonly LiveEvent<Events>[]): void {
    for (const event of events) if (event.name === 'campaign') deps.onCampaign(event.data)
    if (held) held.push(...events)
    else deps.setModel((before) => events.reduce(withNews, before))
  }
}

function withNews(model: QueueModel, event: LiveEvent<Events>): QueueModel {
  if (event.name === 'post') return withLivePost(model, event.data)
  if (event.name === 'erased') return withErased(model, event.data.id)
  return event.name === 'counts' ? withCounts(model, event.data) : model
}
