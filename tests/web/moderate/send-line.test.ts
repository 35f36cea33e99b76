import type { DecisionResult } from '@wall/api/wire/queue'
import type { Order } from '@wall/web/moderate/queue/queue-model'
import type { Failure } from '@wall/web/moderate/queue/send-line'
import { createOrderLine } from '@wall/web/moderate/queue/send-line'
import { expect, test } from 'vitest'
import { makeQueuePost } from './make-queue-post.ts'

function makeLine(orders: Order[], send: (order: Order) => Promise<DecisionResult>) {
  const seen = {
    done: [] as number[],
    refused: [] as number[],
    stalls: [] as Failure[],
    pauses: [] as number[],
    empty: 0,
  }
  const line = createOrderLine({
    peek: () => orders[0],
    send,
    onResult: (order) => {
      seen.done.push(order.id)
      orders.shift()
    },
    onRefused: async (order) => {
      seen.refused.push(order.id)
      orders.shift()
    },
    onStall: (failure) => seen.stalls.push(failure),
    onEmpty: () => {
      seen.empty += 1
    },
    judge: (error) => (error instanceof Error ? (error.message as Failure) : 'refused'),
    wait: async (ms) => void seen.pauses.push(ms),
  })
  return { line, seen }
}

function makeOrder(id: number): Order {
  const { standing, takeaway, filing } = makeQueuePost(id)
  return {
    id,
    postId: id,
    version: 1,
    change: { standing: 'approved' },
    before: { standing, takeaway, filing },
    undoes: null,
  }
}

const succeed = async (order: Order): Promise<DecisionResult> => ({
  post: makeQueuePost(order.postId),
  decision: null,
})

test('orders go out one after another, also those that come while it sends', async () => {
  const orders = [makeOrder(1), makeOrder(2)]
  let open = 0
  let widest = 0
  const { line, seen } = makeLine(orders, async (order) => {
    open += 1
    widest = Math.max(widest, open)
    if (order.id === 2) orders.push(makeOrder(3))
    await Promise.resolve()
    open -= 1
    return succeed(order)
  })
  await Promise.all([line.run(), line.run()])
  expect(seen.done).toEqual([1, 2, 3])
  expect(widest).toBe(1)
})

test('an unreachable server loses no order: the same one is sent again, with growing pauses', async () => {
  let tries = 0
  const { line, seen } = makeLine([makeOrder(1), makeOrder(2)], async (order) => {
    tries += 1
    if (tries <= 6) throw new Error('later')
    return succeed(order)
  })
  await line.run()
  expect(seen.done).toEqual([1, 2])
  expect(seen.pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000])
})

test('a refused order does not hold up the next', async () => {
  const { line, seen } = makeLine([makeOrder(1), makeOrder(2)], async (order) => {
    if (order.id === 1) throw new Error('refused')
    return succeed(order)
  })
  await line.run()
  expect(seen).toMatchObject({ refused: [1], done: [2] })
})

test('after signing out the line stops and keeps its orders', async () => {
  const orders = [makeOrder(1)]
  const { line, seen } = makeLine(orders, async () => {
    throw new Error('signed_out')
  })
  await line.run()
  expect(seen.stalls).toEqual(['signed_out'])
  expect(orders).toHaveLength(1)
  expect(seen.empty).toBe(0)
})

test('an order whose post is erased while the server is away leaves no trouble behind', async () => {
  const orders = [makeOrder(1)]
  const { line, seen } = makeLine(orders, async () => {
    orders.shift()
    throw new Error('later')
  })
  await line.run()
  expect(seen).toMatchObject({ stalls: ['later'], done: [], empty: 1 })
})
