// What a moderator's own doing changes in the queue. Pure: each function gives the next model.
import type { DecisionResult, QueuePost } from '@wall/api/wire/queue'
import { chooseCurrent } from './list-order.ts'
import { withProposal } from './queue-attention.ts'
import type { Change, Done, Guard, Order, QueueModel } from './queue-model.ts'
import {
  applyOrders,
  findCurrent,
  findProposal,
  isErased,
  isTakenBack,
  listPosts,
  placementOf,
} from './queue-model.ts'

/** Undo reaches this far back. */
const doneLimit = 100

/**
 * Takes an order for the post in front. Undefined when nothing would change, or when a guard stands: then the
 * moderator has not yet read what is there now.
 */
export function makeOrder(model: QueueModel, id: number, change: Change): Order | undefined {
  const post = findCurrent(model)
  if (!post || model.guard || isErased(post)) return undefined
  if (
    'standing' in change
      ? post.standing === change.standing
      : post.takeaway === change.takeaway && isByPerson(post)
  ) {
    return undefined
  }
  return { id, postId: post.id, version: post.version, change, before: placementOf(post), undoes: null }
}

/** Takes back a decision that stands on the card in front, whoever took it; `orderId` stands for it. */
export function makeTakeBack(
  model: QueueModel,
  id: number,
  taken: { orderId: number; standing: QueuePost['standing'] },
): Order | undefined {
  const post = findCurrent(model)
  if (!post || isErased(post)) return undefined
  return {
    ...{ id, postId: post.id, version: post.version, before: placementOf(post) },
    ...{ change: { standing: taken.standing }, undoes: taken.orderId },
  }
}

/** Takes back the latest order that can still be taken back. */
export function makeUndo(model: QueueModel, id: number): Order | undefined {
  const last = model.done.at(-1)
  const truth = last && model.posts.get(last.postId)
  if (!last || !truth) return undefined
  const change: Change =
    'standing' in last.change
      ? { ...last.change, standing: last.before.standing }
      : { takeaway: last.before.takeaway }
  return {
    id,
    postId: last.postId,
    version: truth.version,
    change,
    before: last.before,
    undoes: last.orderId,
  }
}

/**
 * Shows the order at once. A post that leaves the list by it hands over to the one after it; an undone one
 * comes back in front.
 */
export function withOrder(model: QueueModel, order: Order): QueueModel {
  const before = listPosts(model)
  const done =
    order.undoes === null
      ? [
          ...model.done,
          {
            orderId: order.id,
            postId: order.postId,
            decisionId: null,
            change: order.change,
            before: order.before,
          },
        ]
      : model.done.filter((entry) => entry.orderId !== order.undoes)
  const next: QueueModel = {
    ...model,
    orders: [...model.orders, order],
    done: done.slice(-doneLimit),
    guard: null,
  }
  if (order.undoes !== null) return withReturned(next, order.postId, before)
  return { ...next, currentId: chooseCurrent(before, listPosts(next), model.currentId) }
}

/**
 * The server did it (or it stood so already, and there is nothing to undo). Later orders on the same post
 * were made knowing this one, so they carry its version on.
 */
export function withResult(model: QueueModel, orderId: number, result: DecisionResult): QueueModel {
  const posts = new Map(model.posts)
  const known = posts.get(result.post.id)
  if (!known || known.version <= result.post.version) posts.set(result.post.id, result.post)
  const orders = model.orders
    .filter((order) => order.id !== orderId && !(result.decision === null && order.undoes === orderId))
    .map((order) =>
      order.postId === result.post.id
        ? { ...order, version: Math.max(order.version, result.post.version) }
        : order,
    )
  const done = model.done.flatMap((entry): Done[] => {
    if (entry.orderId !== orderId) return [entry]
    return result.decision ? [{ ...entry, decisionId: result.decision.id }] : []
  })
  return { ...withProposal(model, result.post), posts, orders, done }
}

/**
 * The server refused, as somebody else changed the post. This order and the later ones on the same post drop
 * out, the fresh post comes in front with what happened; `fresh` is null when it no longer exists.
 */
export function withRefusal(
  model: QueueModel,
  orderId: number,
  fresh: QueuePost | null,
  why: Pick<Extract<Guard, { kind: 'conflict' }>, 'message' | 'last'>,
): QueueModel {
  const refused = model.orders.find((order) => order.id === orderId)
  if (!refused) return model
  const postId = refused.postId
  const posts = new Map(model.posts)
  if (fresh) posts.set(postId, fresh)
  else posts.delete(postId)
  const orders = model.orders.filter((order) => order.postId !== postId)
  const dropped = new Set(model.orders.filter((order) => order.postId === postId).map((order) => order.id))
  const done = model.done.filter((entry) => !dropped.has(entry.orderId))
  if (!fresh) return { ...model, posts, orders, done, order: model.order.filter((id) => id !== postId) }
  const order = model.order.includes(postId) ? model.order : [postId, ...model.order]
  const { change, undoes } = refused
  const isProposal = 'proposed' in change && undoes === null && why.last === null
  const proposed = isProposal && findProposal(fresh) !== change.proposed ? findProposal(fresh) : undefined
  const guard: Guard = isTakenBack(fresh)
    ? { kind: 'hidden' }
    : { kind: 'conflict', isUndo: undoes !== null, ...why, proposed }
  return { ...model, posts, orders, done, order, currentId: postId, guard }
}

/** An undone post comes back in front if this is the list it belongs to; else it leaves it. */
function withReturned(model: QueueModel, postId: number, before: readonly QueuePost[]): QueueModel {
  const truth = model.posts.get(postId)
  if (truth && applyOrders(model, truth).standing === model.standing) {
    const order = model.order.includes(postId) ? model.order : [postId, ...model.order]
    return { ...model, order, currentId: postId }
  }
  return { ...model, currentId: chooseCurrent(before, listPosts(model), model.currentId) }
}

function isByPerson(post: QueuePost): boolean {
  return post.filing.by === 'moderator'
}
