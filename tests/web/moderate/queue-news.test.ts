import { makeOrder, withOrder } from '@wall/web/moderate/queue/own-decisions'
import { withCurrent, withoutGuard } from '@wall/web/moderate/queue/queue-attention'
import type { QueueModel } from '@wall/web/moderate/queue/queue-model'
import { createQueueModel, findCurrent, listPosts } from '@wall/web/moderate/queue/queue-model'
import { withErased, withLivePost, withPage } from '@wall/web/moderate/queue/queue-news'
import { expect, test } from 'vitest'
import { makeQueuePage, makeQueuePost } from './make-queue-post.ts'

const posts = [1, 2, 3].map((id) => makeQueuePost(id))

function start(next: string | null = null): QueueModel {
  return withPage(createQueueModel('pending'), makeQueuePage(posts, { next }), true)
}

const ids = (model: QueueModel) => listPosts(model).map((post) => post.id)

test('a new answer goes to the end of the waiting list and disturbs nobody', () => {
  const model = withLivePost(start(), makeQueuePost(4))
  expect(ids(model)).toEqual([1, 2, 3, 4])
  expect(model.currentId).toBe(1)
})

test('a new answer that belongs to a later page is left to that page', () => {
  expect(ids(withLivePost(start('cursor'), makeQueuePost(4)))).toEqual([1, 2, 3])
})

test('the first answer to an empty list comes in front', () => {
  const empty = withPage(createQueueModel('pending'), makeQueuePage([]), true)
  expect(withLivePost(empty, makeQueuePost(4)).currentId).toBe(4)
})

test('a list of one takeaway takes in only its own answers', () => {
  const model = withPage(createQueueModel('pending', 2), makeQueuePage([]), true)
  expect(ids(withLivePost(model, makeQueuePost(4, { takeaway: 1 })))).toEqual([])
  expect(ids(withLivePost(model, makeQueuePost(5, { takeaway: 2 })))).toEqual([5])
})

test('what another moderator decided leaves my list', () => {
  const model = withLivePost(start(), makeQueuePost(2, { standing: 'approved', version: 2 }))
  expect(ids(model)).toEqual([1, 3])
  expect(model.guard).toBeNull()
})

test('the post in front stays with a notice when somebody else decided it, and no decision falls on it or the next one', () => {
  const model = withLivePost(start(), makeQueuePost(1, { standing: 'approved', version: 2 }))
  expect(findCurrent(model)?.id).toBe(1)
  expect(model.guard).toEqual({ kind: 'decided', standing: 'approved' })
  expect(makeOrder(model, 1, { standing: 'rejected' })).toBeUndefined()
  const read = withoutGuard(model)
  expect(ids(read)).toEqual([2, 3])
  expect(read.currentId).toBe(2)
})

test('an edit of the post in front must be read before deciding', () => {
  const edited = makeQueuePost(1, { version: 2, editedAt: '2026-01-05T09:00:00.000Z' })
  const model = withLivePost(start(), edited)
  expect(model.guard).toEqual({ kind: 'edited' })
  expect(makeOrder(model, 1, { standing: 'approved' })).toBeUndefined()
  expect(makeOrder(withoutGuard(model), 1, { standing: 'approved' })).toMatchObject({ version: 2 })
})

test('the network confirming a post is no reason to stop a moderator', () => {
  const waiting = withPage(
    createQueueModel('pending'),
    makeQueuePage([makeQueuePost(1, { hiddenWhy: 'unverified' })]),
    true,
  )
  expect(withLivePost(waiting, makeQueuePost(1, { version: 2 })).guard).toBeNull()
})

test('news of my own decision is no notice', () => {
  const order = makeOrder(start(), 1, { takeaway: 2 })
  if (!order) throw new Error('no order was made')
  const model = withLivePost(withOrder(start(), order), makeQueuePost(1, { takeaway: 2, version: 2 }))
  expect(model.guard).toBeNull()
})

test('an edit or a decision elsewhere while my own order is on its way is a notice all the same', () => {
  const order = makeOrder(start(), 1, { takeaway: 2 })
  if (!order) throw new Error('no order was made')
  const ordered = withOrder(start(), order)
  const edited = makeQueuePost(1, { version: 2, editedAt: '2026-01-05T09:00:00.000Z' })
  expect(withLivePost(ordered, edited).guard).toEqual({ kind: 'edited' })
  const decided = makeQueuePost(1, { version: 2, standing: 'rejected' })
  expect(withLivePost(ordered, decided).guard).toEqual({ kind: 'decided', standing: 'rejected' })
})

test('old news do not undo newer ones', () => {
  const fresh = withLivePost(start(), makeQueuePost(2, { takeaway: 5, version: 3 }))
  expect(withLivePost(fresh, makeQueuePost(2, { takeaway: 1, version: 2 }))).toBe(fresh)
})

test('an answer that its author took back leaves the list, and the one in front does when that was read', () => {
  const taken = { hiddenWhy: 'deleted', version: 2 } as const
  expect(ids(withLivePost(start(), makeQueuePost(2, taken)))).toEqual([1, 3])
  const inFront = withLivePost(start(), makeQueuePost(1, taken))
  expect(inFront).toMatchObject({ currentId: 1, guard: { kind: 'hidden' } })
  expect(withoutGuard(inFront).currentId).toBe(2)
})

test('an erased post is gone at once, and the next one waits until that was read', () => {
  const model = withErased(start(), 1)
  expect(ids(model)).toEqual([2, 3])
  expect(model).toMatchObject({ currentId: 2, guard: { kind: 'erased' } })
  expect(makeOrder(model, 1, { standing: 'approved' })).toBeUndefined()
})

test('what its author took back, in this list or in no list, is no longer quoted as a post like others', () => {
  const quoting = (id: number) =>
    makeQueuePost(1, {
      filing: {
        ...makeQueuePost(1).filing,
        near: [
          { takeaway: 2, postId: id, text: 'Words' },
          { takeaway: 2, postId: null, text: 'A seed' },
        ],
      },
    })
  const left = [{ takeaway: 2, postId: null, text: 'A seed' }]
  const list = (id: number) =>
    withPage(createQueueModel('pending'), makeQueuePage([quoting(id), makeQueuePost(2)]), true)
  expect(withErased(list(2), 2).posts.get(1)?.filing.near).toEqual(left)
  expect(withErased(list(99), 99).posts.get(1)?.filing.near).toEqual(left)
  const deleted = makeQueuePost(99, { hiddenWhy: 'deleted', version: 2, standing: 'approved' })
  expect(withLivePost(list(99), deleted).posts.get(1)?.filing.near).toEqual(left)
  expect(withLivePost(list(98), deleted).posts.get(1)?.filing.near).toHaveLength(2)
})

test('a list read anew keeps the post in front, and unanswered orders', () => {
  const order = makeOrder(start(), 1, { standing: 'approved' })
  if (!order) throw new Error('no order was made')
  const decided = withCurrent(withOrder(start(), order), 3)
  const model = withPage(decided, makeQueuePage(posts), true)
  expect(ids(model)).toEqual([2, 3])
  expect(model.currentId).toBe(3)
})

test('a list read anew without the post in front says so before the next decision', () => {
  const model = withPage(start(), makeQueuePage(posts.slice(1)), true)
  expect(model).toMatchObject({ currentId: 2, guard: { kind: 'left' } })
})

test('a further page is put at the end, nothing twice', () => {
  const model = withPage(start('c'), makeQueuePage([makeQueuePost(3), makeQueuePost(4)]), false)
  expect(ids(model)).toEqual([1, 2, 3, 4])
  expect(model.currentId).toBe(1)
})
