// Several workers on one PostgreSQL: one collects, all check.

import { openCampaignList } from '@wall/db/campaign-list'
import { openPostgres } from '@wall/db/engines/postgres'
import { AppError } from '@wall/db/model/error'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { createRunner } from '@wall/workers/collecting/runner'
import { bluesky } from '@wall/workers/sources/bluesky'
import type { Source } from '@wall/workers/sources/source'
import { type CheckTimes, checkTimes } from '@wall/workers/upkeep/check-posts'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makePostgresDatabase, type TestDatabase } from '../../support/database/postgres-database.ts'
import { author, type BlueskyHarness, makeRecord, startBluesky } from '../sources/bluesky-harness.ts'
import { campaign, createWorld, unfiled, until } from '../sources/collecting.ts'

let database: TestDatabase
let harness: BlueskyHarness
let store: Store
let campaignId: number
let stops: (() => Promise<void>)[]
/** How far the database's clock is ahead. */
let aheadMs: number
/** What the look-up service does with each question before it answers. */
let beforeAnswer: () => Promise<void>

beforeEach(async () => {
  stops = []
  aheadMs = 0
  beforeAnswer = async () => {}
  database = await makePostgresDatabase()
  harness = await startBluesky({
    appview: {
      async onCall(_call, answer) {
        await beforeAnswer()
        return answer()
      },
    },
  })
  store = await openOwnStore()
  campaignId = (await store.saveCampaign(campaign)).campaign.id
  await store.ensureSource(campaignId, 'bluesky', harness.settings)
})
afterEach(async () => {
  for (const stop of stops.reverse()) await stop()
  await harness.close()
  await database.drop()
})

async function openOwnStore(): Promise<Store> {
  const engine = await openPostgres({ url: database.url, poolSize: 6 })
  const ahead = { getSQL: () => sql.raw(String(aheadMs)) }
  const opened = createStore({ ...engine, nowMs: sql<number>`(${engine.nowMs} + ${ahead})` })
  stops.push(() => opened.close())
  return opened
}

interface Worker {
  /** Addresses of the posts that it asked the look-up service about, each as often as it did. */
  asked: string[]
  renewals: number
  stop(): Promise<void>
}

/** As a process of its own would be: with connections and a way to the network of its own. */
async function startWorker(
  owner: string,
  over: { source?: Source; times?: CheckTimes; recheckMs?: number; isCutOff?: boolean } = {},
): Promise<Worker> {
  const { context } = createWorld()
  const own = await openOwnStore()
  const stopping = new AbortController()
  const worker: Worker = { asked: [], renewals: 0, stop }
  const runner = createRunner({
    store: {
      ...own,
      renewChecks(...order) {
        worker.renewals += 1
        return own.renewChecks(...order)
      },
    },
    campaigns: await openCampaignList(own, stopping.signal),
    settings: {},
    sources: { bluesky: over.source ?? bluesky },
    createFiler: () => ({ file: () => unfiled }),
    async fetch(input, init) {
      worker.asked.push(...new URL(String(input)).searchParams.getAll('uris'))
      if (over.isCutOff) throw new AppError('upstream', 'No way out.')
      return context.fetch(input, init)
    },
    clock: Date.now,
    log: context.log,
    secrets: context.secrets,
    credentials: {},
    recheckMs: over.recheckMs ?? 900_000,
    owner,
    leadTimes: { ttlMs: 60_000, renewEveryMs: 1_000, lookEveryMs: 50 },
    checkTimes: over.times ?? checkTimes,
  })
  const done = runner.run(stopping.signal)
  stops.push(stop)
  return worker

  async function stop(): Promise<void> {
    stopping.abort()
    await done
  }
}

/** A worker that only collects. */
function collectOnly(): Source {
  const { lookUp } = bluesky
  return { ...bluesky, ...(lookUp && { lookUp: { ...lookUp, atOnce: 0 } }) }
}

const all = async () => (await store.searchPosts({ campaignId, words: '', limit: 1000 })).posts
const countConfirmed = async () => (await all()).filter(({ hiddenWhy }) => hiddenWhy === null).length

async function publish(count: number): Promise<string[]> {
  await harness.jetstream.waitForSubscribers()
  return Array.from({ length: count }, (_, number) =>
    harness.put(`p${number}`, makeRecord(`Number ${number} #rethinkingintervention`)),
  )
}

test('two workers share the checks of 200 posts: each does some, none is asked about twice', async () => {
  const workers = [await startWorker('one'), await startWorker('two')]
  const isShared = Promise.withResolvers<void>()
  beforeAnswer = async () => {
    if (workers.every(({ asked }) => asked.length > 0)) isShared.resolve()
    await isShared.promise
  }
  const uris = await publish(200)
  await until(async () => (await countConfirmed()) === 200, 20_000)
  expect(workers.map(({ asked }) => asked.length > 0)).toEqual([true, true])
  expect(workers.flatMap(({ asked }) => asked).sort()).toEqual(uris.sort())
})

test('a worker whose network is slower than its claims last keeps its posts', async () => {
  const times = { leaseMs: 60_000, renewEveryMs: 100 }
  const workers = [await startWorker('one', { times }), await startWorker('two', { times })]
  // The database's clock goes on, and not ours: a machine that stands still for some seconds loses nothing.
  const late = Promise.withResolvers<void>()
  const holdBack = async () => {
    for (let step = 0; step < 3; step += 1) {
      aheadMs += 40_000
      const had = workers.map(({ renewals }) => renewals)
      // The one under way may have begun before.
      await until(() => workers.every(({ renewals }, at) => renewals > (had[at] ?? 0) + 1), 20_000)
    }
  }
  let isHeldBack = false
  beforeAnswer = async () => {
    if (!isHeldBack && workers.every(({ asked }) => asked.length > 0)) {
      isHeldBack = true
      holdBack().then(late.resolve, late.reject)
    }
    await late.promise
  }
  const uris = await publish(30)
  await until(async () => (await countConfirmed()) === 30, 60_000)
  expect(workers.flatMap(({ asked }) => asked).sort()).toEqual(uris.sort())
})

test('what a dead worker had in hand, another one checks', async () => {
  const collector = await startWorker('one', { source: collectOnly() })
  await publish(40)
  await until(async () => (await all()).length === 40)
  await collector.stop()
  const options = { limit: 30, leaseMs: 600, owner: 'dead' }
  expect((await store.claimDueChecks(campaignId, 'bluesky', options)).due).toHaveLength(30)
  await startWorker('two')
  await until(async () => (await countConfirmed()) === 40, 20_000)
})

test('a worker that is stopped in mid-question gives its posts back at once', async () => {
  beforeAnswer = () => new Promise(() => {})
  const worker = await startWorker('one')
  const uris = await publish(5)
  await until(() => worker.asked.length === 5)
  await worker.stop()
  const options = { limit: 30, leaseMs: 600, owner: 'any' }
  const { due } = await store.claimDueChecks(campaignId, 'bluesky', options)
  expect(due.map(({ uri }) => uri).sort()).toEqual(uris.sort())
})

test('what a worker that is cut off from the network can not ask about, another one does', async () => {
  const cutOff = await startWorker('one', { isCutOff: true })
  const uris = await publish(5)
  await until(() => cutOff.asked.length >= 5)
  await startWorker('two')
  await until(async () => (await countConfirmed()) === uris.length, 20_000)
})

test('a post that the database refuses is set aside and told; what comes with it and after it is stored', async () => {
  await database.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no %', NEW.text USING ERRCODE = '23514'; END $$`)
  await database.query(
    `CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON post FOR EACH ROW WHEN (NEW.text LIKE '%bane%') EXECUTE FUNCTION refuse()`,
  )
  await startWorker('one')
  await harness.jetstream.waitForSubscribers()
  const put = (name: string, text: string) => harness.put(name, makeRecord(`${text} #rethinkingintervention`))
  put('a', 'Before')
  const bane = put('b', 'The bane of it')
  put('c', 'Beside')
  await until(async () => (await countConfirmed()) === 2, 20_000)
  put('d', 'After')
  await until(async () => (await countConfirmed()) === 3, 20_000)
  const told = async () => (await store.listSources(campaignId))[0]?.status
  await until(async () => (await told())?.parts.set_aside !== undefined)
  expect((await told())?.parts.set_aside).toMatchObject({ problem: 'set_aside', detail: `${bane}: 23514` })
  expect((await told())?.parts.stream?.problem).toBeNull()
  // By look-up alone: an edit that the stream did not tell.
  const known = harness.appview.repository.findPost(bane.replace(/b$/, 'a'))
  if (known) known.record = makeRecord('A bane by look-up #rethinkingintervention')
  if (known) known.cid = 'bafyother'
  await database.query('UPDATE post SET check_at = 0')
  await until(async () => (await told())?.parts.set_aside?.detail?.includes('/a: ') === true, 20_000)
  put('e', 'And on')
  await until(async () => (await countConfirmed()) === 4, 20_000)
})

test('what the stream told one worker, a look-up of another one that lags does not undo', async () => {
  await startWorker('one', { source: collectOnly() })
  const [uri] = await publish(1)
  const checker = await startWorker('two', { recheckMs: 50 })
  await until(async () => (await countConfirmed()) === 1)
  // Only the stream knows; the look-ups still list the account.
  harness.jetstream.emit({ kind: 'account', did: author, active: false, status: 'deactivated' })
  await until(async () => (await all())[0]?.hiddenWhy === 'account')
  const before = checker.asked.length
  await until(() => checker.asked.length > before + 2, 20_000)
  expect(await all()).toMatchObject([{ uri, hiddenWhy: 'account' }])
})
