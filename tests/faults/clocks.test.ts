// Clocks are hours, days or a year off, at the start or while all runs, are set right, jump back and forth,
// over restarts: everything goes on within the longest wait that is ever right, and nothing that was
// published is missing. On both engines.
import { randomInt } from 'node:crypto'
import { openCampaignList } from '@wall/db/campaign-list'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { AppError } from '@wall/db/model/error'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { createRunner } from '@wall/workers/collecting/runner'
import { type AppViewServer, startAppViewServer } from '@wall/workers/demo/network/appview-server'
import { type JetstreamServer, startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import { createFetch } from '@wall/workers/http'
import { createLog } from '@wall/workers/log'
import { bluesky } from '@wall/workers/sources/bluesky'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestPostgres, openTestSqlite, type TestEngine } from '../support/database/open-test-engine.ts'
import { makeBatch, makePost } from '../support/database/posts.ts'
import { setDbClock } from '../support/database/set-db-clock.ts'
import { makeNetworkPost } from '../support/network/network-posts.ts'

/** Random walks on each engine; `CLOCKS=200` for a night, `CLOCKS_SEED` for the same ones again. */
const walks = Number(process.env.CLOCKS ?? 1)
const firstSeed = Number(process.env.CLOCKS_SEED ?? randomInt(1_000_000))

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const offs: [string, number][] = [
  ['9 h ahead', 9 * hourMs],
  ['9 h behind', -9 * hourMs],
  ['3 days ahead', 3 * dayMs],
  ['3 days behind', -3 * dayMs],
  ['a year ahead', 365 * dayMs],
  ['a year behind', -365 * dayMs],
]
/** Clocks are set back by so much now and then, and nothing is wrong. */
const slackMs = 5_000
const recheckMs = 900_000
const content = { ...builtInCampaign(), slug: 'clocks' }
const unfiled = { takeaway: null, by: null, confidence: 0, reason: '', suggestions: [] }

let appview: AppViewServer
let jetstream: JetstreamServer
beforeAll(async () => {
  appview = await startAppViewServer()
  jetstream = await startJetstreamServer()
})
afterAll(async () => {
  await jetstream?.close()
  await appview?.close()
})

describe.each([
  ['SQLite', openTestSqlite],
  ['PostgreSQL', openTestPostgres],
])('on %s', (name, open: () => Promise<TestEngine>) => {
  let opened: TestEngine
  let now: () => number = Date.now
  let store: Store
  let campaignId: number
  let posts = 0

  beforeAll(async () => {
    opened = await open()
    store = createStore(
      setDbClock(opened.engine, () => now()),
      () => now(),
    )
    campaignId = (await store.saveCampaign(content)).campaign.id
  })
  afterAll(() => opened?.dispose())

  describe('what a wrong clock wrote holds nothing up once the clock is right', () => {
    const right = 1_900_000_000_000

    /** Whether that is had by then, and not only much later. */
    async function isHadBy<T>(waitMs: number, take: () => Promise<T | undefined | false>): Promise<boolean> {
      now = () => right + waitMs + slackMs + 1
      const taken = await take()
      return taken !== undefined && taken !== false
    }

    test.each(offs)('%s', async (_, offMs) => {
      now = () => right + offMs
      const { id: sourceId } = await store.ensureSource(campaignId, `source ${offMs}`, {})
      const network = `network ${offMs}`
      const [claimed, confirmed] = ['claimed', 'confirmed'].map((what) =>
        makePost({ network, uri: `at://${what}${offMs}/app.bsky.feed.post/1`, authorId: `${what}${offMs}` }),
      ) as [ReturnType<typeof makePost>, ReturnType<typeof makePost>]
      const who = { network, networkId: claimed.authorId }
      const lead = await store.leadSource(sourceId, 'gone', 12_000)
      await store.recordBatch(sourceId, makeBatch({ posts: [claimed, confirmed] }), lead)
      await store.recordVerifications(
        campaignId,
        [{ network, uri: confirmed.uri, post: confirmed, labels: [], isMatch: true }],
        [],
        { now: now(), recheckMs },
      )
      const gone = { limit: 10, leaseMs: 10_000, owner: 'gone', recheckMs }
      expect((await store.claimDueChecks(campaignId, network, gone)).due).toHaveLength(1)
      expect((await store.claimFilings(campaignId, 'm', gone)).posts).not.toEqual([])
      expect(await store.leaseFilingState(campaignId, 'gone', 10_000)).toBe(true)
      // The account closes twice, which keeps it closed for longest.
      for (const standing of ['hidden', 'active', 'hidden'] as const)
        await store.recordBatch(sourceId, makeBatch({ authorChanges: [{ ...who, standing }] }), lead)
      const limit = { max: 3, windowMs: 600_000 }
      for (let tries = 0; tries < 3; tries += 1) await store.countTry(network, limit)
      await store.noteScreens(campaignId, [{ id: `screen-${offMs}`, name: network }])
      const invitation = { role: 'moderator', isFirstAdmin: false, expiresAt: now() + dayMs } as const
      await store.createInvitation({ ...invitation, tokenHash: network })

      // A power cut, and the clock is set.
      const next = { ...gone, owner: 'next' }
      const hasFiling = async () => (await store.claimFilings(campaignId, 'm', next)).posts.length > 1
      const isOpen = async () => {
        await store.recordVerifications(campaignId, [], [{ ...who, standing: 'active' }], {
          now: now(),
          recheckMs,
        })
        const { author } = opened.engine.tables
        const rows = await opened.engine.reader.select().from(author)
        return rows.find(({ networkId }) => networkId === who.networkId)?.standing === 'active'
      }
      const hasDue = async () => {
        const { due } = await store.claimDueChecks(campaignId, network, next)
        return due.length === 2
      }
      const had = {
        screenIsOff: await isHadBy(40_000, async () => {
          const screens = await store.listScreens(campaignId)
          return screens.every(({ isOn, seenAt, sinceAt }) => !isOn && Math.max(seenAt, sinceAt) <= now())
        }),
        lead: await isHadBy(12_000, () => store.leadSource(sourceId, 'next', 12_000)),
        filing: await isHadBy(10_000, hasFiling),
        filingState: await isHadBy(10_000, () => store.leaseFilingState(campaignId, 'next', 10_000)),
        try: await isHadBy(600_000, async () => (await store.countTry(network, limit)) === undefined),
        account: await isHadBy(1_200_000, isOpen),
        checks: await isHadBy(hourMs, hasDue),
      }
      // A link from far ahead opens nothing meanwhile; one from the day before does, as clocks of two
      // machines differ.
      now = () => right
      expect(await store.findInvitation(network, right)).toEqual(
        Math.abs(offMs) === 9 * hourMs ? { role: 'moderator' } : undefined,
      )
      expect(had).toEqual(Object.fromEntries(Object.keys(had).map((what) => [what, true])))
      await store.releaseFilingState(campaignId, 'next')
    })

    test('a clock that was in another month for a while gives no second budget', async () => {
      const spendAt = (at: number) => {
        now = () => at
        return store.spend(6, 10)
      }
      expect(await spendAt(right)).toBe(true)
      expect(await spendAt(right + 365 * dayMs)).toBe(true)
      expect(await spendAt(right)).toBe(false)
      expect(await spendAt(right - 60 * dayMs)).toBe(true)
      expect(await spendAt(right)).toBe(false)
    })
  })

  describe('while a worker collects', () => {
    const far = offs.map(([, ms]) => ms)
    let offMs = 0

    /** Published as the network has it: its clock is right. */
    function publish(): string {
      posts += 1
      const { uri, news } = makeNetworkPost(posts + (name === 'SQLite' ? 0 : 1_000_000))
      appview.repository.apply(news)
      jetstream.emit(news)
      return uri
    }

    async function startWorker(): Promise<{ stop(isPowerCut?: boolean): Promise<void> }> {
      const stopping = new AbortController()
      let hasPower = true
      const powered = new Proxy(store, {
        get: (target, verb: keyof Store) =>
          hasPower ? target[verb] : () => Promise.reject(new AppError('unavailable', 'There is no power.')),
      })
      const setup = bluesky.setUp({ JETSTREAM_URLS: jetstream.url('v2'), BLUESKY_APPVIEW: appview.url })
      if (!setup || 'faults' in setup) throw new Error(setup?.faults.join(', '))
      const quick = { idleTimeoutMs: 5_000, flushMs: 10, cursorEveryMs: 20, firstRetryMs: 5 }
      await store.ensureSource(campaignId, 'bluesky', { ...(setup.settings as object), ...quick })
      const campaigns = await openCampaignList(store, stopping.signal)
      const running = createRunner({
        ...{ store: powered, campaigns, settings: {}, sources: { bluesky }, recheckMs },
        createFiler: () => ({ file: () => unfiled }),
        fetch: createFetch(globalThis.fetch),
        clock: () => now(),
        log: createLog('silent'),
        secrets: { read: async () => null, write: async () => {} },
        credentials: {},
        owner: `worker ${posts}`,
        leadTimes: { ttlMs: 500, renewEveryMs: 100, lookEveryMs: 20 },
        checkTimes: { leaseMs: 500, renewEveryMs: 100 },
      }).run(stopping.signal)
      return {
        async stop(isPowerCut = false) {
          // What it holds, it gives back to nobody.
          hasPower = !isPowerCut
          stopping.abort()
          await running
        },
      }
    }

    async function listMissing(uris: readonly string[]): Promise<string[]> {
      const rows = await opened.engine.reader.select().from(opened.engine.tables.post)
      const there = new Map(rows.map((row) => [row.uri, row]))
      return uris.filter((uri) => there.get(uri)?.verifiedCid !== there.get(uri)?.cid || !there.has(uri))
    }

    async function readSource() {
      const row = (await store.listSources(campaignId)).find(({ kind }) => kind === 'bluesky')
      if (!row) throw new Error('no source')
      return row
    }

    const waitFor = { timeout: 30_000, interval: 50 }

    /** Each number says where the clock goes next; then the line breaks, or the machine starts anew. */
    async function walk(
      steps: readonly { toMs: number; next: 'goes on' | 'break' | 'reboot' | 'power cut' }[],
    ): Promise<void> {
      now = () => Date.now() + offMs
      offMs = steps[0]?.toMs ?? 0
      let worker = await startWorker()
      const uris: string[] = []
      try {
        for (const { toMs, next } of steps) {
          offMs = toMs
          uris.push(publish())
          await expect.poll(async () => (await listStored(uris)).length, waitFor).toBe(uris.length)
          if (next === 'goes on') continue
          if (next === 'break') jetstream.dropAll()
          else await worker.stop(next === 'power cut')
          // While nobody listens.
          uris.push(publish())
          if (next !== 'break') worker = await startWorker()
        }
        offMs = 0
        uris.push(publish())
        await expect.poll(() => listMissing(uris), waitFor).toEqual([])
        const { cursor, status } = await readSource()
        expect(JSON.parse(cursor ?? '{}').timeUs / 1000).toBeLessThanOrEqual(Date.now())
        expect(status.lastEventAt ?? 0).toBeLessThanOrEqual(Date.now())
        const { post } = opened.engine.tables
        for (const row of await opened.engine.reader.select().from(post))
          if (uris.includes(row.uri)) expect(row.createdAt).toBeLessThanOrEqual(Date.now())
      } finally {
        await worker.stop()
      }
    }

    async function listStored(uris: readonly string[]): Promise<string[]> {
      const stored = await store.listKnownIds('bluesky', 'post')
      return uris.filter((uri) => stored.includes(uri))
    }

    test('a clock 3 days behind at the start is told, and that it was set right', async () => {
      now = () => Date.now() + offMs
      offMs = -3 * dayMs
      const worker = await startWorker()
      const clockOf = async () => (await readSource()).status.parts.clock
      try {
        const uris = [publish(), publish()]
        await expect.poll(clockOf, waitFor).toMatchObject({ problem: 'clock_behind', detail: '72 h' })
        offMs = 0
        await expect.poll(clockOf, waitFor).toMatchObject({ problem: null })
        await expect.poll(() => listMissing(uris), waitFor).toEqual([])
      } finally {
        await worker.stop()
      }
    })

    test('at the start, while it runs, and over reboots, back and forth: all that was published is there', async () => {
      const ends = ['break', 'power cut', 'goes on'] as const
      await walk(far.map((toMs, index) => ({ toMs, next: ends[index % 3] as 'break' })))
      await walk([9 * hourMs, 0, -3 * dayMs, 0].map((toMs) => ({ toMs, next: 'reboot' })))
    })

    test.each(Array.from({ length: walks }, (_, index) => firstSeed + index))(
      'at random, seed %i',
      async (seed) => {
        let state = seed + 1
        const pick = <T>(from: readonly T[]): T => {
          state = (state * 48_271) % 2_147_483_647
          return from[state % from.length] as T
        }
        const steps = Array.from({ length: 6 }, () => ({
          toMs: pick([0, ...far, ...far]),
          next: pick(['goes on', 'break', 'reboot', 'power cut'] as const),
        }))
        await walk(steps)
      },
    )
  })
})
