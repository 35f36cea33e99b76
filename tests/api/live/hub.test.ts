import { connect } from 'node:net'
import { createMetrics } from '@wall/api/health/metrics'
import { WallEvents } from '@wall/api/wire/wall'
import { gt } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeBatch, makePost } from '../../support/database/posts.ts'
import { type EventStream, openEventStream } from '../../support/wall/event-stream.ts'
import { openTestApi, type TestApi } from '../../support/wall/open-test-api.ts'

describe('live updates', () => {
  let api: TestApi
  let origin: string
  let streams: EventStream[]
  const metrics = createMetrics()

  beforeEach(async () => {
    api = await openTestApi({
      hub: { metrics: metrics.live, maxStreamsPerAddress: 50, sharedAddresses: new Set() },
    })
    origin = await api.listen()
    streams = []
  })
  afterEach(async () => {
    for (const stream of streams) stream.close()
    await api.dispose()
  })

  async function open(
    since?: number | string,
    headers: Record<string, string> = {},
    view = '',
  ): Promise<EventStream> {
    const query = since === undefined ? '' : `?since=${since}`
    const stream = await openEventStream(`${origin}/api/campaigns/test${view}/events${query}`, headers)
    streams.push(stream)
    return stream
  }
  const openForModerators = (cookie: string, since?: number) => open(since, { cookie }, '/queue')
  const named = (stream: EventStream, ...names: string[]) =>
    stream.events.filter((event) => names.includes(event.name))
  const idsOf = (stream: EventStream, name: string) =>
    named(stream, name).map((event) => (event.data as { id: number }).id)
  const hear = (stream: EventStream, name: string, count = 1) =>
    expect.poll(() => named(stream, name).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count)

  test('a stream begins with a retry time, and a beat that tells the place', async () => {
    const stream = await open()
    await hear(stream, 'beat')
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    const retryMs = Number(/^retry: (\d+)\n\n/.exec(stream.text())?.[1])
    expect(retryMs).toBeGreaterThanOrEqual(2000)
    expect(retryMs).toBeLessThan(6000)
    expect(stream.events.at(-1)?.data).toEqual({ seq: await api.store.lastSeq(api.campaignId) })
  })

  test('an approved post appears, a removed one goes, and the counts follow', async () => {
    const stream = await open(await api.store.lastSeq(api.campaignId))
    const post = await api.showPost(1, 2)
    await hear(stream, 'post')
    await hear(stream, 'counts')
    expect(WallEvents.post.parse(named(stream, 'post').at(-1)?.data)).toMatchObject({
      id: post.id,
      takeaway: 2,
    })
    await expect.poll(() => named(stream, 'counts').at(-1)?.data).toMatchObject({ '2': 1 })
    await api.removePost(post)
    await hear(stream, 'gone')
    expect(named(stream, 'gone').at(-1)?.data).toEqual({ id: post.id })
    const ids = named(stream, 'post', 'gone').map((event) => Number(event.id))
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
  })

  test('a post that was not approved never reaches the public, whatever happens to it', async () => {
    const secret = 'nobody has approved these words'
    const stream = await open(0)
    const waiting = await api.addPost(1, { text: secret, body: [{ kind: 'text', text: secret }] })
    await api.decide(waiting, 'stashed')
    await api.decide(waiting, 'pending')
    await api.decide(waiting, 'rejected', 3)
    const shown = await api.showPost(2)
    await hear(stream, 'post')
    await api.decide(shown, 'pending')
    await hear(stream, 'gone')
    const late = await open(0)
    await hear(late, 'beat')
    for (const one of [stream, late]) {
      expect(one.text()).not.toContain(secret)
      expect(idsOf(one, 'post')).not.toContain(waiting.id)
    }
    expect(idsOf(late, 'post')).toEqual([])
  })

  test('whoever has a whole IPv6 network can not open more streams than anybody else', async () => {
    const other = await openTestApi({ trustedProxies: ['127.0.0.1'], hub: { maxStreamsPerAddress: 3 } })
    try {
      const address = `${await other.listen()}/api/campaigns/test/events`
      const statuses: number[] = []
      for (let host = 1; host <= 5; host += 1) {
        const stream = await openEventStream(address, { 'x-forwarded-for': `2001:db8:1:2::${host}` })
        streams.push(stream)
        statuses.push(stream.status)
      }
      expect(statuses).toEqual([200, 200, 200, 429, 429])
      const neighbour = await openEventStream(address, { 'x-forwarded-for': '2001:db8:1:3::1' })
      streams.push(neighbour)
      expect(neighbour.status).toBe(200)
    } finally {
      for (const stream of streams) stream.close()
      await other.dispose()
    }
  })

  test('asking for a stream’s head only opens none', async () => {
    const answer = await fetch(`${origin}/api/campaigns/test/events`, { method: 'HEAD' })
    expect(answer.status).toBe(404)
    expect(api.hub.countStreams('public')).toBe(0)
  })

  test('after a break a stream goes on where it was: nothing twice, nothing missing', async () => {
    const first = await open(await api.store.lastSeq(api.campaignId))
    const one = await api.showPost(1)
    await hear(first, 'post')
    const lastId = named(first, 'post').at(-1)?.id ?? ''
    first.close()
    const two = await api.showPost(2)
    const three = await api.showPost(3)
    const second = await open(undefined, { 'last-event-id': lastId })
    await hear(second, 'beat')
    await hear(second, 'post', 2)
    expect(idsOf(second, 'post')).toEqual([two.id, three.id])
    expect(idsOf(second, 'post')).not.toContain(one.id)
    expect(named(second, 'reset')).toEqual([])
  })

  test('what came and went during a break is not replayed', async () => {
    const since = await api.store.lastSeq(api.campaignId)
    const words = 'words that were taken back'
    const post = await api.showPost(1, 1, { text: words, body: [{ kind: 'text', text: words }] })
    await api.removePost(post)
    const stream = await open(since)
    await hear(stream, 'beat')
    await hear(stream, 'gone')
    expect(stream.text()).not.toContain(words)
  })

  test('what moderators resume with holds no words of a near post that was taken back since', async () => {
    const words = 'words that were taken back'
    const near = await api.addPost(1, { text: words, body: [{ kind: 'text', text: words }] })
    await api.addPost(2)
    const since = await api.store.lastSeq(api.campaignId)
    const claim = await api.store.claimFilings(api.campaignId, 'm', { limit: 9, leaseMs: 9000, owner: 'w' })
    const filings = claim.posts.map(({ id, version }) => {
      const suggestions = [{ takeaway: 2, confidence: 0.9 }]
      const nearest = id === near.id ? [] : [{ takeaway: 1, postId: near.id, text: null }]
      const filing = { takeaway: null, by: null, confidence: 0.9, reason: '', suggestions, near: nearest }
      return { postId: id, version, filing }
    })
    await api.store.recordFilings(api.campaignId, claim, 'm', filings)
    const cookie = await api.signIn()
    const before = await openForModerators(cookie, since)
    await hear(before, 'post', 2)
    expect(JSON.stringify(named(before, 'post').map(({ data }) => data))).toContain(words)
    await api.removePost(near)
    const after = await openForModerators(cookie, since)
    await hear(after, 'post', 2)
    expect(after.text()).not.toContain(words)
    expect(named(after, 'reset')).toEqual([])
  })

  test('moderators who missed very much begin anew', async () => {
    const since = await api.store.lastSeq(api.campaignId)
    const [source] = await api.store.listSources()
    const posts = Array.from({ length: 201 }, (_, index) =>
      makePost({ uri: `at://did:plc:ana/app.bsky.feed.post/${index}` }),
    )
    await api.store.recordBatch(source?.id ?? 0, makeBatch({ posts }))
    const stream = await openForModerators(await api.signIn(), since)
    await hear(stream, 'reset')
    expect(named(stream, 'post')).toEqual([])
  })

  test('Last-Event-ID goes before the address the page was opened with', async () => {
    await api.showPost(1)
    await api.showPost(2)
    const all = await open(0)
    await hear(all, 'post', 2)
    const [, second] = named(all, 'post')
    const stream = await open(0, { 'last-event-id': second?.id ?? '' })
    await hear(stream, 'beat')
    expect(named(stream, 'post')).toEqual([])
  })

  test('a place ahead of the log is another database’s: start over', async () => {
    const stream = await open(10_000_000)
    await hear(stream, 'reset')
    expect(named(stream, 'reset')[0]?.data).toEqual({ seq: await api.store.lastSeq(api.campaignId) })
  })

  test.each([
    ...[
      'abc',
      '-1',
      '+1',
      '1.5',
      '1e3',
      '0x10',
      '1 2',
      'NaN',
      '٣',
      '1-short',
      '1-way-too-long',
      '1-',
      '-',
      '9'.repeat(16),
    ],
    'x'.repeat(10_000),
  ])(
    'a place that is nonsense starts over, or is refused, and is never taken for none: %s',
    async (nonsense) => {
      const cookie = await api.signIn()
      await api.showPost(1)
      for (const view of ['', '/queue']) {
        const header = Buffer.from(nonsense).toString('latin1')
        const stream = await open(0, { cookie, 'last-event-id': header }, view)
        await hear(stream, 'reset')
        expect(named(stream, 'post')).toEqual([])
        const asked = await open(encodeURIComponent(nonsense), { cookie }, view)
        expect(asked.status).toBe(400)
        asked.close()
      }
    },
  )

  test('after a backup was restored, places of before start over, though the log has come further again', async () => {
    const cookie = await api.signIn()
    await api.showPost(1)
    const { place: kept } = await (await fetch(`${origin}/api/campaigns/test/wall`)).json()
    const backedUp = await api.store.lastSeq(api.campaignId)
    const views = ['', '/queue']
    const before = await Promise.all(views.map((view) => open(kept, { cookie }, view)))
    await api.showPost(2)
    for (const stream of before) await hear(stream, 'post')
    const places = before.map((stream) => named(stream, 'post').at(-1)?.id ?? '')

    const { event, logHead } = api.engine.tables
    await api.engine.transaction(async ({ db }) => {
      await db.delete(event).where(gt(event.seq, backedUp))
      await db.update(logHead).set({ seq: backedUp })
    })
    for (let number = 3; number < 8; number += 1) await api.showPost(number)
    expect(await api.store.lastSeq(api.campaignId)).toBeGreaterThan(Number.parseInt(places[0] ?? '', 10))
    // A node that ran meanwhile lets go of everybody.
    for (const stream of before) await stream.ended
    for (const [index, view] of views.entries()) {
      const lost = await open(undefined, { cookie, 'last-event-id': places[index] ?? '' }, view)
      await hear(lost, 'reset')
      const asked = await open(places[index], { cookie }, view)
      await hear(asked, 'reset')
      // What was in the backup is still so.
      const held = await open(kept, { cookie }, view)
      await hear(held, 'post', 5)
      expect(named(held, 'reset')).toEqual([])
    }
    const { place, seq } = await (await fetch(`${origin}/api/campaigns/test/wall`)).json()
    expect(place).toMatch(new RegExp(`^${seq}-[\\w-]{8}$`))
    const fresh = await open(place)
    await hear(fresh, 'beat')
    expect(named(fresh, 'reset', 'post')).toEqual([])
  })

  test('a snapshot’s place is never ahead, however fresh it is', async () => {
    for (let number = 1; number <= 5; number += 1) {
      await api.showPost(number)
      const { seq } = await (await fetch(`${origin}/api/campaigns/test/wall`)).json()
      const stream = await open(await api.store.lastSeq(api.campaignId))
      await hear(stream, 'beat')
      expect(seq).toBeLessThanOrEqual(await api.store.lastSeq(api.campaignId))
      expect(named(stream, 'reset')).toEqual([])
    }
  })

  test('moderators hear every change, and the standings', async () => {
    const cookie = await api.signIn()
    const stream = await openForModerators(cookie, await api.store.lastSeq(api.campaignId))
    const post = await api.addPost(1)
    await hear(stream, 'post')
    expect(named(stream, 'post').at(-1)?.data).toMatchObject({ id: post.id, standing: 'pending' })
    await api.decide(post, 'rejected')
    await expect.poll(() => named(stream, 'counts').at(-1)?.data).toMatchObject({ pending: 0, rejected: 1 })
  })

  test('a stream ends when its session does', async () => {
    const cookie = await api.signIn()
    const other = await api.signIn('admin')
    const stream = await openForModerators(cookie)
    await openForModerators(other)
    await hear(stream, 'beat')
    expect(api.hub.countStreams('moderator')).toBe(2)
    await api.send('/api/auth/sign-out', undefined, { cookie })
    expect((await openForModerators(cookie)).status).toBe(401)
    await stream.ended
    await expect.poll(() => api.hub.countStreams('moderator')).toBe(1)
  })

  test('all streams get the same, in few writes', async () => {
    const since = await api.store.lastSeq(api.campaignId)
    const many = await Promise.all(Array.from({ length: 40 }, () => open(since)))
    for (let number = 1; number <= 20; number += 1) await api.showPost(number)
    for (const stream of many) await hear(stream, 'post', 20)
    const heard = many.map((stream) => idsOf(stream, 'post').join())
    expect(new Set(heard).size).toBe(1)
  })

  test('who never reads is dropped, and nobody else notices', { timeout: 30_000 }, async () => {
    const since = await api.store.lastSeq(api.campaignId)
    const deaf = connect(Number(new URL(origin).port), '127.0.0.1')
    deaf.on('error', () => {})
    deaf.write(`GET /api/campaigns/test/events?since=${since} HTTP/1.1\r\nHost: x\r\n\r\n`)
    deaf.pause()
    const reader = await open(since)
    await expect.poll(() => api.hub.countStreams('public')).toBe(2)
    const long = Array.from({ length: 12_000 }, (_, number) => `word${number}`).join(' ')
    const post = await api.showPost(1, 1, { text: long, body: [{ kind: 'text', text: long }] })
    let heard = 1
    await hear(reader, 'post')
    while (api.hub.countStreams('public') === 2 && heard < 200) {
      await api.decide(post, 'approved', (heard % 2) + 1)
      heard += 1
      await expect.poll(() => idsOf(reader, 'post').length, { interval: 5 }).toBeGreaterThanOrEqual(heard)
    }
    expect(api.hub.countStreams('public')).toBe(1)
    expect(await metrics.read()).toMatch(/wall_stream_evictions_total\{view="public"\} 1$/m)
    const last = await api.showPost(2)
    await expect.poll(() => idsOf(reader, 'post').at(-1)).toBe(last.id)
    deaf.destroy()
  })

  test('one address cannot take all the streams', async () => {
    for (let count = 0; count < 50; count += 1) await open()
    const refused = await open()
    expect(refused.status).toBe(429)
    streams[0]?.close()
    await expect.poll(() => api.hub.countStreams('public')).toBe(49)
    expect((await open()).status).toBe(200)
  })

  test('a place that is no number is refused in words', async () => {
    const answer = await fetch(`${origin}/api/campaigns/test/events?since=now`)
    expect(answer.status).toBe(400)
    expect((await answer.json()).error.code).toBe('invalid')
    expect((await fetch(`${origin}/api/campaigns/nobody/events`)).status).toBe(404)
  })

  test('a campaign that nobody watches is kept in memory no more; who comes back misses nothing', async () => {
    const stream = await open(await api.store.lastSeq(api.campaignId))
    await api.showPost(1)
    await hear(stream, 'post')
    const place = named(stream, 'post').at(-1)?.id ?? ''
    api.clock.skip(6 * 60_000)
    api.hub.closeIdleFeeds()
    expect(api.hub.countFeeds()).toBe(1)
    stream.close()
    await expect.poll(() => api.hub.countStreams('public')).toBe(0)
    api.hub.closeIdleFeeds()
    expect(api.hub.countFeeds()).toBe(1)
    api.clock.skip(6 * 60_000)
    api.hub.closeIdleFeeds()
    expect(api.hub.countFeeds()).toBe(0)

    const missed = await api.showPost(2)
    const [back, beside] = await Promise.all([open(place), open(place)])
    for (const one of [back, beside]) {
      await hear(one, 'post')
      expect(idsOf(one, 'post')).toEqual([missed.id])
    }
    expect(api.hub.countFeeds()).toBe(1)
    const next = await api.showPost(3)
    await expect.poll(() => idsOf(back, 'post').at(-1)).toBe(next.id)
    // A page that only asks now and then keeps it open, too.
    for (const one of [back, beside]) one.close()
    await expect.poll(() => api.hub.countStreams('public')).toBe(0)
    api.clock.skip(6 * 60_000)
    await api.request('/api/campaigns/test/wall')
    api.hub.closeIdleFeeds()
    expect(api.hub.countFeeds()).toBe(1)
  })

  test('a campaign that is made while we serve is found at once', async () => {
    const campaign = await api.store.getCampaign('test')
    await api.store.saveCampaign({ ...campaign, slug: 'second', name: 'Second' })
    expect((await api.request('/api/campaigns/second/wall')).status).toBe(200)
  })

  test('stopping ends all streams with a time to come back', async () => {
    const stream = await open()
    await hear(stream, 'beat')
    api.hub.stop()
    await stream.ended
    expect(stream.text().match(/retry: \d+/g)).toHaveLength(2)
    expect((await fetch(`${origin}/api/campaigns/test/events`)).status).toBe(503)
  })
})
