// Where posts stand in the list, and which one is in front when the list changes.
import type { QueuePost } from '@wall/api/wire/queue'
import type { QueueModel } from './queue-model.ts'

/**
 * Who stands in front after the list changed: the same post, else the one that came after it, else the last.
 */
export function chooseCurrent(
  before: readonly QueuePost[],
  after: readonly QueuePost[],
  currentId: number | null,
): number | null {
  if (after.some((post) => post.id === currentId)) return currentId
  const isLeft = new Set(after.map((post) => post.id))
  const place = before.findIndex((post) => post.id === currentId)
  const follower = before.slice(place + 1).find((post) => isLeft.has(post.id))
  return follower?.id ?? after.at(-1)?.id ?? null
}

/**
 * Waiting posts stand in the order they began to wait, so that a new or returned one belongs at the end,
 * which may not be loaded yet; decided ones stand newest decision first.
 */
export function insertPost(model: QueueModel, post: QueuePost): readonly number[] {
  if (model.order.includes(post.id)) return model.order
  if (model.standing !== 'pending') return [post.id, ...model.order]
  return model.next === null ? [...model.order, post.id] : model.order
}
