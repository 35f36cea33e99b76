import {
  type JetstreamOptions,
  type JetstreamServer,
  startJetstreamServer,
} from '@wall/workers/demo/network/jetstream-server'
import type { NetworkEvent } from '@wall/workers/demo/network/network-event'
import { encodeFrame } from '@wall/workers/demo/network/ws-frame'
import { afterEach, describe, expect, test } from 'vitest'
import { fetchRefusal, makePostEvent, readRkeys } from './jetstream-frames.ts'
import { listen } from './ws-client.ts'

let server: JetstreamServer
afterEach(() => server.close())

async function start(options?: JetstreamOptions): Promise<void> {
  server = await startJetstreamServer(options)
}

describe('the first wire', () => {
  test('a commit arrives in the shape of v1', async () => {
    await start()
    const client = await listen(server.url('v1'))
    server.emit(makePostEvent('one', 'hello'), 1_700_000_000_000)
    expect(await client.take(1)).toEqual([
      {
        did: 'did:plc:one',
        time_us: 1_700_000_000_000_000,
        cursor: 1,
        kind: 'commit',
        commit: {
          operation: 'create',
          rev: 'rev-hello',
          collection: 'app.bsky.feed.post',
          rkey: 'hello',
          cid: 'cid-hello',
          record: { text: 'hello' },
        },
      },
    ])
  })

  test('collections filter commits, but account and identity always pass', async () => {
    await start()
    const client = await listen(
      `${server.url('v1')}?wantedCollections=app.bsky.feed.*&wantedCollections=app.bsky.actor.profile`,
    )
    server.emit({ ...makePostEvent('one', 'a'), collection: 'app.bsky.graph.follow' } as NetworkEvent)
    server.emit({ kind: 'account', did: 'did:plc:two', active: false, status: 'deactivated' })
    server.emit({ kind: 'identity', did: 'did:plc:two', handle: 'two.example.com' })
    server.emit(makePostEvent('one', 'b'))
    const [account, identity, commit] = await client.take(3)
    expect(account).toMatchObject({ kind: 'account', account: { active: false, status: 'deactivated' } })
    expect(identity).toMatchObject({ kind: 'identity', identity: { handle: 'two.example.com' } })
    expect(commit).toMatchObject({ commit: { rkey: 'b' } })
  })

  test('wantedDids filters everything, and an options update replaces the filter', async () => {
    await start()
    const client = await listen(`${server.url('v1')}?wantedDids=did:plc:two`)
    server.emit({ kind: 'account', did: 'did:plc:one', active: true })
    server.emit(makePostEvent('two', 'a'))
    expect(await client.take(1)).toMatchObject([{ commit: { rkey: 'a' } }])
    client.socket.send(JSON.stringify({ type: 'options_update', payload: { wantedDids: ['did:plc:three'] } }))
    await client.roundTrip()
    server.emit(makePostEvent('two', 'b'))
    server.emit(makePostEvent('three', 'c'))
    expect(await client.take(1)).toMatchObject([{ commit: { rkey: 'c' } }])
  })

  test('a cursor in microseconds replays from there, inclusive, and goes on live', async () => {
    await start()
    const at = Date.now() - 10_000
    for (const [index, name] of ['a', 'b', 'c'].entries()) server.emit(makePostEvent('one', name), at + index)
    const client = await listen(`${server.url('v1')}?cursor=${(at + 1) * 1000}`)
    expect(readRkeys(await client.take(2))).toEqual(['b', 'c'])
    server.emit(makePostEvent('one', 'd'))
    expect(readRkeys(await client.take(1))).toEqual(['d'])
  })

  test('a cursor older than the window is moved up in silence', async () => {
    await start()
    for (const name of ['a', 'b', 'c']) server.emit(makePostEvent('one', name))
    server.setFloor(3)
    const client = await listen(`${server.url('v1')}?cursor=1`)
    expect(readRkeys(await client.take(1))).toEqual(['c'])
  })
})

describe('the second wire', () => {
  test('a commit, an account and an identity arrive in the envelope of v2', async () => {
    await start()
    const client = await listen(server.url('v2'))
    server.emit(
      { kind: 'commit', operation: 'delete', did: 'did:plc:one', rev: 'r', collection: 'c.d.e', rkey: 'k' },
      1_700_000_000_000,
    )
    server.emit({ kind: 'account', did: 'did:plc:one', active: true }, 1_700_000_000_000)
    const type = 'network.bsky.jetstream.subscribeEvents'
    const time = '2023-11-14T22:13:20.000000Z'
    const later = '2023-11-14T22:13:20.000001Z'
    expect(await client.take(2)).toEqual([
      {
        $type: 'message',
        payload: {
          $type: `${type}#commit`,
          seq: 1,
          did: 'did:plc:one',
          time,
          witnessedAt: time,
          operation: 'delete',
          rev: 'r',
          collection: 'c.d.e',
          rkey: 'k',
        },
      },
      {
        $type: 'message',
        payload: {
          $type: `${type}#account`,
          seq: 2,
          did: 'did:plc:one',
          time: later,
          witnessedAt: later,
          account: { did: 'did:plc:one', active: true, seq: 2, time: later },
        },
      },
    ])
  })

  test('kinds and collections filter, and a seq replays inclusive', async () => {
    await start()
    server.emit(makePostEvent('one', 'a'))
    server.emit({ kind: 'identity', did: 'did:plc:one' })
    server.emit({ ...makePostEvent('one', 'b'), collection: 'app.bsky.feed.like' } as NetworkEvent)
    server.emit(makePostEvent('one', 'c'))
    const client = await listen(`${server.url('v2')}?cursor=1&kinds=commit&collections=app.bsky.feed.post`)
    expect(readRkeys(await client.take(2))).toEqual(['a', 'c'])
  })

  test('a cursor below the floor is refused before the upgrade and names the floor', async () => {
    await start()
    for (const name of ['a', 'b', 'c']) server.emit(makePostEvent('one', name))
    server.setFloor(3)
    const answer = await fetchRefusal(`${server.url('v2')}?cursor=2`)
    expect(answer).toEqual({
      status: 400,
      body: { error: 'CursorTooOld', message: 'The oldest event kept is 3.' },
    })
  })

  test('a time below the floor goes on at the floor and says so; a seq from the future goes live and says so', async () => {
    await start()
    for (const name of ['a', 'b', 'c']) server.emit(makePostEvent('one', name))
    server.setFloor(3)
    const old = await listen(`${server.url('v2')}?cursor=1000000000000001`)
    expect(await old.take(2)).toMatchObject([
      { payload: { name: 'OutdatedCursor' } },
      { payload: { seq: 3 } },
    ])
    const future = await listen(`${server.url('v2')}?cursor=999`)
    server.emit(makePostEvent('one', 'd'))
    expect(await future.take(2)).toMatchObject([
      { payload: { name: 'FutureCursor' } },
      { payload: { seq: 4 } },
    ])
  })

  test('parameters of v1, unknown kinds and useless collections are refused', async () => {
    await start()
    for (const query of [
      'wantedDids=did:plc:a',
      'kinds=weather',
      'kinds=account&collections=a.b.c',
      'cursor=soon',
    ]) {
      expect(await fetchRefusal(`${server.url('v2')}?${query}`)).toMatchObject({
        status: 400,
        body: { error: 'InvalidRequest' },
      })
    }
  })

  test('a client that sends data is closed', async () => {
    await start()
    const client = await listen(server.url('v2'))
    client.socket.send('hello')
    expect(await client.closed).toBe(1008)
  })

  test('a client that fell out of the window is told so', async () => {
    await start({ capacity: 10 })
    const client = await listen(server.url('v2'))
    client.socket.pause()
    for (let index = 0; index < 30; index += 1) server.emit(makePostEvent('one', `p${index}`))
    client.socket.resume()
    const frames = await client.takeUntilClosed()
    expect(frames.at(-1)).toMatchObject({ $type: 'error', error: 'ConsumerTooSlow' })
  })
})

describe('bursts', () => {
  test('20,000 events reach both wires, whole and in order, also to a client that pauses', async () => {
    await start()
    const [first, second] = [await listen(server.url('v1')), await listen(server.url('v2'))]
    second.socket.pause()
    for (let index = 0; index < 20_000; index += 1) server.emit(makePostEvent('one', `p${index}`))
    setTimeout(() => second.socket.resume(), 50)
    const expected = Array.from({ length: 20_000 }, (_, index) => `p${index}`)
    expect(readRkeys(await first.take(20_000))).toEqual(expected)
    expect(readRkeys(await second.take(20_000))).toEqual(expected)
  })

  test('a generator streams without a log and closes at its end', async () => {
    await start({
      *generate() {
        for (let chunk = 0; chunk < 100; chunk += 1) {
          yield Buffer.concat(
            Array.from({ length: 500 }, (_, index) => encodeFrame(`{"n":${chunk * 500 + index}}`)),
          )
        }
      },
    })
    const client = await listen(server.url('v1'))
    const frames = await client.takeUntilClosed()
    expect(frames).toHaveLength(50_000)
    expect(frames.at(-1)).toEqual({ n: 49_999 })
    expect(await client.closed).toBe(1000)
  })
})
