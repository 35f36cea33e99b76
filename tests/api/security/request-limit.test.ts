import { createMetrics } from '@wall/api/health/metrics'
import { createAnswerError } from '@wall/api/http/answer-error'
import type { AppEnv } from '@wall/api/http/router'
import { createLog } from '@wall/api/log'
import { type LimitOptions, limitRequests } from '@wall/api/security/request-limit'
import { Hono } from 'hono'
import { expect, test } from 'vitest'

function openApp(options: Partial<LimitOptions> = {}) {
  let now = 1_800_000_000_000
  let address = '203.0.113.7'
  const app = new Hono<AppEnv>()
  app.onError(
    createAnswerError({ metrics: createMetrics(), log: createLog({ level: 'silent' }), headers: {} }),
  )
  app.use(limitRequests({ findAddress: () => address, clock: { now: () => now }, ...options }))
  app.get('*', (c) => c.text('fine'))
  return {
    request: (path = '/api/campaigns', init?: RequestInit) => app.request(path, init),
    async countServed(count: number, path?: string): Promise<number> {
      let served = 0
      for (let asked = 0; asked < count; asked += 1) if ((await app.request(path ?? '/api/x')).ok) served += 1
      return served
    },
    wait: (ms: number) => {
      now += ms
    },
    comeFrom: (next: string) => {
      address = next
    },
  }
}

test('a network that asks without end is told to wait, and served again after it did', async () => {
  const app = openApp()
  expect(await app.countServed(310)).toBe(300)
  const refused = await app.request()
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('1')
  app.wait(1000)
  expect(await app.countServed(40)).toBe(30)
})

test('one network does not use up what others have', async () => {
  const app = openApp()
  await app.countServed(310)
  app.comeFrom('198.51.100.4')
  expect(await app.countServed(10)).toBe(10)
})

test('all addresses of one /64 are one network', async () => {
  const app = openApp()
  let served = 0
  for (let number = 1; number <= 310; number += 1) {
    app.comeFrom(`2001:db8:1:2::${number.toString(16)}`)
    served += await app.countServed(1)
  }
  expect(served).toBe(300)
})

test('pages are not counted, nor who comes from this machine', async () => {
  const app = openApp()
  expect(await app.countServed(310, '/assets/page.js')).toBe(310)
  app.comeFrom('127.0.0.1')
  expect(await app.countServed(310)).toBe(310)
})

test('a moderator in a full room has a budget of their own, by session', async () => {
  const app = openApp({ findMark: async (headers) => headers.get('cookie') ?? undefined })
  await app.countServed(310)
  const as = (cookie: string) => app.request('/api/x', { headers: { cookie } })
  expect((await as('ana')).status).toBe(200)
  for (let asked = 1; asked < 300; asked += 1) await as('ana')
  expect((await as('ana')).status).toBe(429)
  expect((await as('bo')).status).toBe(200)
  expect((await app.request()).status).toBe(429)
})

test('what a room asks for, or everybody behind one proxy, is bounded further out', async () => {
  expect(await openApp({ isForRooms: true }).countServed(3100)).toBe(3000)
  expect(await openApp({ isShared: () => true }).countServed(3100)).toBe(3000)
})
