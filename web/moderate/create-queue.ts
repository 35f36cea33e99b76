// The queue of one campaign, alive: pages from the server, live news, and the moderator's own orders on their way.
import type { QueuePost } from '@wall/api/wire/queue'
import {
  type Accessor,
  createEffect,
  createMemo,
  createSignal,
  getOwner,
  on,
  onCleanup,
  runWithOwner,
} from 'solid-js'
import { apiErrorCode } from '../api/errors.ts'
import { createLive, type Live, type LiveEvent } from '../lib/live.ts'
import { createOrderLine, type Failure } from './order-line.ts'
import type { QueueApi } from './queue-api.ts'
import type { Counts, Order, Place, QueueModel, Standing } from './queue-model.ts'
import { type Change, countStandings, createQueueModel, findCurrent, listPosts } from './queue-model.ts'
import {
  withCounts,
  withCurrent,
  withErased,
  withList,
  withLivePost,
  withoutGuard,
  withPage,
  withStep,
} from './queue-news.ts'
import { makeOrder, makeUndo, withOrder, withRefusal, withResult } from './queue-orders.ts'

type Events = { post: QueuePost; erased: { id: number }; counts: Counts }

/** `blocked`: something stands before the decision that the moderator must read first. */
export type Outcome = 'done' | 'same' | 'blocked' | 'nothing'

export type Queue = ReturnType<typeof createQueue>

export function createQueue(deps: {
  api: QueueApi
  standing: Accessor<Standing>
  place: Accessor<Place>
  describe: (error: unknown) => string
}) {
  const owner = getOwner()
  const [model, setModel] = createSignal<QueueModel>(createQueueModel(deps.standing(), deps.place()))
  const [loadError, setLoadError] = createSignal<unknown>()
  const [isReady, setReady] = createSignal(false)
  const [moreError, setMoreError] = createSignal<unknown>()
  const [isLoadingMore, setLoadingMore] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Failure | null>(null)
  const [live, setLive] = createSignal<Live>()
  const [isOffline, setOffline] = createSignal(!navigator.onLine)
  /** Decisions by the order that led to them. */
  const decisionIds = new Map<number, number>()
  let lastOrderId = 0
  let lastLoad = 0
  let isLoading = false
  let held: LiveEvent<Events>[] = []
  let wake: () => void = () => {}

  const line = createOrderLine({
    peek: () => model().orders[0],
    send,
    judge,
    onResult: (order, result) => {
      setTrouble(null)
      if (result.decision) decisionIds.set(order.id, result.decision.id)
      setModel((before) => withResult(before, order.id, result))
    },
    onRefused: async (order, error) => {
      setTrouble(null)
      const fresh = await deps.api.getPost(order.postId).catch(() => undefined)
      const message = apiErrorCode(error) === 'conflict' ? '' : deps.describe(error)
      setModel((before) =>
        withRefusal(before, order.id, fresh ?? before.posts.get(order.postId) ?? null, message),
      )
    },
    onStall: (failure) => setTrouble(failure),
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  })

  createEffect(
    on([deps.standing, deps.place], ([standing, place]) => {
      setModel((before) => withList(before, standing, place))
      setReady(false)
      reload().catch(() => undefined)
    }),
  )
  createEffect(() => {
    const { next, currentId } = model()
    const listed = listPosts(model())
    const place = listed.findIndex((post) => post.id === currentId)
    if (isReady() && next !== null && !moreError() && listed.length - place < 12) void loadMore()
  })
  watchNetwork()

  return {
    model,
    listed: createMemo(() => listPosts(model())),
    current: createMemo(() => findCurrent(model())),
    counts: createMemo(() => countStandings(model())),
    isReady,
    loadError,
    moreError,
    isLoadingMore,
    isOffline,
    trouble,
    liveState: () => live()?.state(),
    act,
    undo,
    step: (by: 1 | -1) => setModel((before) => withStep(before, by)),
    select: (id: number) => setModel((before) => withCurrent(before, id)),
    dismiss: () => setModel(withoutGuard),
    reload,
    loadMore,
  }

  /** Gives an order for the post in front. A guard is taken down by the first try and stops it. */
  function act(change: Change): Outcome {
    if (isOffline() || trouble()) return 'blocked'
    if (model().guard) {
      setModel(withoutGuard)
      return 'blocked'
    }
    if (!findCurrent(model())) return 'nothing'
    return give(makeOrder(model(), ++lastOrderId, change)) ? 'done' : 'same'
  }

  function undo(): Outcome {
    if (isOffline() || trouble()) return 'blocked'
    return give(makeUndo(model(), ++lastOrderId)) ? 'done' : 'nothing'
  }

  function give(order: Order | undefined): boolean {
    if (!order) return false
    setModel((before) => withOrder(before, order))
    void line.run()
    return true
  }

  async function send(order: Order) {
    if (order.undoes !== null) {
      const decisionId = decisionIds.get(order.undoes)
      if (decisionId === undefined) throw new Error('this decision was never taken')
      return deps.api.undo(decisionId)
    }
    if ('standing' in order.change) {
      return deps.api.decide(order.postId, { version: order.version, standing: order.change.standing })
    }
    return deps.api.refile(order.postId, { version: order.version, takeaway: order.change.takeaway })
  }

  async function reload(): Promise<number> {
    const mine = ++lastLoad
    isLoading = true
    try {
      const page = await deps.api.listQueue({ standing: deps.standing(), place: deps.place(), after: null })
      if (mine !== lastLoad) return page.seq
      setModel((before) => withPage(before, page, true))
      setLoadError(undefined)
      setMoreError(undefined)
      setReady(true)
      finishLoading()
      listen(page.seq)
      return page.seq
    } catch (error) {
      if (mine === lastLoad) {
        if (!isReady()) setLoadError(error)
        finishLoading()
      }
      throw error
    }
  }

  function finishLoading() {
    isLoading = false
    const missed = held
    held = []
    takeNews(missed)
  }

  async function loadMore() {
    const after = model().next
    if (isLoadingMore() || after === null) return
    setLoadingMore(true)
    const mine = lastLoad
    try {
      const page = await deps.api.listQueue({ standing: deps.standing(), place: deps.place(), after })
      if (mine === lastLoad) setModel((before) => withPage(before, page, false))
      setMoreError(undefined)
    } catch (error) {
      setMoreError(error)
    } finally {
      setLoadingMore(false)
    }
  }

  function listen(since: number) {
    if (live()) return
    const open = () =>
      createLive<Events>({
        address: deps.api.eventsAddress,
        since,
        names: ['post', 'erased', 'counts'],
        onEvents: takeNews,
        onReset: reload,
      })
    setLive(runWithOwner(owner, open))
  }

  /** News that come while a page is on its way may be newer than that page: they wait for it. */
  function takeNews(events: readonly LiveEvent<Events>[]) {
    if (isLoading) {
      held.push(...events)
      return
    }
    setModel((before) => events.reduce(withNews, before))
  }

  function watchNetwork() {
    const onOnline = () => {
      setOffline(false)
      retry()
    }
    const onOffline = () => setOffline(true)
    const onLeave = (event: BeforeUnloadEvent) => {
      if (model().orders.length > 0) event.preventDefault()
    }
    window.addEventListener('online', onOnline)
    window.addEventListener('offline', onOffline)
    window.addEventListener('focus', retry)
    window.addEventListener('beforeunload', onLeave)
    onCleanup(() => {
      window.removeEventListener('online', onOnline)
      window.removeEventListener('offline', onOffline)
      window.removeEventListener('focus', retry)
      window.removeEventListener('beforeunload', onLeave)
    })
  }

  /** There is reason to hope: the network is back, or somebody came back from signing in in another tab. */
  function retry() {
    wake()
    if (loadError()) reload().catch(() => undefined)
    if (trouble() && model().orders.length > 0) void line.run()
  }
}

function withNews(model: QueueModel, event: LiveEvent<Events>): QueueModel {
  if (event.name === 'post') return withLivePost(model, event.data)
  if (event.name === 'erased') return withErased(model, event.data.id)
  return withCounts(model, event.data)
}

function judge(error: unknown): Failure {
  const code = apiErrorCode(error)
  if (code === 'unauthorized') return 'signed_out'
  const isPassing = ['offline', 'timeout', 'unavailable', 'upstream', 'rate_limited'].includes(code)
  return isPassing ? 'later' : 'refused'
}
