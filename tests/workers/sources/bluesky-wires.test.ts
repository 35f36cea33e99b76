import type { NetworkEvent } from '@wall/workers/demo/network/network-event'
import { formatMessage } from '@wall/workers/demo/network/wires'
import { mendTimes, readCursor, writeCursor } from '@wall/workers/sources/bluesky/cursor'
import { createRotation, readHost } from '@wall/workers/sources/bluesky/hosts'
import { createRecentDeletes } from '@wall/workers/sources/bluesky/recent-deletes'
import { readV1 } from '@wall/workers/sources/bluesky/wires/v1'
import { readV2 } from '@wall/workers/sources/bluesky/wires/v2'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const did = 'did:plc:someone'
const timeUs = 1_760_000_000_123_456
const commit = { kind: 'commit', did, rev: '3a', collection: 'app.bsky.feed.post', rkey: 'k' } as const
const events: NetworkEvent[] = [
  { ...commit, operation: 'create', cid: 'bafy', record: { text: 'x' } },
  { ...commit, operation: 'update', cid: 'bafy', record: { text: 'x' } },
  { ...commit, operation: 'delete' },
  { kind: 'account', did, active: false, status: 'deleted' },
  { kind: 'identity', did, handle: 'a.example.com' },
]

describe('the two wires', () => {
  test('tell the same, to the microsecond', () => {
    for (const event of events) {
      const read = (wire: 'v1' | 'v2') => JSON.parse(formatMessage(wire, event, { seq: 7, timeUs }))
      const [first, second] = [readV1(read('v1')), readV2(read('v2'))]
      expect(first).toEqual(second)
      expect(first).toMatchObject({ kind: event.kind, did, timeUs })
    }
  })

  test('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readV1(value)).toHaveProperty('kind')
        expect(readV2(value)).toHaveProperty('kind')
      }),
    )
    const wild = fc.dictionary(
      fc.constantFrom('did', 'time_us', 'kind', 'commit', 'account', 'identity', '$type', 'payload', 'error'),
      fc.oneof(fc.jsonValue(), fc.constantFrom('commit', 'account', 'message', 'error', did, timeUs)),
    )
    fc.assert(
      fc.property(wild, wild, (outer, inner) => {
        expect(readV1({ ...outer, commit: inner })).toHaveProperty('kind')
        expect(readV2({ $type: 'message', payload: inner })).toHaveProperty('kind')
      }),
    )
  })

  test('times before 2001 are refused; those ahead of our clock are not, since it may be ours that is wrong', () => {
    const frame = (time: unknown) => readV1({ did, kind: 'identity', time_us: time, identity: {} })
    for (const none of [42, -1, '1760000000000000', null, Number.POSITIVE_INFINITY])
      expect(frame(none)).toEqual({ kind: 'bad', reason: 'bad_time' })
    for (const ms of [Date.now(), Date.now() + 7 * 86_400_000, Date.parse('9999-12-31T23:59:59Z')])
      expect(frame(ms * 1000)).toMatchObject({ kind: 'identity', timeUs: ms * 1000 })
  })

  test('a deletion needs no record, a creation does', () => {
    const frame = (more: object) =>
      readV1({
        did,
        kind: 'commit',
        time_us: timeUs,
        commit: { rev: 'r', collection: 'c', rkey: 'k', ...more },
      })
    expect(frame({ operation: 'delete' })).toMatchObject({ operation: 'delete', cid: null })
    expect(frame({ operation: 'create', cid: 'c' })).toEqual({ kind: 'bad', reason: 'bad_commit' })
    expect(frame({ operation: 'burn' })).toEqual({ kind: 'bad', reason: 'bad_commit' })
  })
})

describe('the host list', () => {
  const query = {
    collections: ['app.bsky.feed.post', 'app.bsky.actor.profile'],
    cursorUs: timeUs,
    maxBytes: 1000,
  }

  test('the path tells the wire, and each is asked in its own words', () => {
    const v1 = readHost('wss://a.example.com/subscribe')
    const v2 = readHost('wss://b.example.com')
    if ('fault' in v1 || 'fault' in v2) throw new Error('refused')
    expect([v1.wire, v2.wire]).toEqual(['v1', 'v2'])
    expect(v1.address(query)).toBe(
      `wss://a.example.com/subscribe?wantedCollections=app.bsky.feed.post&wantedCollections=app.bsky.actor.profile&maxMessageSizeBytes=1000&cursor=${timeUs}`,
    )
    expect(v2.address({ ...query, cursorUs: null })).toBe(
      'wss://b.example.com/xrpc/network.bsky.jetstream.subscribeEvents?kinds=commit&kinds=account&kinds=identity&collections=app.bsky.feed.post&collections=app.bsky.actor.profile&maxMessageSizeBytes=1000',
    )
  })

  test('what is not encrypted is for this machine only', () => {
    expect(readHost('ws://127.0.0.1:6008/subscribe')).toHaveProperty('wire', 'v1')
    expect(readHost('ws://[::1]:6008/subscribe')).toHaveProperty('wire', 'v1')
    for (const bad of [
      'ws://jetstream.example.com/subscribe',
      'https://a.example.com',
      'wss://a.example.com/else',
      'nonsense',
    ]) {
      expect(readHost(bad)).toHaveProperty('fault')
    }
  })

  test('takes turns, quickly round the list, then slower, never beyond a minute', () => {
    const hosts = ['wss://a.example.com', 'wss://b.example.com']
      .map(readHost)
      .filter((host) => 'wire' in host)
    const rotation = createRotation(hosts, 500)
    const seen = [rotation.current().name]
    const waits = Array.from({ length: 14 }, () => {
      const wait = rotation.fail(1)
      seen.push(rotation.current().name)
      return wait
    })
    expect(seen.slice(0, 3)).toEqual(['a.example.com', 'b.example.com', 'a.example.com'])
    expect(waits.slice(0, 4)).toEqual([500, 500, 1000, 2000])
    expect(waits.at(-1)).toBe(60_000)
    rotation.succeed()
    expect(rotation.fail(1)).toBe(500)
  })
})

describe('the cursor', () => {
  test('comes back as it was kept', () => {
    const cursor = { timeUs, gapSince: 5, searchedAt: 9 }
    expect(readCursor(writeCursor(cursor))).toEqual(cursor)
  })

  test('anything else counts as none', () => {
    const none = { timeUs: null, gapSince: null, searchedAt: null }
    for (const text of ['', 'x', '12', '[]', '{}', 'null', '{"timeUs":"1","gapSince":-1}'])
      expect(readCursor(text)).toEqual(none)
    expect(readCursor(null)).toEqual(none)
    expect(readCursor(String(timeUs))).toEqual({ ...none, timeUs })
  })
})

test('times of a search that lie ahead of now are over: it begins anew, and a gap counts from a day before', () => {
  const now = Date.now()
  const mend = (searchedAt: number | null, gapSince: number | null) => {
    const cursor = { timeUs: 1, searchedAt, gapSince }
    mendTimes(cursor, now)
    return cursor
  }
  expect(mend(now + 9 * 3_600_000, now + 3 * 86_400_000)).toEqual({
    timeUs: 1,
    searchedAt: null,
    gapSince: now - 86_400_000,
  })
  expect(mend(now, now - 5)).toEqual({ timeUs: 1, searchedAt: now, gapSince: now - 5 })
  expect(mend(null, null)).toEqual({ timeUs: 1, searchedAt: null, gapSince: null })
})

test('recent deletions are remembered by revision, and only so many', () => {
  const deletes = createRecentDeletes(10)
  deletes.remember('a', '3b')
  deletes.remember('a', '3a')
  expect(['3a', '3b', '3c'].map((rev) => deletes.covers('a', rev))).toEqual([true, true, false])
  for (let n = 0; n < 20; n += 1) deletes.remember(`n${n}`, '3a')
  expect(deletes.covers('a', '3a')).toBe(false)
  expect(deletes.covers('n19', '3a')).toBe(true)
})
