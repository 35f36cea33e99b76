import { randomUUID } from 'node:crypto'
import { type CampaignList, openCampaignList } from '@wall/db/campaign-list'
import { AppError } from '@wall/db/model/error'
import type { SourceStatus } from '@wall/db/model/source'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { createRunner } from '@wall/workers/collecting/runner'
import { computeDid } from '@wall/workers/demo/network/content-id'
import { defineSource, type Source } from '@wall/workers/sources/source'
import { checkTimes } from '@wall/workers/upkeep/check-posts'
import { isNotNull, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestSqlite, type TestEngine } from '../../support/database/open-test-engine.ts'
import { createAppViewFaults } from '../../support/network/appview-faults.ts'
import { dropAfter, playFaults } from '../../support/network/jetstream-faults.ts'
import { author, makeRecord, startBluesky } from '../sources/bluesky-harness.ts'
import { campaign, createWorld, unfiled, until } from '../sources/collecting.ts'
import { pebble } from '../sources/pebble.ts'
import { startPebble } from '../sources/pebble-harness.ts'

let opened: TestEngine
let store: Store
let campaignId: number
let campaigns: CampaignList
let listening: AbortController
let stops: (() => Promise<void>)[]
beforeEach(async () => {
  opened = await openTestSqlite()
  store = createStore(opened.engine)
  campaignId = (await store.saveCampaign(campaign)).campaign.id
  listening = new AbortController()
  campaigns = await openCampaignList(store, listening.signal)
  stops = []
})
afterEach(async () => {
  listening.abort()
  for (const stop of stops.reverse()) await stop()
  await opened.dispose()
})

function run(
  sources: Record<string, Source>,
  over: { store?: Store; recheckMs?: number; settings?: Record<string, unknown> } = {},
) {
  const { context, logged } = createWorld()
  const stopping = new AbortController()
  const runner = createRunner({
    store,
    campaigns,
    settings: {},
    sources,
    createFiler: () => ({ file: () => unfiled }),
    fetch: context.fetch,
    clock: Date.now,
    log: context.log,
    secrets: context.secrets,
    credentials: {},
    recheckMs: 900_000,
    owner: randomUUID(),
    leadTimes: { ttlMs: 1_000, renewEveryMs: 200, lookEveryMs: 50 },
    checkTimes,
    ...over,
  })
  const done = runner.run(stopping.signal)
  const stop = async () => {
    stopping.abort()
    await done
  }
  stops.push(stop)
  return { stop, logged }
}

async function status(kind: string): Promise<SourceStatus> {
  const row = (await store.listSources(campaignId)).find((source) => source.kind === kind)
  if (!row) throw new Error('no such source')
  return row.status
}

/** As if all waits of the checks were over. */
async function letChecksBeDue(): Promise<void> {
  const { post } = opened.engine.tables
  await opened.engine.transaction(async ({ db }) => {
    await db.update(post).set({ checkAt: 0 }).where(isNotNull(post.checkAt))
  })
}

/** How often each was looked for in doubt, at least. */
async function countLooks(): Promise<number> {
  const rows = await opened.engine.reader.select().from(opened.engine.tables.post)
  return Math.min(...rows.map(({ checkAttempts }) => -checkAttempts))
}

const all = () => store.searchPosts({ campaignId, words: '', limit: 1000 })

describe('the whole way into the store', () => {
  test('a post is stored, confirmed, edited, and taken away', async () => {
    const harness = await startBluesky()
    stops.push(harness.close)
    await store.ensureSource(campaignId, 'bluesky', harness.settings)
    run({ bluesky: harness.source })
    await harness.jetstream.waitForSubscribers()
    const { uri } = await harness.publish('A thought #rethinkingintervention')
    await until(async () => (await all()).posts[0]?.hiddenWhy === null)
    await harness.edit(uri, 'A better thought #rethinkingintervention')
    await until(async () => (await all()).posts[0]?.text.startsWith('A better') === true)
    await until(async () => (await all()).posts[0]?.hiddenWhy === null)
    await harness.setActive(author, false)
    await until(async () => (await all()).posts[0]?.hiddenWhy === 'account')
    await harness.setActive(author, true)
    await until(async () => (await all()).posts[0]?.hiddenWhy === null)
    await harness.remove(uri)
    await until(async () => (await all()).posts.every((post) => post.removedWhy === 'deleted'))
    expect(await store.listKnownIds('bluesky', 'post')).toEqual([uri])
  })

  test('a hashtag that somebody adds to the campaign is collected without a new start', async () => {
    const harness = await startBluesky()
    stops.push(harness.close)
    await store.ensureSource(campaignId, 'bluesky', harness.settings)
    run({ bluesky: harness.source })
    await harness.jetstream.waitForSubscribers()
    await harness.publish('Before its time #secondhashtag')
    await store.saveCampaign({ ...campaign, hashtags: [...campaign.hashtags, 'secondhashtag'] })
    let tries = 0
    await until(async () => {
      tries += 1
      await harness.publish(`Try ${tries} #secondhashtag`)
      return (await all()).posts.some(({ text }) => text.startsWith('Try'))
    })
    await harness.publish('As before #rethinkingintervention')
    await until(async () => (await all()).posts.some(({ text }) => text.startsWith('As before')))
  })

  test('a campaign that is saved while it runs is collected, one that is archived no more, and one taken up again is', async () => {
    const harness = await startBluesky()
    stops.push(harness.close)
    run({ bluesky: harness.source }, { settings: { bluesky: harness.settings } })
    await harness.jetstream.waitForSubscribers()
    const gardens = { ...campaign, slug: 'gardens', hashtags: ['gardenweek'] }
    const { campaign: saved } = await store.saveCampaign(gardens)
    const textsOf = async (id: number) =>
      (await store.searchPosts({ campaignId: id, words: '', limit: 1000 })).posts.map(({ text }) => text)
    let tries = 0
    /** What comes while it is not followed yet is not collected: until then it is tried again. */
    async function publishUntilStored(): Promise<void> {
      const before = (await textsOf(saved.id)).length
      await until(async () => {
        tries += 1
        await harness.publish(`Try ${tries} #gardenweek`)
        return (await textsOf(saved.id)).length > before
      })
    }
    await publishUntilStored()
    await harness.publish('To both #gardenweek #rethinkingintervention')
    for (const id of [campaignId, saved.id])
      await until(async () => (await textsOf(id)).includes('To both #gardenweek #rethinkingintervention'))
    expect((await textsOf(campaignId)).filter((text) => text.startsWith('Try'))).toEqual([])

    expect(harness.jetstream.countSubscribers()).toBe(1)

    await store.archiveCampaign('gardens', true)
    const owner = async () => (await store.listSources(saved.id))[0]?.owner
    await until(async () => (await owner()) === null)
    await harness.publish('Too late #gardenweek')
    await harness.publish('Still open #rethinkingintervention')
    await until(async () => (await textsOf(campaignId)).includes('Still open #rethinkingintervention'))
    expect(await textsOf(saved.id)).not.toContain('Too late #gardenweek')

    await store.archiveCampaign('gardens', false)
    await publishUntilStored()
  })

  test('an edit that drops one of two hashtags takes a post from that campaign alone', async () => {
    const harness = await startBluesky()
    stops.push(harness.close)
    const { campaign: other } = await store.saveCampaign({
      ...campaign,
      slug: 'gardens',
      hashtags: ['gardenweek'],
    })
    for (const id of [campaignId, other.id]) await store.ensureSource(id, 'bluesky', harness.settings)
    campaigns = await openCampaignList(store, listening.signal)
    run({ bluesky: harness.source })
    await harness.jetstream.waitForSubscribers()
    const { uri } = await harness.publish('To both #gardenweek #rethinkingintervention')
    const find = async (id: number) =>
      (await store.searchPosts({ campaignId: id, words: '', limit: 10 })).posts[0]
    for (const id of [campaignId, other.id]) await until(async () => (await find(id)) !== undefined)
    const left = (await find(campaignId))?.id ?? 0
    await harness.edit(uri, 'To one #gardenweek')
    await until(async () => (await find(other.id))?.text === 'To one #gardenweek')
    await until(async () => (await store.findPosts([left]))[0]?.removedWhy === 'untagged')
    expect(await find(other.id)).toMatchObject({ text: 'To one #gardenweek', removedWhy: null })
    const again = 'To both again #gardenweek #rethinkingintervention'
    await harness.edit(uri, again)
    await until(async () => (await find(campaignId))?.text === again)
  })

  test('a worker that dies after it stored for one campaign and before it did for the other loses nothing', async () => {
    const harness = await startBluesky()
    stops.push(harness.close)
    const { campaign: other } = await store.saveCampaign({
      ...campaign,
      slug: 'gardens',
      hashtags: ['gardenweek'],
    })
    for (const id of [campaignId, other.id]) await store.ensureSource(id, 'bluesky', harness.settings)
    campaigns = await openCampaignList(store, listening.signal)
    const sourceId = (await store.listSources(other.id))[0]?.id
    let isDead = false
    const dying: Store = {
      ...store,
      recordBatch(id, batch, fence) {
        isDead ||= id === sourceId && batch.posts.length > 0
        return isDead ? new Promise(() => {}) : store.recordBatch(id, batch, fence)
      },
      renewLead: (...order) => (isDead ? Promise.resolve(true) : store.renewLead(...order)),
    }
    run({ bluesky: harness.source }, { store: dying })
    stops.pop()
    await harness.jetstream.waitForSubscribers()
    await harness.publish('To both #gardenweek #rethinkingintervention')
    const totalOf = async (id: number) =>
      (await store.searchPosts({ campaignId: id, words: '', limit: 10 })).total
    await until(() => isDead)
    expect([await totalOf(campaignId), await totalOf(other.id)]).toEqual([1, 0])
    // Its leads run out.
    run({ bluesky: harness.source })
    await until(async () => (await totalOf(other.id)) === 1, 20_000)
    expect(await totalOf(campaignId)).toBe(1)
  })

  test('cut lines, a new start and a repeated history store each post once', async () => {
    const harness = await startBluesky({ jetstream: { onConnect: playFaults(dropAfter(3), dropAfter(5)) } })
    stops.push(harness.close)
    await store.ensureSource(campaignId, 'bluesky', harness.settings)
    const total = 40
    for (let turn = 0; turn < 4; turn += 1) {
      const { stop } = run({ bluesky: harness.source })
      for (let n = 0; n < total / 4; n += 1)
        await harness.publish(`Turn ${turn}.${n} #rethinkingintervention`)
      await until(async () => (await store.listSources(campaignId))[0]?.cursor !== null)
      await stop()
    }
    run({ bluesky: harness.source })
    await until(async () => (await all()).total === total)
    expect(new Set((await all()).posts.map(({ uri }) => uri)).size).toBe(total)
  })

  test('a post is not shown as confirmed when the look-up lags behind a closed account', async () => {
    const harness = await startBluesky()
    stops.push(harness.close)
    await store.ensureSource(campaignId, 'bluesky', harness.settings)
    run({ bluesky: harness.source }, { recheckMs: 50 })
    await harness.jetstream.waitForSubscribers()
    await harness.publish('A thought #rethinkingintervention')
    await until(async () => (await all()).posts[0]?.hiddenWhy === null)
    // Only the stream knows; the look-ups still list the account.
    harness.jetstream.emit({ kind: 'account', did: author, active: false, status: 'deactivated' })
    await until(async () => (await all()).posts[0]?.hiddenWhy === 'account')
    const checks = harness.appview.calls.length
    await until(() => harness.appview.calls.length > checks + 4)
    expect((await all()).posts[0]?.hiddenWhy).toBe('account')
  })

  test('an AppView that knows no post any more hides them, erases none, is told, and all come back', async () => {
    const script = createAppViewFaults()
    const harness = await startBluesky({ appview: { onCall: script.onCall } })
    stops.push(harness.close)
    await store.ensureSource(campaignId, 'bluesky', harness.settings)
    const { stop } = run({ bluesky: harness.source })
    await harness.jetstream.waitForSubscribers()
    for (let n = 0; n < 30; n += 1) {
      const did = computeDid(`person ${n}`)
      harness.appview.repository.apply({ kind: 'identity', did, handle: `person${n}.example.com` })
      harness.put('one', makeRecord(`Thought ${n} #rethinkingintervention`), { did })
    }
    const posts = () => store.findPosts(Array.from({ length: 30 }, (_, n) => n + 1))
    const why = async () => [...new Set((await posts()).map(({ hiddenWhy }) => hiddenWhy))]
    const until30 = (reason: string | null) =>
      until(
        async () => (await posts()).length === 30 && (await why()).join() === String(reason ?? ''),
        20_000,
      )
    await until30(null)
    script.always('app.bsky.feed.getPosts', (answer) => ({ ...answer, body: { posts: [] } }))
    await letChecksBeDue()
    await until30('missing')
    await until(async () => (await status('bluesky')).parts.check?.detail === '30/30')
    expect((await status('bluesky')).parts.check?.problem).toBe('many_missing')
    await stop()
    run({ bluesky: harness.source })
    for (let looks = 2; looks < 9; looks += 1) {
      await letChecksBeDue()
      await until(async () => (await countLooks()) === looks)
    }
    expect(await why()).toEqual(['missing'])
    await until(async () => (await status('bluesky')).parts.check?.problem === 'many_missing')
    script.always('app.bsky.feed.getPosts')
    await letChecksBeDue()
    await until30(null)
    expect((await posts()).every(({ text }) => text.startsWith('Thought'))).toBe(true)
    await until(async () => (await status('bluesky')).parts.check?.problem === null)
  })

  test('what the AppView refuses stays hidden, and the team can see why', async () => {
    const startedAt = Date.now()
    const page = { status: 403, body: '<!doctype html><p>no', headers: { 'content-type': 'text/html' } }
    const harness = await startBluesky({ appview: { onCall: () => page } })
    stops.push(harness.close)
    await store.ensureSource(campaignId, 'bluesky', harness.settings)
    run({ bluesky: harness.source })
    await harness.jetstream.waitForSubscribers()
    harness.put('one', makeRecord('A thought #rethinkingintervention'))
    await until(async () => (await status('bluesky')).parts.check?.problem === 'refused')
    expect((await all()).posts[0]?.hiddenWhy).toBe('unverified')
    const { parts, lastEventAt, counts } = await status('bluesky')
    expect(parts.stream).toMatchObject({ state: 'running', problem: null })
    expect(parts.backfill).toMatchObject({ state: 'off', problem: 'needs_credentials' })
    expect(parts.check?.nextTryAt).toBeGreaterThan(startedAt)
    await until(async () => ((await status('bluesky')).lastEventAt ?? 0) > Date.now() - 60_000)
    expect(counts.inserted).toBe(1)
    expect(lastEventAt === null || lastEventAt > 0).toBe(true)
  })
})

describe('a source that needs no look-up', () => {
  test('its posts may be shown at once, an edit of one as well, and two of a kind stand side by side', async () => {
    const [first, second] = await Promise.all([startPebble(), startPebble()])
    stops.push(first.close, second.close)
    await store.ensureSource(campaignId, 'pebble', first.settings, { network: pebble.network })
    await store.ensureSource(campaignId, 'pebble', second.settings, { name: 'second' })
    expect((await store.listSources(campaignId)).map(({ name, network }) => [name, network])).toEqual([
      ['', pebble.network],
      ['second', null],
    ])
    run({ pebble })
    const { uri } = await first.publish('A pebble #rethinkingintervention')
    await first.publish('Nothing to do with it')
    await until(async () => (await all()).total === 1)
    const [post] = (await all()).posts
    expect(post).toMatchObject({ uri, hiddenWhy: null })
    await first.edit(uri, 'A better pebble #rethinkingintervention')
    await until(async () => (await all()).posts[0]?.text.startsWith('A better') === true)
    const [edited] = (await all()).posts
    expect(edited).toMatchObject({ id: post?.id, hiddenWhy: null })
    const wall = async () => (await store.readWall(campaignId, 10)).posts.map((one) => one.uri)
    expect(await wall()).toEqual([])
    if (!edited) throw new Error('no post')
    const at = new Date()
    const user = { id: 'moderator', name: 'Ana', email: 'ana@example.org', emailVerified: false }
    await opened.engine.transaction(async ({ db }) => {
      const row = { ...user, role: 'moderator' as const, createdAt: at, updatedAt: at }
      await db.insert(opened.engine.tables.user).values(row)
    })
    const order = { campaignId, postId: edited.id, version: edited.version, actor: user }
    await store.decide({ ...order, standing: 'approved' })
    expect(await wall()).toEqual([uri])
    await first.remove(uri)
    await until(async () => (await wall()).length === 0)
  })
})

describe('sources that fail', () => {
  const settings = z.object({})
  const broken = defineSource({
    kind: 'broken',
    network: { name: { en: 'B', es: 'B' }, links: { author: null, tag: null, compose: null } },
    config: settings,
    setUp: () => ({ settings: {}, credentials: {} }),
    // biome-ignore lint/correctness/useYield: it fails before it has anything
    async *collect() {
      throw new Error('a fault with someone’s words in it')
    },
  })

  test('one that throws is tried again and does not stop another', async () => {
    const harness = await startBluesky()
    stops.push(harness.close)
    await store.ensureSource(campaignId, 'broken', {})
    await store.ensureSource(campaignId, 'bluesky', harness.settings)
    run({ broken, bluesky: harness.source })
    await harness.jetstream.waitForSubscribers()
    await harness.publish('Still collected #rethinkingintervention')
    await until(async () => (await all()).total === 1)
    await until(async () => ((await status('broken')).counts.failures ?? 0) >= 1)
    expect((await status('broken')).parts.stream).toMatchObject({ state: 'waiting' })
  })

  test('a store that fails loses nothing: the source starts again from the stored cursor', async () => {
    const harness = await startBluesky()
    stops.push(harness.close)
    await store.ensureSource(campaignId, 'bluesky', harness.settings)
    let failures = 0
    const flaky: Store = {
      ...store,
      recordBatch(sourceId, batch) {
        if (batch.posts.length > 0 && failures < 2) {
          failures += 1
          return Promise.reject(new Error('database or disk is full'))
        }
        return store.recordBatch(sourceId, batch)
      },
    }
    run({ bluesky: harness.source }, { store: flaky })
    await harness.jetstream.waitForSubscribers()
    await harness.publish('Kept #rethinkingintervention')
    await until(async () => (await all()).total === 1)
    expect(failures).toBe(2)
  })

  test('a post that SQLite refuses is set aside and told; what comes with it and after it is stored', async () => {
    const harness = await startBluesky()
    stops.push(harness.close)
    await store.ensureSource(campaignId, 'bluesky', harness.settings)
    const trigger = sql`CREATE TRIGGER refuse BEFORE INSERT ON post WHEN NEW.text LIKE '%bane%'
      BEGIN SELECT RAISE(ABORT, 'refused'); END`
    await opened.engine.transaction(async ({ db }) => {
      // At run time it is SQLite's own builder.
      await (db as unknown as { run(statement: typeof trigger): Promise<void> }).run(trigger)
    })
    run({ bluesky: harness.source })
    await harness.jetstream.waitForSubscribers()
    await harness.publish('Before #rethinkingintervention')
    const { uri } = await harness.publish('The bane of it #rethinkingintervention')
    await harness.publish('Beside #rethinkingintervention')
    await until(async () => (await all()).total === 2)
    await harness.publish('After #rethinkingintervention')
    await until(async () => (await all()).total === 3)
    await until(async () => (await status('bluesky')).parts.set_aside !== undefined)
    expect((await status('bluesky')).parts.set_aside).toMatchObject({
      problem: 'set_aside',
      detail: `${uri}: SQLITE_CONSTRAINT_TRIGGER`,
    })
  })

  test('while the disk is full no part says that it runs, and it ends with room', async () => {
    const harness = await startBluesky()
    stops.push(harness.close)
    await store.ensureSource(campaignId, 'bluesky', harness.settings)
    let isFull = true
    const cause = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    const full: Store = {
      ...store,
      recordBatch: (...order) =>
        isFull
          ? Promise.reject(new AppError('unavailable', 'The disk is full.', { cause }))
          : store.recordBatch(...order),
    }
    run({ bluesky: harness.source }, { store: full })
    await harness.jetstream.waitForSubscribers()
    await harness.publish('Kept #rethinkingintervention')
    const stream = async () => (await status('bluesky')).parts.stream
    await until(async () => (await stream())?.problem === 'disk_full')
    await until(async () => ((await status('bluesky')).counts.failures ?? 0) >= 2)
    expect(await stream()).toMatchObject({ state: 'waiting', problem: 'disk_full' })
    isFull = false
    await until(async () => (await all()).total === 1, 20_000)
    await until(async () => (await stream())?.state === 'running')
    expect((await stream())?.problem).toBeNull()
  })

  test('a kind that this version does not know is told, not fatal', async () => {
    await store.ensureSource(campaignId, 'telegraph', {})
    const { stop, logged } = run({})
    await until(() => logged.length > 0)
    await stop()
    expect(logged.join()).toContain('telegraph')
  })
})
