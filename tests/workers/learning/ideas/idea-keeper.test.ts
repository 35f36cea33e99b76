import { setTimeout as sleep } from 'node:timers/promises'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import type { KeptFiles } from '@wall/db/kept-files'
import { AppError } from '@wall/db/model/error'
import type { GatheredIdeas } from '@wall/db/model/idea'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { createIdeaMind, nameIdeaModel } from '@wall/filing/ideas/idea-mind'
import { createIdeaKeeper, restAfter } from '@wall/workers/learning/ideas/idea-keeper'
import { openIdeaThread } from '@wall/workers/learning/ideas/idea-thread'
import { createLog } from '@wall/workers/log'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTestSqlite, type TestEngine } from '../../../support/database/open-test-engine.ts'
import { makeBatch, makePost } from '../../../support/database/posts.ts'
import { keepNothing } from '../../../support/keep-nothing.ts'

// Every thread learns first.
vi.setConfig({ testTimeout: 60_000 })

const content = builtInCampaign()
const mind = openIdeaThread(content)
const log = createLog('silent')

let engine: TestEngine
let store: Store
let campaignId: number
let sourceId: number

beforeEach(async () => {
  engine = await openTestSqlite()
  store = createStore(engine.engine)
  campaignId = (await store.saveCampaign(content)).campaign.id
  sourceId = (await store.ensureSource(campaignId, 'bluesky', {})).id
})
afterEach(() => engine.dispose())
afterAll(() => mind.close())

async function receive(texts: readonly string[], first = 1) {
  const posts = texts.map((text, index) =>
    makePost({
      uri: `at://did:plc:p${first + index}/app.bsky.feed.post/1`,
      text,
      filing: { ...makePost().filing, takeaway: 1, by: 'rule' },
    }),
  )
  await store.recordBatch(sourceId, makeBatch({ posts, cursor: String(first) }))
  const verifications = posts.map((post) => ({
    ...{ network: 'bluesky', uri: post.uri, post, labels: [], isMatch: true },
  }))
  await store.recordVerifications(campaignId, verifications, [], { now: Date.now(), recheckMs: 100_000 })
}
const createKeeper = () =>
  createIdeaKeeper({ store, campaignId, ...{ model: nameIdeaModel(content), mind, kept: keepNothing, log } })

test('posts are read and ideas gathered once; again changes nothing', async () => {
  await receive([
    'What if two teachers visited every family at home in August?',
    'I would add home visits for every family before school starts',
    'Hire more counselors, ours has 611 kids',
    'Thanks everybody, great talk',
  ])
  const keeper = createKeeper()
  expect(await keeper.catchUp()).toBe(true)
  expect(await store.listIdeaGroups(campaignId)).toMatchObject([{ takeaway: 1, people: 2, posts: 2 }])
  expect(await store.countActions(campaignId)).toMatchObject([{ action: 4, people: 1 }])
  const seq = await store.lastSeq(campaignId)
  expect(await keeper.catchUp()).toBe(false)
  expect(await store.lastSeq(campaignId)).toBe(seq)
})

test('while it runs, what comes in is read by itself', async () => {
  const stop = new AbortController()
  const running = createKeeper().run(stop.signal)
  await receive(['What if two teachers visited every family at home in August?'])
  await expect.poll(async () => (await store.listIdeaGroups(campaignId)).length, { timeout: 30_000 }).toBe(1)
  await receive(['I would add home visits for every family before school starts'], 2)
  await expect
    .poll(async () => (await store.listIdeaGroups(campaignId)).map(({ posts }) => posts), { timeout: 30_000 })
    .toEqual([2])
  stop.abort()
  await running
})

test('a database that is away at the start is tried again', async () => {
  let asked = 0
  const shaky: Store = {
    ...store,
    lastSeq(id) {
      asked += 1
      return asked === 1 ? Promise.reject(new AppError('unavailable', 'Away.')) : store.lastSeq(id)
    },
  }
  const stop = new AbortController()
  const keeper = createIdeaKeeper({
    store: shaky,
    campaignId,
    ...{ model: nameIdeaModel(content), mind, kept: keepNothing, log },
  })
  const running = keeper.run(stop.signal)
  await receive(['What if two teachers visited every family at home in August?'])
  await expect.poll(async () => (await store.listIdeaGroups(campaignId)).length, { timeout: 30_000 }).toBe(1)
  stop.abort()
  await running
})

test('nobody learns to read before the first post; however long it takes then, it puts off no later look', async () => {
  const stop = new AbortController()
  let saves = 0
  let looks = 0
  const counting: Store = {
    ...store,
    saveIdeaGroups(...order) {
      saves += 1
      return store.saveIdeaGroups(...order)
    },
  }
  const late = {
    read: mind.read,
    async plan() {
      looks += 1
      // A machine that has other things to do; a look that long would be followed by a rest of 18 s.
      if (looks === 1) await sleep(2000)
      return []
    },
  }
  const running = createIdeaKeeper({
    store: counting,
    campaignId,
    ...{ model: 'slow', mind: late, kept: keepNothing, log },
  }).run(stop.signal)
  await expect.poll(() => saves).toBe(1)
  expect(looks).toBe(0)
  await receive(['Thanks everybody, great talk'])
  await expect.poll(() => looks).toBe(1)
  await receive(['Thanks to you'], 2)
  await expect
    .poll(() => store.listUnreadPosts(campaignId, 'slow', { limit: 1 }), { timeout: 30_000 })
    .toEqual([])
  stop.abort()
  await running
})

test('the thread answers what the same thread would, and is started anew after its end', async () => {
  const posts = [{ text: 'What if two teachers visited every family at home in August?', takeaway: 1 }]
  const here = await createIdeaMind(content).read(posts)
  const other = openIdeaThread(content)
  expect(await other.read(posts)).toEqual(here)
  await other.close()
  expect(await other.read(posts)).toEqual(here)
  await other.close()
})

test('what was planned and came to nothing new is not planned again, after a restart either', async () => {
  await receive(['What if two teachers visited every family at home in August?'])
  const values = new Map<string, unknown>()
  const kept: KeptFiles = {
    read: async (kind, name) => values.get(`${kind} ${name}`),
    write: async (kind, name, value) => void values.set(`${kind} ${name}`, value),
  }
  let plans = 0
  const counting = {
    read: mind.read,
    plan(gathered: GatheredIdeas) {
      if (gathered.ideas.length > 0) plans += 1
      return mind.plan(gathered)
    },
  }
  const catchUp = () =>
    createIdeaKeeper({
      ...{ store, campaignId, model: nameIdeaModel(content), mind: counting, kept, log },
    }).catchUp()
  expect(await catchUp()).toBe(true)
  expect(await catchUp()).toBe(false)
  const planned = plans
  expect(planned).toBeGreaterThan(0)
  expect(await catchUp()).toBe(false)
  expect(plans).toBe(planned)
  await receive(['I would add home visits for every family before school starts'], 2)
  expect(await catchUp()).toBe(true)
  expect(plans).toBe(planned + 1)
})

test('a thread that nobody asks ends, and the next question starts another', async () => {
  const posts = [{ text: 'What if two teachers visited every family at home in August?', takeaway: 1 }]
  const idle = openIdeaThread(content, 0)
  const first = await idle.read(posts)
  await sleep(50)
  expect(await idle.read(posts)).toEqual(first)
  await idle.close()
})

test('the longer a look takes, the longer it leaves the processor to others', () => {
  expect([10, 400, 999, 1000, 3000].map(restAfter)).toEqual([400, 1200, 2997, 9000, 27_000])
})
