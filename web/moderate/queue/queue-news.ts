// What the server tells changes in the queue: pages and live news. Pure: each function gives the next model.
import type { QueuePage, QueuePost } from '@wall/api/wire/queue'
import { chooseCurrent, insertPost } from './list-order.ts'
import { withProposal } from './queue-attention.ts'
import type { Counts, Guard, Place, QueueModel, Standing } from './queue-model.ts'
import { applyOrders, createQueueModel, isTakenBack, listPosts, placeOf } from './queue-model.ts'

/** A first page replaces the list (unanswered orders stay); a further one is put at its end. */
export function withPage(model: QueueModel, page: QueuePage, isFirst: boolean): QueueModel {
  const kept = isFirst ? model.posts.get(model.currentId ?? -1) : undefined
  const posts = isFirst ? keepHandled(model) : new Map(model.posts)
  for (const post of page.posts) posts.set(post.id, newer(posts.get(post.id), post))
  const order = isFirst
    ? page.posts.map((post) => post.id)
    : [...model.order, ...page.posts.map((post) => post.id).filter((id) => !model.order.includes(id))]
  const next = {
    ...model,
    posts,
    order,
    next: page.next,
    counts: page.counts,
    seq: isFirst ? page.seq : model.seq,
  }
  const listed = listPosts(next)
  if (!isFirst) return { ...next, currentId: model.currentId ?? listed[0]?.id ?? null }
  if (!kept) return { ...next, currentId: listed[0]?.id ?? null, guard: null }
  const again = listed.find((post) => post.id === kept.id)
  if (!again)
    return { ...next, currentId: chooseCurrent(listPosts(model), listed, kept.id), guard: { kind: 'left' } }
  const { proposals } = withProposal(model, again)
  const guard = compare(applyOrders(model, kept), again) ?? model.guard
  return { ...next, currentId: kept.id, proposals, guard }
}

/**
 * A post changed somewhere. If somebody else changed the one in front, it stays there with a guard, so that a
 * key pressed in that moment can't fall on words that nobody has read.
 */
export function withLivePost(before: QueueModel, post: QueuePost): QueueModel {
  const model = isTakenBack(post) ? withoutQuotes(before, post.id) : before
  const known = model.posts.get(post.id)
  if (known && known.version > post.version) return model
  const isListed = model.order.includes(post.id)
  const isWelcome = belongsHere(model, post)
  if (!known && !isListed && !isWelcome) return model
  const posts = new Map(model.posts).set(post.id, post)
  const order = isWelcome ? insertPost(model, post) : model.order
  const isInFront = model.currentId === post.id
  // Both with the orders on their way: what those do is no news, but what others do meanwhile is.
  const news = isInFront && known ? compare(applyOrders(model, known), applyOrders(model, post)) : null
  const next = { ...withProposal(model, post), posts, order, guard: news ?? model.guard }
  return {
    ...next,
    currentId:
      chooseCurrent(listPosts(model), listPosts(next), model.currentId) ?? listPosts(next)[0]?.id ?? null,
  }
}

export function withErased(whole: QueueModel, id: number): QueueModel {
  const model = withoutQuotes(whole, id)
  if (!model.posts.has(id)) return model
  const before = listPosts(model)
  const posts = new Map(model.posts)
  posts.delete(id)
  const next: QueueModel = {
    ...model,
    posts,
    order: model.order.filter((known) => known !== id),
    orders: model.orders.filter((order) => order.postId !== id),
    done: model.done.filter((entry) => entry.postId !== id),
  }
  if (model.currentId !== id) return next
  return { ...next, currentId: chooseCurrent(before, listPosts(next), id), guard: { kind: 'erased' } }
}

/** Turns to another list. Unanswered orders and what can be undone come along. */
export function withList(model: QueueModel, standing: Standing, place: Place): QueueModel {
  const { orders, done, counts, seq } = model
  return { ...createQueueModel(standing, place), posts: keepHandled(model), orders, done, counts, seq }
}

export function withCounts(model: QueueModel, counts: Counts): QueueModel {
  return { ...model, counts }
}

/** What its author took back is no longer quoted as a post like others. */
function withoutQuotes(model: QueueModel, id: number): QueueModel {
  const isQuoted = ({ filing }: QueuePost) => filing.near?.some(({ postId }) => postId === id) === true
  if (![...model.posts.values()].some(isQuoted)) return model
  const posts = new Map(model.posts)
  for (const post of model.posts.values()) {
    if (!isQuoted(post)) continue
    const near = post.filing.near?.filter(({ postId }) => postId !== id)
    posts.set(post.id, { ...post, filing: { ...post.filing, near } })
  }
  return { ...model, posts }
}

function compare(seen: QueuePost, post: QueuePost): Guard | null {
  if (seen.standing !== post.standing) return { kind: 'decided', standing: post.standing }
  // That it waits for something is no reason to look at it anew.
  const waits: readonly QueuePost['hiddenWhy'][] = [null, 'unverified', 'unreleased']
  if (seen.hiddenWhy !== post.hiddenWhy && !waits.includes(post.hiddenWhy)) return { kind: 'hidden' }
  if (seen.editedAt !== post.editedAt) return { kind: 'edited' }
  if (seen.takeaway !== post.takeaway) return { kind: 'refiled', takeaway: post.takeaway, by: post.filing.by }
  return null
}

function newer(known: QueuePost | undefined, post: QueuePost): QueuePost {
  return known && known.version > post.version ? known : post
}

function belongsHere(model: QueueModel, post: QueuePost): boolean {
  return (
    post.standing === model.standing &&
    !isTakenBack(post) &&
    (model.place === 'all' || placeOf(post) === model.place)
  )
}

/** What orders and undo still need to know when the list is read anew. */
function keepHandled(model: QueueModel): Map<number, QueuePost> {
  const handled = new Set([...model.orders, ...model.done].map((entry) => entry.postId))
  return new Map([...model.posts].filter(([id]) => handled.has(id)))
}
