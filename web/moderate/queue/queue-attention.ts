// Which post is in front, and what its reader has taken note of. Pure: each function gives the next model.

import type { QueuePost } from '@wall/api/wire/queue'
import { chooseCurrent } from './list-order.ts'
import type { QueueModel } from './queue-model.ts'
import { findCurrent, findProposal, listPosts } from './queue-model.ts'

/** What a reader has seen of the post in front: another text here is one that nobody has read yet. */
export function writeFront(model: QueueModel): string {
  const post = findCurrent(model)
  const { guard, proposals } = model
  return JSON.stringify([post?.id, post?.body, post?.media, post?.card, post?.quote, guard, proposals])
}

/**
 * Notes that another takeaway, or none, is proposed for the post in front. What its reader files themselves
 * is no news to them.
 */
export function withProposal(model: QueueModel, fresh: QueuePost): QueueModel {
  const known = model.posts.get(fresh.id)
  if (model.currentId !== fresh.id || !known || fresh.filing.by !== null) return model
  if (findProposal(fresh) === findProposal(known)) return model
  return { ...model, proposals: model.proposals + 1 }
}

/** Goes to another post of the list. Whatever was said about the one before is done with. */
export function withCurrent(model: QueueModel, id: number): QueueModel {
  return model.posts.has(id) ? { ...model, currentId: id, guard: null } : model
}

export function withStep(model: QueueModel, step: 1 | -1): QueueModel {
  const listed = listPosts(model)
  const place = listed.findIndex((post) => post.id === model.currentId)
  const target = listed[place + step]
  if (target) return withCurrent(model, target.id)
  if (!model.guard) return model
  const cleared = { ...model, guard: null }
  return { ...cleared, currentId: chooseCurrent(listed, listPosts(cleared), model.currentId) }
}

/** The moderator has read the notice. A post that was settled elsewhere leaves the list now. */
export function withoutGuard(model: QueueModel): QueueModel {
  const before = listPosts(model)
  const next = { ...model, guard: null }
  return { ...next, currentId: chooseCurrent(before, listPosts(next), model.currentId) }
}
