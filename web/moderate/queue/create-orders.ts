// The moderator's own orders: shown at once, sent in line, tried again when the server was not reached.
import type { QueuePost } from '@wall/api/wire/queue'
import { type Accessor, createSignal, onCleanup, type Setter } from 'solid-js'
import { apiErrorCode } from '../../api/errors.ts'
import { makeOrder, makeTakeBack, makeUndo, withOrder, withRefusal, withResult } from './own-decisions.ts'
import { createPause } from './pause.ts'
import type { QueueApi } from './queue-api.ts'
import { withoutGuard } from './queue-attention.ts'
import type { Change, Order, QueueModel, Standing } from './queue-model.ts'
import { findCurrent } from './queue-model.ts'
import { createOrderLine, type Failure } from './send-line.ts'

/** `blocked`: something stands before the decision that the moderator must read first. */
export type Outcome = 'done' | 'same' | 'blocked' | 'nothing'

/** Patience with an answer before the moderator is told that it has not come. */
const slowMs = 4_000

export function createOrders(deps: {
  api: Pick<QueueApi, 'getPost' | 'decide' | 'refile' | 'undo' | 'listDecisions'>
  model: Accessor<QueueModel>
  setModel: Setter<QueueModel>
  describe: (error: unknown) => string
  /** An order has not been answered for some seconds. */
  onSlow: () => void
}) {
  const { api, model, setModel } = deps
  const [trouble, setTrouble] = createSignal<Failure | null>(null)
  /** Decisions by the order that led to them. */
  const decisionIds = new Map<number, number>()
  const pause = createPause()
  let lastOrderId = 0

  const line = createOrderLine({
    peek: () => model().orders[0],
    send: sendWatched,
    judge,
    onResult: (order, result) => {
      setTrouble(null)
      if (result.decision) decisionIds.set(order.id, result.decision.id)
      setModel((before) => withResult(before, order.id, result))
    },
    onRefused: async (order, error) => {
      setTrouble(null)
      const [fresh, decisions] = await Promise.all([
        api.getPost(order.postId).catch(() => undefined),
        api.listDecisions(order.postId).catch(() => []),
      ])
      const message = apiErrorCode(error) === 'conflict' ? '' : deps.describe(error)
      const last = fresh && isOther(fresh, order) ? (decisions.at(-1) ?? null) : null
      setModel((before) =>
        withRefusal(before, order.id, fresh ?? before.posts.get(order.postId) ?? null, { message, last }),
      )
    },
    onStall: (failure) => setTrouble(failure),
    // Else deciding would stay blocked with nothing left to send.
    onEmpty: () => setTrouble(null),
    wait: pause.wait,
  })
  warnBeforeLeaving(() => model().orders.length > 0)

  return {
    /** What keeps orders from being sent. */
    trouble,
    /** Gives an order for the post in front. A guard is taken down by the first try and stops it. */
    act(change: Change): Outcome {
      if (model().guard) {
        setModel(withoutGuard)
        return 'blocked'
      }
      if (!findCurrent(model())) return 'nothing'
      return give(makeOrder(model(), ++lastOrderId, change)) ? 'done' : 'same'
    },
    /**
     * Takes back what the card in front says was decided. That was read there, so that no notice stops it.
     */
    takeBack(decisionId: number, standing: Standing): Outcome {
      const orderId = ++lastOrderId
      decisionIds.set(orderId, decisionId)
      return give(makeTakeBack(model(), ++lastOrderId, { orderId, standing })) ? 'done' : 'nothing'
    },
    undo: (): Outcome => (give(makeUndo(model(), ++lastOrderId)) ? 'done' : 'nothing'),
    /** What waits is sent now. */
    retry() {
      pause.end()
      void line.run()
    },
  }

  function give(order: Order | undefined): boolean {
    if (!order) return false
    setModel((before) => withOrder(before, order))
    void line.run()
    return true
  }

  /** Until it is answered it is not known to have left: after a while that is said, and deciding waits. */
  async function sendWatched(order: Order) {
    const timer = setTimeout(() => {
      setTrouble('later')
      deps.onSlow()
    }, slowMs)
    try {
      return await send(order)
    } finally {
      clearTimeout(timer)
    }
  }

  async function send(order: Order) {
    if (order.undoes !== null) {
      const decisionId = decisionIds.get(order.undoes)
      if (decisionId === undefined) throw new Error('this decision was never taken')
      return api.undo(decisionId)
    }
    if ('standing' in order.change) {
      return api.decide(order.postId, { version: order.version, ...order.change })
    }
    return api.refile(order.postId, { version: order.version, takeaway: order.change.takeaway })
  }
}

/** It stands otherwise than the order met it: somebody decided in between. */
function isOther(fresh: QueuePost, { before, undoes }: Order): boolean {
  return undoes !== null || fresh.standing !== before.standing || fresh.takeaway !== before.takeaway
}

function judge(error: unknown): Failure {
  const code = apiErrorCode(error)
  if (code === 'unauthorized') return 'signed_out'
  const isPassing = ['offline', 'timeout', 'unavailable', 'upstream', 'rate_limited'].includes(code)
  return isPassing ? 'later' : 'refused'
}

/** The browser asks before it drops orders that wait. */
function warnBeforeLeaving(isUnsent: () => boolean): void {
  const onLeave = (event: BeforeUnloadEvent) => {
    if (isUnsent()) event.preventDefault()
  }
  window.addEventListener('beforeunload', onLeave)
  onCleanup(() => window.removeEventListener('beforeunload', onLeave))
}
