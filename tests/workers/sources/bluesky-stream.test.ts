import { formatMessage } from '@wall/workers/demo/network/wires'
import { encodeFrame } from '@wall/workers/demo/network/ws-frame'
import type { SourceContext } from '@wall/workers/sources/source'
import { afterEach, describe, expect, test } from 'vitest'
import {
  dropAfter,
  duplicate,
  garbageFrames,
  mixGarbage,
  playFaults,
  refuseWith,
  reorder,
  stallAfter,
} from '../../support/network/jetstream-faults.ts'
import { author, type BlueskyHarness, makeRecord, startBluesky } from './bluesky-harness.ts'
import { type Collecting, startCollecting } from './collecting.ts'

const open: { stop?: () => Promise<void>; close?: () => Promise<void> }[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await (thing.stop ?? thing.close)?.()
})

async function start(options?: Parameters<typeof startBluesky>[0]): Promise<BlueskyHarness> {
  const harness = await startBluesky(options)
  open.push(harness)
  return harness
}

function collect(
  harness: BlueskyHarness,
  { settings, cursor = null, ...given }: Partial<SourceContext> & { settings?: object } = {},
): Collecting {
  const run = startCollecting(harness.source, { ...harness.settings, ...settings }, { cursor, ...given })
  open.push(run)
  return run
}

const isRunning = (run: Collecting) => () => run.world.report('stream')?.state === 'running'
const tagged = (n: number) => `Number ${n} #rethinkingintervention`

describe('delivery that is not as it should be', () => {
  test('duplicates are handed over as the same version', async () => {
    const harness = await start({ jetstream: { onConnect: playFaults(duplicate(3)) } })
    const run = collect(harness)
    await run.until(isRunning(run))
    for (let n = 0; n < 5; n += 1) await harness.publish(tagged(n))
    await run.until(() => new Set(run.posts().map(({ uri }) => uri)).size === 5)
    const versions = new Set(run.posts().map(({ uri, cid }) => `${uri} ${cid}`))
    expect(versions.size).toBe(5)
  })

  test('a delete that overtakes its create keeps the post away', async () => {
    const harness = await start({ jetstream: { onConnect: playFaults(reorder(2)) } })
    const run = collect(harness)
    await run.until(isRunning(run))
    const { uri } = await harness.publish(tagged(1))
    await harness.remove(uri)
    await run.until(() => run.world.counts.get('deleted_before') === 1)
    await run.stop()
    expect(run.posts()).toEqual([])
  })

  test('a delete and an older create around each other in one batch end as removed', async () => {
    const harness = await start()
    const run = collect(harness, { settings: { flushMs: 300 } })
    await run.until(isRunning(run))
    const first = await harness.publish(tagged(1))
    await run.until(() => run.posts().length === 1)
    await harness.edit(first.uri, tagged(2))
    await harness.remove(first.uri)
    await run.until(() => run.removals().length === 1)
    expect(run.posts()).toHaveLength(1)
  })

  test('a post made again under the same key after its deletion is taken', async () => {
    const harness = await start()
    const run = collect(harness)
    await run.until(isRunning(run))
    const uri = harness.put('again', makeRecord(tagged(1)))
    await harness.remove(uri)
    harness.put('again', makeRecord(tagged(2)))
    await run.until(() => run.posts().some(({ text }) => text === tagged(2)))
    expect(run.posts().at(-1)?.uri).toBe(uri)
  })

  test('garbage of every kind is counted by reason, logged once a kind, and stops nothing', async () => {
    for (const wire of ['v1', 'v2'] as const) {
      const harness = await start({ wire, jetstream: { onConnect: playFaults(mixGarbage()) } })
      const run = collect(harness)
      await run.until(isRunning(run))
      const pieces = 2 * garbageFrames().length
      for (let n = 0; n < pieces; n += 1) await harness.publish(tagged(n))
      await run.until(() => run.posts().length === pieces)
      const bad = [...run.world.counts].filter(([name]) => name.startsWith('bad_frame_'))
      expect(bad.reduce((sum, [, count]) => sum + count, 0)).toBe(pieces)
      expect(bad.map(([name]) => name)).toEqual(
        expect.arrayContaining([
          'bad_frame_not_json',
          'bad_frame_not_an_object',
          'bad_frame_unknown_kind',
          'bad_frame_too_big',
        ]),
      )
      expect(run.world.logged.length).toBeLessThanOrEqual(bad.length)
      expect(run.world.logged.join()).not.toContain('rethinkingintervention')
      expect(run.world.counts.get('reconnects')).toBeUndefined()
    }
  })
})

describe('connections that end', () => {
  test('lines cut again and again lose nothing', async () => {
    const drops = Array.from({ length: 6 }, () => dropAfter(2))
    const harness = await start({ jetstream: { onConnect: playFaults(...drops) } })
    const run = collect(harness)
    await run.until(isRunning(run))
    for (let n = 0; n < 12; n += 1) {
      await harness.publish(tagged(n))
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
    await run.until(() => new Set(run.posts().map(({ uri }) => uri)).size === 12)
    expect(run.world.counts.get('reconnects')).toBeGreaterThan(2)
  })

  test('a line that falls silent is told, left, and opened again where it stopped', async () => {
    const harness = await start({ jetstream: { onConnect: playFaults(stallAfter(1)) } })
    const run = collect(harness, { settings: { idleTimeoutMs: 400 } })
    await run.until(isRunning(run))
    await harness.publish(tagged(1))
    await harness.publish(tagged(2))
    await run.until(() => run.posts().some(({ text }) => text === tagged(2)))
    expect(run.world.reports.some(({ report }) => report.problem === 'silent')).toBe(true)
  })

  test('the next host is taken when one is away, whatever wire it speaks', async () => {
    const away = await start({ wire: 'v2' })
    const other = await start({ wire: 'v1' })
    away.jetstream.setRefusing(true)
    const run = collect(other, { settings: { hosts: [...away.settings.hosts, ...other.settings.hosts] } })
    await run.until(isRunning(run))
    await other.publish(tagged(1))
    await run.until(() => run.posts().length === 1)
    expect(run.world.report('stream')?.detail).toBe(new URL(other.jetstream.origin).host)

    // And on to the other wire, from the same cursor.
    away.jetstream.setRefusing(false)
    other.jetstream.setRefusing(true)
    await away.publish(tagged(2))
    other.jetstream.dropAll()
    await run.until(() => run.posts().some(({ text }) => text === tagged(2)))
    expect(run.world.report('stream')?.detail).toBe(new URL(away.jetstream.origin).host)
  })

  test('no host at all: it says which, why, and when it tries again, and goes on when one is back', async () => {
    const startedAt = Date.now()
    const harness = await start()
    harness.jetstream.setRefusing(true)
    const run = collect(harness, { settings: { firstRetryMs: 20 } })
    await run.until(() => run.world.report('stream')?.state === 'waiting')
    const report = run.world.report('stream')
    expect(report).toMatchObject({
      problem: 'unreachable',
      detail: `${new URL(harness.jetstream.origin).host} (503)`,
    })
    expect(report?.nextTryAt).toBeGreaterThan(startedAt)
    harness.jetstream.setRefusing(false)
    await run.until(isRunning(run))
  })

  test('a host where nothing listens is unreachable', async () => {
    const harness = await start()
    const run = collect(harness, { settings: { hosts: ['ws://127.0.0.1:9/subscribe'] } })
    await run.until(() => run.world.report('stream')?.problem === 'unreachable')
    expect(run.world.report('stream')?.detail).toContain('127.0.0.1:9')
  })

  test('a frame that would fill the memory ends the line, is stepped over, and leaves a gap to search', async () => {
    const harness = await start()
    const huge = encodeFrame(JSON.stringify({ x: 'x'.repeat(17 * 1024 * 1024) }))
    const { jetstream, settings } = await start({
      jetstream: {
        onConnect: ({ count }) =>
          count <= 3 ? { opened: (link) => link.send(huge), relay: () => {} } : undefined,
      },
    })
    const timeUs = Date.now() * 1000
    const run = collect(harness, {
      settings: { hosts: settings.hosts },
      cursor: JSON.stringify({ timeUs, searchedAt: 1 }),
    })
    await run.until(() => (run.world.counts.get('too_big') ?? 0) >= 2)
    expect(run.world.reports.some(({ report }) => report.problem === 'bad_answer')).toBe(true)
    await jetstream.waitForSubscribers()
    await run.until(() => JSON.parse(run.cursor() ?? '{}').gapSince === Math.floor(timeUs / 1000))
  })

  test('refusals are told apart', async () => {
    const harness = await start({ jetstream: { onConnect: () => refuseWith(429) } })
    const run = collect(harness)
    await run.until(() => run.world.report('stream')?.problem === 'rate_limited')
    const other = await start({ jetstream: { onConnect: () => refuseWith(403) } })
    const second = collect(other)
    await second.until(() => second.world.report('stream')?.problem === 'refused')
  })

  test('a server that calls us too slow is asked again', async () => {
    const error = encodeFrame(JSON.stringify({ $type: 'error', error: 'ConsumerTooSlow' }))
    const harness = await start({
      jetstream: { onConnect: playFaults({ opened: (link) => link.send(error), relay: () => {} }) },
    })
    const run = collect(harness)
    await run.until(() => (run.world.counts.get('reconnects') ?? 0) >= 1)
    await harness.publish(tagged(1))
    await run.until(() => run.posts().length === 1)
  })

  test('a stop while connecting, waiting or reading ends at once', async () => {
    const harness = await start()
    const waiting = collect(harness, {
      settings: { hosts: ['ws://127.0.0.1:9/subscribe'], firstRetryMs: 60_000 },
    })
    await waiting.until(() => waiting.world.report('stream')?.state === 'waiting')
    const reading = collect(harness)
    await reading.until(isRunning(reading))
    const connecting = collect(harness)
    await Promise.all([waiting.stop(), reading.stop(), connecting.stop()])
    expect(reading.batches).toBeDefined()
  })
})

describe('a cursor that is too old', () => {
  async function makeStale(wire: 'v1' | 'v2') {
    const harness = await start({ wire })
    const longAgo = Date.now() - 3_600_000
    harness.put('old', makeRecord(tagged(1)), { atMs: longAgo })
    harness.put('new', makeRecord(tagged(2)), { atMs: Date.now() - 60_000 })
    harness.jetstream.setFloor(harness.jetstream.nextSeq() - 1)
    return {
      harness,
      cursor: JSON.stringify({ timeUs: longAgo * 1000, gapSince: null, searchedAt: longAgo }),
    }
  }

  test.each(['v1', 'v2'] as const)(
    'marks the gap, told (v2) or not (v1), and keeps it over a restart: %s',
    async (wire) => {
      const { harness, cursor } = await makeStale(wire)
      const run = collect(harness, { cursor })
      await run.until(() => run.posts().length === 1)
      const stored = JSON.parse(run.cursor() ?? '')
      expect(stored.gapSince).toBeLessThanOrEqual(JSON.parse(cursor).timeUs / 1000)
      expect(run.world.counts.get('gaps')).toBe(1)
      await run.stop()
      const again = collect(harness, { cursor: run.cursor() })
      await again.until(() => again.batches.length > 0)
      expect(JSON.parse(again.cursor() ?? '').gapSince).toBe(stored.gapSince)
    },
  )

  test('refused before the line opens: it goes live and marks the gap', async () => {
    const harness = await start({
      jetstream: { onConnect: ({ count }) => (count === 1 ? refuseWith(400, 'CursorTooOld') : undefined) },
    })
    const timeUs = (Date.now() - 7_200_000) * 1000
    const run = collect(harness, { cursor: JSON.stringify({ timeUs, gapSince: null, searchedAt: 1 }) })
    await run.until(isRunning(run))
    await harness.publish(tagged(1))
    await run.until(() => run.posts().length === 1)
    expect(JSON.parse(run.cursor() ?? '').gapSince).toBe(timeUs / 1000)
    expect(run.world.counts.get('stale_cursors')).toBe(1)
  })
})

const hourMs = 3_600_000

describe('clocks that are wrong', () => {
  const storedAt = (ms: number) => JSON.stringify({ timeUs: ms * 1000, gapSince: null, searchedAt: null })
  const placeOf = (run: Collecting) => JSON.parse(run.cursor() ?? '{}').timeUs / 1000
  const has = (run: Collecting, uri: string) => () => run.posts().some((post) => post.uri === uri)

  /** News of the account as if it were told so far ahead; the second wire's. */
  const odd = (aheadMs: number, active: boolean) => {
    const event = { kind: 'account', did: author, active, status: 'deactivated' } as const
    return encodeFrame(formatMessage('v2', event, { seq: 1, timeUs: (Date.now() + aheadMs) * 1000 }))
  }

  test.each([20, 1, 24 * 365])(
    'one frame dated %i h ahead, and a break: what is published meanwhile comes, and later news of the account counts',
    async (hours) => {
      const onConnect = playFaults({
        relay(frame, link) {
          link.send(frame)
          // Twice, as a server may send anything: the very same, as two that differ by a millisecond agree on
          // the time.
          const twice = odd(hours * hourMs, false)
          link.send(twice)
          link.send(twice)
        },
      })
      const harness = await start({ jetstream: { onConnect } })
      const run = collect(harness, { settings: { firstRetryMs: 200 } })
      await run.until(isRunning(run))
      await harness.publish(tagged(1))
      await run.until(() => run.authorChanges().length === 1)
      harness.jetstream.dropAll()
      const { uri } = await harness.publish(tagged(2))
      await run.until(has(run, uri))
      await harness.setActive(author, true)
      await run.until(() => run.authorChanges().at(-1)?.standing === 'active')
      await run.until(() => run.batches.length > 3)
      expect(placeOf(run)).toBeLessThanOrEqual(Date.now())
    },
  )

  test.each(['v1', 'v2'] as const)(
    'while it catches up, one frame dated later does not take the place with it: %s',
    async (wire) => {
      const harness = await start({ wire })
      const from = Date.now() - 5 * hourMs
      for (let n = 0; n < 3; n += 1) harness.put(`old${n}`, makeRecord(tagged(n)), { atMs: from + n })
      harness.put('odd', makeRecord(tagged(3)), { atMs: from + 3 * hourMs })
      const run = collect(harness, { cursor: storedAt(from) })
      await run.until(() => run.posts().length === 4)
      await run.stop()
      expect(placeOf(run)).toBeLessThan(from + 1_000)
    },
  )

  test.each([60_000, hourMs, 24 * hourMs, 365 * 24 * hourMs])(
    'a stored place %i ms ahead of now: all that the network keeps is read, and the team told of a gap',
    async (aheadMs) => {
      const harness = await start()
      const { uri } = await harness.publish(tagged(1))
      const run = collect(harness, { cursor: storedAt(Date.now() + aheadMs) })
      await run.until(has(run, uri))
      expect(run.world.counts.get('gaps')).toBe(1)
      const { gapSince } = run.world.report('backfill') ?? {}
      expect(gapSince).toBeLessThanOrEqual(Date.now() - 24 * hourMs)
      // What comes next says the same as the first: only then is it believed.
      await harness.publish(tagged(2))
      await run.until(() => placeOf(run) > Date.now() - hourMs)
      expect(JSON.parse(run.cursor() ?? '').gapSince).toBe(gapSince)
    },
  )

  test('a clock that is set right before the first frame: what came since the start is read at once', async () => {
    let offMs = 9 * hourMs
    const harness = await start()
    harness.jetstream.setRefusing(true)
    const run = collect(harness, { clock: () => Date.now() + offMs })
    await run.until(() => run.world.report('stream')?.state === 'waiting')
    const { uri } = await harness.publish(tagged(1))
    harness.jetstream.setRefusing(false)
    await run.until(isRunning(run))
    offMs = 0
    await run.until(has(run, uri))
  })

  test.each([-30, -3 * 24, -365 * 24, -9, 9, 30, 365 * 24])(
    'our clock %i h off, breaks of the line, then set right: nothing is lost, the place never passes either clock',
    async (hours) => {
      let offMs = hours * hourMs
      const clock = () => Date.now() + offMs
      const told: number[] = []
      const harness = await start()
      harness.jetstream.setRefusing(true)
      const before = Date.now()
      const noteNetworkTime = (at: number) => void told.push(clock() - at)
      const run = collect(harness, { clock, noteNetworkTime })
      await run.until(() => run.world.report('stream')?.state === 'waiting')
      // Nobody can be reached yet: it is read once somebody can.
      const uris = [(await harness.publish(tagged(1))).uri]
      harness.jetstream.setRefusing(false)
      await run.until(isRunning(run))
      for (let n = 2; n < 5; n += 1) {
        uris.push((await harness.publish(tagged(n))).uri)
        await run.until(has(run, uris.at(-1) as string))
        harness.jetstream.dropAll()
      }
      for (const uri of uris) await run.until(has(run, uri))
      expect(Math.round((told[0] ?? 0) / hourMs)).toBe(hours)
      expect(placeOf(run)).toBeLessThanOrEqual(Math.min(Date.now(), clock()))
      for (const post of run.posts()) {
        expect(post.createdAt).toBeLessThanOrEqual(clock())
        expect(post.createdAt).toBeLessThanOrEqual(Date.now())
      }
      offMs = 0
      const last = await harness.publish(tagged(9))
      await run.until(has(run, last.uri))
      await run.until(() => placeOf(run) > before)
      // And over a new start.
      const cursor = run.cursor()
      await run.stop()
      const meanwhile = await harness.publish(tagged(10))
      const again = collect(harness, { cursor })
      await again.until(has(again, meanwhile.uri))
    },
  )
})

describe('news of accounts', () => {
  async function withPost() {
    const harness = await start()
    const run = collect(harness)
    await run.until(isRunning(run))
    await harness.publish(tagged(1))
    await run.until(() => run.posts().length === 1)
    return { harness, run }
  }

  test('every state of an account has its standing, and `active` decides', async () => {
    const { harness, run } = await withPost()
    const states = ['suspended', 'takendown', 'desynchronized', 'deleted']
    for (const status of states) harness.tell({ kind: 'account', did: author, active: false, status })
    harness.tell({ kind: 'account', did: author, active: true, status: 'throttled' })
    await run.until(() => run.authorChanges().length === 5)
    expect(run.authorChanges().map(({ standing }) => standing)).toEqual([
      'hidden',
      'hidden',
      'hidden',
      'gone',
      'active',
    ])
  })

  test('strangers are none of our business', async () => {
    const { harness, run } = await withPost()
    harness.tell({ kind: 'account', did: 'did:plc:stranger', active: false, status: 'deleted' })
    harness.put(
      'self',
      { labels: { values: [{ val: '!no-unauthenticated' }] } },
      { did: 'did:plc:stranger', collection: 'app.bsky.actor.profile' },
    )
    await harness.publish(tagged(2))
    await run.until(() => run.posts().length === 2)
    expect(run.authorChanges()).toEqual([])
  })

  test('a profile tells the wish to be seen by members only, its end, the name and !hide', async () => {
    const { harness, run } = await withPost()
    const write = (values: { val: string }[]) =>
      harness.put(
        'self',
        { displayName: 'Ana\u0000 \n A.', labels: { values } },
        { collection: 'app.bsky.actor.profile' },
      )
    write([{ val: '!no-unauthenticated' }])
    write([])
    write([{ val: '!hide' }])
    await run.until(() => run.authorChanges().length === 3)
    expect(run.authorChanges()).toMatchObject([
      { wishes: 'signed-in-only', displayName: 'Ana A.' },
      { wishes: 'public' },
      { labels: ['!hide'] },
    ])
  })

  test('a post with the tag that is too long, or of a wrong form, is counted, and no trouble of the stream', async () => {
    const { harness, run } = await withPost()
    const long = harness.put('long', makeRecord(`${'a word '.repeat(1_500)}#RethinkingIntervention`))
    await run.until(() => run.world.counts.get('bad_record') === 1)
    expect(run.world.logged.join()).toContain(long)
    harness.put('odd', { $type: 'app.bsky.feed.post', text: 7, tags: ['RethinkingIntervention'] })
    await run.until(() => run.world.counts.get('bad_record') === 2)
    const troubles = run.world.reports.filter(({ report }) => report.problem)
    expect(troubles.map(({ part }) => part)).toEqual(['backfill'])
  })

  test('a new handle is told, one that leads nowhere becomes none', async () => {
    const { harness, run } = await withPost()
    harness.tell({ kind: 'identity', did: author, handle: 'new.example.com' })
    harness.tell({ kind: 'identity', did: author, handle: 'handle.invalid' })
    await run.until(() => run.authorChanges().length === 2)
    expect(run.authorChanges().map(({ handle }) => handle)).toEqual(['new.example.com', null])
  })

  test('old news that come again after a reconnect undo nothing', async () => {
    const { harness, run } = await withPost()
    await harness.setActive(author, true)
    await harness.setActive(author, false)
    await run.until(() => run.authorChanges().length === 2)
    harness.jetstream.dropAll()
    await run.until(() => run.world.counts.get('reconnects') === 1)
    await harness.publish(tagged(2))
    await run.until(() => run.posts().some(({ text }) => text === tagged(2)))
    expect(run.authorChanges().filter(({ standing }) => standing)).toHaveLength(2)
  })
})

test('a burst larger than what is held waits for the store instead of filling memory', async () => {
  const harness = await start()
  const total = 5_000
  for (let n = 0; n < total; n += 1) harness.put(`b${n}`, makeRecord(tagged(n)))
  const run = collect(harness, { cursor: JSON.stringify({ timeUs: (Date.now() - 60_000) * 1000 }) })
  await run.until(() => new Set(run.posts().map(({ uri }) => uri)).size === total)
  expect(Math.max(...run.batches.map(({ posts }) => posts.length))).toBeLessThan(3_000)
})
