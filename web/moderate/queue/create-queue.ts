// The queue of one campaign, alive. Its parts: pages from the server, live news, and the moderator's own
// orders on their way; what they do to the model are pure functions beside them (queue-news, queue-orders,
// queue-attention).
import type { TeamCampaign } from '@wall/api/wire/campaign'
import { type Accessor, createMemo, createSignal } from 'solid-js'
import { createNetwork } from './create-network.ts'
import { createNews } from './create-news.ts'
import { createOrders, type Outcome } from './create-orders.ts'
import { createPages } from './create-pages.ts'
import type { QueueApi } from './queue-api.ts'
import { withCurrent, withoutGuard, withStep } from './queue-attention.ts'
import type { Change, Place, QueueModel, Standing } from './queue-model.ts'
import { countStandings, createQueueModel, findCurrent, listPosts } from './queue-model.ts'

export type Queue = ReturnType<typeof createQueue>

export function createQueue(deps: {
  api: QueueApi
  standing: Accessor<Standing>
  place: Accessor<Place>
  describe: (error: unknown) => string
  onCampaign: (campaign: TeamCampaign) => void
}) {
  const [model, setModel] = createSignal<QueueModel>(createQueueModel(deps.standing(), deps.place()))
  const orders = createOrders({ ...deps, model, setModel, onSlow: () => news.rest() })
  const news = createNews({ ...deps, setModel, onReset: () => pages.reload() })
  const pages = createPages({ ...deps, model, setModel, news })
  const network = createNetwork(() => {
    orders.retry()
    pages.retry()
  })
  /** Decisions would not reach the server now. */
  const isBlocked = () => network.isOffline() || orders.trouble() !== null
  const unlessBlocked = (run: () => Outcome): Outcome => (isBlocked() ? 'blocked' : run())

  return {
    model,
    listed: createMemo(() => listPosts(model())),
    current: createMemo(() => findCurrent(model())),
    counts: createMemo(() => countStandings(model())),
    isReady: pages.isReady,
    loadError: pages.loadError,
    moreError: pages.moreError,
    loadMore: pages.loadMore,
    retryLoad: pages.retry,
    offlineSince: news.offlineSince,
    nothingSince: news.nothingSince,
    isOffline: network.isOffline,
    trouble: orders.trouble,
    isBlocked,
    act: (change: Change) => unlessBlocked(() => orders.act(change)),
    undo: () => unlessBlocked(orders.undo),
    takeBack: (decisionId: number, standing: Standing) =>
      unlessBlocked(() => orders.takeBack(decisionId, standing)),
    step: (by: 1 | -1) => void setModel((before) => withStep(before, by)),
    select: (id: number) => void setModel((before) => withCurrent(before, id)),
    dismiss: () => void setModel(withoutGuard),
  }
}
