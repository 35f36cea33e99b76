import type { DecisionResult, QueuePost } from '@wall/api/wire/queue'
import {
  makeOrder,
  makeTakeBack,
  makeUndo,
  withOrder,
  withRefusal,
  withResult,
} from '@wall/web/moderate/queue/own-decisions'
import { writeFront } from '@wall/web/moderate/queue/queue-attention'
import type { Change, QueueModel } from '@wall/web/moderate/queue/queue-model'
import {
  applyOrders,
  countStandings,
  createQueueModel,
  findCurrent,
  listPosts,
} from '@wall/web/moderate/queue/queue-model'
import { withCounts, withList, withLivePost, withPage } from '@wall/web/moderate/queue/queue-news'
import { expect, test } from 'vitest'
import { makeQueuePage, makeQueuePost } from './make-queue-post.ts'

const posts = [1, 2, 3].map((id) => makeQueuePost(id))
const none = { message: '', last: null }
const approve: Change = { standing: 'approved' }
let lastOrderId = 0

function start(): QueueModel {
  return withPage(createQueueModel('pending'), makeQueuePage(posts), true)
}

function act(model: QueueModel, change: Change): QueueModel {
  const order = makeOrder(model, ++lastOrderId, change)
  if (!order) throw new Error('no order was made')
  return withOrder(model, order)
}

function undo(model: QueueModel): QueueModel {
  const order = makeUndo(model, ++lastOrderId)
  if (!order) throw new Error('nothing to undo')
  return withOrder(model, order)
}

function answer(post: QueuePost, decisionId: number | null): DecisionResult {
  const decision = {
    id: decisionId ?? 0,
    postId: post.id,
    kind: 'approve' as const,
    by: 'Ana',
    at: post.createdAt,
  }
  return { post, decision: decisionId === null ? null : decision }
}

const ids = (model: QueueModel) => listPosts(model).map((post) => post.id)

test('a decision shows at once and brings the next post in front', () => {
  const model = act(start(), approve)
  expect(ids(model)).toEqual([2, 3])
  expect(model.currentId).toBe(2)
  expect(countStandings(model)).toEqual({ pending: 2, approved: 1, rejected: 0, stashed: 0, proposed: 0 })
})

test('the last decision leaves nobody in front', () => {
  const model = act(act(act(start(), approve), { standing: 'rejected' }), { standing: 'stashed' })
  expect(ids(model)).toEqual([])
  expect(model.currentId).toBeNull()
  expect(model.orders.map((order) => order.postId)).toEqual([1, 2, 3])
})

test('counts do not count a decision twice when the server told it before it answered', () => {
  const told = withCounts(
    withLivePost(act(start(), approve), makeQueuePost(1, { standing: 'approved', version: 2 })),
    { pending: 2, approved: 1, rejected: 0, stashed: 0, proposed: 0 },
  )
  expect(countStandings(told)).toEqual({ pending: 2, approved: 1, rejected: 0, stashed: 0, proposed: 0 })
})

test('an approval takes what is proposed with it, and the undo takes both back', () => {
  const filing = { ...makeQueuePost(1).filing, proposed: 2 }
  const page = makeQueuePage([makeQueuePost(1, { filing }), makeQueuePost(2)])
  const start = withPage(
    createQueueModel('pending'),
    { ...page, counts: { ...page.counts, proposed: 1 } },
    true,
  )
  const approved = act(start, { standing: 'approved', proposed: 2 })
  const placed = { standing: 'approved', takeaway: 2, filing: { by: 'moderator', proposed: null } }
  expect(applyOrders(approved, makeQueuePost(1, { filing }))).toMatchObject(placed)
  expect(countStandings(approved)).toMatchObject({ pending: 1, approved: 1, proposed: 0 })
  const undone = undo(approved)
  expect(findCurrent(undone)).toMatchObject({
    id: 1,
    standing: 'pending',
    takeaway: null,
    filing: { proposed: 2 },
  })
  expect(countStandings(undone)).toMatchObject({ pending: 2, approved: 0, proposed: 1 })
})

test('a refused approval says what is proposed by now', () => {
  const filing = { ...makeQueuePost(1).filing, proposed: 2 }
  const start = withPage(createQueueModel('pending'), makeQueuePage([makeQueuePost(1, { filing })]), true)
  const approved = act(start, { standing: 'approved', proposed: 2 })
  const refuse = (proposed: number | null) =>
    withRefusal(approved, lastOrderId, makeQueuePost(1, { filing: { ...filing, proposed } }), none).guard
  expect(refuse(3)).toMatchObject({ kind: 'conflict', proposed: 3 })
  expect(refuse(null)).toMatchObject({ kind: 'conflict', proposed: null })
  expect(refuse(2)).toMatchObject({ kind: 'conflict', proposed: undefined })
})

test('another proposal for the post in front has to be seen; what its reader files is no news to them', () => {
  const propose = (proposed: number | null) => {
    return makeQueuePost(1, { filing: { ...makeQueuePost(1).filing, proposed } })
  }
  const model = withPage(createQueueModel('pending'), makeQueuePage([propose(2)]), true)
  expect(writeFront(withLivePost(model, propose(3)))).not.toBe(writeFront(model))
  expect(writeFront(withLivePost(model, propose(null)))).not.toBe(writeFront(model))
  expect(writeFront(withLivePost(model, propose(2)))).toBe(writeFront(model))
  const byHand = act(model, { takeaway: 3 })
  expect(writeFront(byHand)).toBe(writeFront(model))
  expect(writeFront(withLivePost(byHand, filed(3)))).toBe(writeFront(model))
})

test('filing keeps the post in front and says that a person did it', () => {
  const model = act(start(), { takeaway: 3 })
  expect(findCurrent(model)).toMatchObject({ id: 1, takeaway: 3, filing: { by: 'moderator' } })
})

test('filing where a person has filed it already is no order', () => {
  const model = withResult(act(start(), { takeaway: 3 }), lastOrderId, answer(filed(3), 7))
  expect(makeOrder(model, 99, { takeaway: 3 })).toBeUndefined()
})

test('an approval right after a filing carries the version that the filing led to', () => {
  const two = act(act(start(), { takeaway: 3 }), approve)
  const model = withResult(two, two.orders[0]?.id ?? 0, answer(filed(3), 7))
  expect(model.orders).toHaveLength(1)
  expect(model.orders[0]).toMatchObject({ version: 2, change: approve })
})

test('undo brings the post back in front where it stood', () => {
  const decided = act(start(), approve)
  const answered = withResult(
    decided,
    lastOrderId,
    answer(makeQueuePost(1, { standing: 'approved', version: 2 }), 7),
  )
  const model = undo(answered)
  expect(ids(model)).toEqual([1, 2, 3])
  expect(model.currentId).toBe(1)
  expect(model.orders[0]).toMatchObject({ undoes: lastOrderId - 1, change: { standing: 'pending' } })
})

test('undo may come before the server has answered the decision', () => {
  const model = undo(act(start(), approve))
  expect(model.orders).toHaveLength(2)
  expect(model.currentId).toBe(1)
  expect(countStandings(model).pending).toBe(3)
})

test('undoing a filing shows the filing it had', () => {
  const model = undo(act(start(), { takeaway: 3 }))
  expect(findCurrent(model)).toMatchObject({ takeaway: null, filing: { by: null } })
})

test('decisions are undone newest first and each once', () => {
  const both = act(act(start(), approve), { standing: 'rejected' })
  const model = undo(undo(both))
  expect(model.orders.slice(2).map((order) => order.postId)).toEqual([2, 1])
  expect(makeUndo(model, 99)).toBeUndefined()
})

test('a decision that changed nothing on the server cannot be undone', () => {
  const model = withResult(
    act(start(), approve),
    lastOrderId,
    answer(makeQueuePost(1, { standing: 'approved' }), null),
  )
  expect(makeUndo(model, 99)).toBeUndefined()
})

test('undo reaches over to another list', () => {
  const decided = act(start(), approve)
  const answered = withResult(
    decided,
    lastOrderId,
    answer(makeQueuePost(1, { standing: 'approved', version: 2 }), 7),
  )
  const approvedList = withPage(
    withList(answered, 'approved', 'all'),
    makeQueuePage([makeQueuePost(1, { standing: 'approved', version: 2 })]),
    true,
  )
  expect(ids(undo(approvedList))).toEqual([])
})

test('a decision that the card tells of can be taken back, also after a reload, and its refusal is that of an undo', () => {
  const approved = makeQueuePost(1, { standing: 'approved', version: 4 })
  const list = withPage(createQueueModel('approved'), makeQueuePage([approved]), true)
  const order = makeTakeBack(list, 502, { orderId: 501, standing: 'pending' })
  expect(order).toMatchObject({ postId: 1, version: 4, undoes: 501, change: { standing: 'pending' } })
  if (!order) throw new Error('no order was made')
  const model = withOrder(list, order)
  expect(ids(model)).toEqual([])
  const last = { id: 9, postId: 1, kind: 'reject', by: 'Ben', at: '2026-01-05T09:00:00.000Z' } as const
  const fresh = makeQueuePost(1, { standing: 'rejected', version: 5 })
  expect(withRefusal(model, 502, fresh, { message: '', last }).guard).toMatchObject({ isUndo: true, last })
})

test('an answer whose words are erased cannot be decided', () => {
  const erased = makeQueuePost(1, { hiddenWhy: 'deleted' })
  const model = { ...start(), posts: new Map([[1, erased]]), currentId: 1 }
  expect(makeOrder(model, 1, approve)).toBeUndefined()
  expect(makeTakeBack(model, 2, { orderId: 1, standing: 'pending' })).toBeUndefined()
})

test('a refused decision drops out, and the fresh post comes in front with a notice', () => {
  const decided = act(start(), approve)
  const fresh = makeQueuePost(1, { standing: 'rejected', version: 5 })
  const model = withRefusal(decided, lastOrderId, fresh, { message: 'Busy.', last: null })
  expect(model.orders).toEqual([])
  expect(findCurrent(model)).toEqual(fresh)
  expect(model.guard).toEqual({ kind: 'conflict', isUndo: false, message: 'Busy.', last: null })
  expect(makeUndo(model, 99)).toBeUndefined()
})

test('a decision on an answer that was taken back meanwhile says so', () => {
  const fresh = makeQueuePost(1, { hiddenWhy: 'deleted', version: 5 })
  expect(withRefusal(act(start(), approve), lastOrderId, fresh, none).guard).toEqual({ kind: 'hidden' })
})

test('a refusal also drops the later orders on that post and keeps those on others', () => {
  const first = makeOrder(start(), 501, { takeaway: 2 })
  if (!first) throw new Error('no order was made')
  const three = act(act(withOrder(start(), first), approve), approve)
  const model = withRefusal(three, 501, makeQueuePost(1, { version: 9 }), none)
  expect(model.orders.map((order) => order.postId)).toEqual([2])
})

test('a refused post that no longer exists leaves the list', () => {
  const model = withRefusal(act(start(), approve), lastOrderId, null, none)
  expect(ids(model)).toEqual([2, 3])
  expect(model.currentId).toBe(2)
})

function filed(takeaway: number): QueuePost {
  const filing = { takeaway, by: 'moderator' as const, confidence: 1, reason: '', suggestions: [] }
  return makeQueuePost(1, { takeaway, version: 2, filing })
}
