import {
  type JetstreamOptions,
  type JetstreamServer,
  startJetstreamServer,
} from '@wall/workers/demo/network/jetstream-server'
import { afterEach, expect, test } from 'vitest'
import WebSocket from 'ws'
import {
  dropAfter,
  duplicate,
  garbageFrames,
  mixGarbage,
  playFaults,
  refuseWith,
  reorder,
  stallAfter,
} from './jetstream-faults.ts'
import { fetchRefusal, makePostEvent, readRkeys } from './jetstream-frames.ts'
import { listen } from './ws-client.ts'

let server: JetstreamServer
afterEach(() => server.close())

async function start(options?: JetstreamOptions): Promise<void> {
  server = await startJetstreamServer(options)
}

test('drops the line after some frames, and the next connection is good', async () => {
  await start({ onConnect: playFaults(dropAfter(2)) })
  for (const name of ['a', 'b', 'c']) server.emit(makePostEvent('one', name))
  const bad = await listen(`${server.url('v2')}?cursor=1`)
  expect(readRkeys(await bad.takeUntilClosed())).toEqual(['a', 'b'])
  expect(await bad.closed).toBe(1006)
  const good = await listen(`${server.url('v2')}?cursor=2`)
  expect(readRkeys(await good.take(2))).toEqual(['b', 'c'])
})

test('stalls with the socket open', async () => {
  await start({ onConnect: playFaults(stallAfter(1)) })
  const client = await listen(server.url('v1'))
  for (const name of ['a', 'b', 'c']) server.emit(makePostEvent('one', name))
  expect(readRkeys(await client.take(1))).toEqual(['a'])
  await client.roundTrip()
  expect(client.count()).toBe(0)
  expect(client.socket.readyState).toBe(WebSocket.OPEN)
})

test('duplicates, reorders, and mixes garbage in', async () => {
  await start({ onConnect: playFaults(duplicate(), reorder(3), mixGarbage()) })
  const clients = [
    await listen(server.url('v1')),
    await listen(server.url('v1')),
    await listen(server.url('v1')),
  ]
  for (const name of ['a', 'b', 'c']) server.emit(makePostEvent('one', name))
  expect(readRkeys((await clients[0]?.take(6)) ?? [])).toEqual(['a', 'a', 'b', 'a', 'c', 'b'])
  expect(readRkeys((await clients[1]?.take(3)) ?? [])).toEqual(['c', 'b', 'a'])
  expect((await clients[2]?.take(6)) ?? []).toMatchObject([
    'not json',
    { commit: {} },
    '',
    { commit: {} },
    expect.any(String),
    { commit: {} },
  ])
  expect(garbageFrames().length).toBeGreaterThan(10)
})

test('refuses by script, and for a while', async () => {
  await start({ onConnect: playFaults(refuseWith(429, 'RateLimitExceeded')) })
  expect(await fetchRefusal(server.url('v2'))).toMatchObject({ status: 429 })
  server.setRefusing(true)
  expect(await fetchRefusal(server.url('v1'))).toMatchObject({ status: 503 })
  server.setRefusing(false)
  const client = await listen(server.url('v1'))
  expect(server.countSubscribers()).toBe(1)
  server.dropAll()
  expect(await client.closed).toBe(1006)
})
