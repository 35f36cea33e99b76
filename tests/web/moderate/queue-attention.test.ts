import { withCurrent, withStep } from '@wall/web/moderate/queue/queue-attention'
import { createQueueModel, listPosts, type QueueModel } from '@wall/web/moderate/queue/queue-model'
import { withLivePost, withPage } from '@wall/web/moderate/queue/queue-news'
import { expect, test } from 'vitest'
import { makeQueuePage, makeQueuePost } from './make-queue-post.ts'

const posts = [1, 2, 3].map((id) => makeQueuePost(id))
const start = () => withPage(createQueueModel('pending'), makeQueuePage(posts), true)
const ids = (model: QueueModel) => listPosts(model).map((post) => post.id)

test('moving stops at both ends', () => {
  expect(withStep(start(), -1).currentId).toBe(1)
  expect(withStep(withStep(withStep(start(), 1), 1), 1).currentId).toBe(3)
})

test('moving on from the last post clears its notice', () => {
  const last = withLivePost(withCurrent(start(), 3), makeQueuePost(3, { standing: 'rejected', version: 2 }))
  const model = withStep(last, 1)
  expect(model.guard).toBeNull()
  expect(ids(model)).toEqual([1, 2])
  expect(model.currentId).toBe(2)
})
