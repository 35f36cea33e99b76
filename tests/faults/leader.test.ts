// The worker that leads a source is killed, or stands still, or is overtaken again and again, while posts
// pour in.
import { setTimeout as sleep } from 'node:timers/promises'
import { openCampaignList } from '@wall/db/campaign-list'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { AppError } from '@wall/db/model/error'
import { createStore } from '@wall/db/store/create-store'
import { noLease } from '@wall/db/store/jobs/lease'
import type { Store } from '@wall/db/store/store'
import { createFiler } from '@wall/filing/file-post'
import { createRunner } from '@wall/workers/collecting/runner'
import { startAppViewServer } from '@wall/workers/demo/network/appview-server'
import { startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import type { NetworkEvent } from '@wall/workers/demo/network/network-event'
import { createLog } from '@wall/workers/log'
import { bluesky } from '@wall/workers/sources/bluesky'
import { checkTimes } from '@wall/workers/upkeep/check-posts'
import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openTestPostgres } from '../support/database/open-test-engine.ts'
import { makeNetworkDeletion, makeNetworkEdit, makeNetworkPost } from '../support/network/network-posts.ts'
import { type NodeSet, startNodes } from '../support/wall/nodes.ts'

const takeoverMs = 40_000
const changes = 60

test('a leader that is killed, or stands still, is followed, and what it still wants to write is refused', {
  timeout: 240_000,
}, async () => {
  const appview = await startAppViewServer()
  const jetstream = await startJetstreamServer()
  const env = {
    JETSTREAM_URLS: jetstream.url('v2'),
    BLUESKY_APPVIEW: appview.url,
    BLUESKY_CDN: appview.url,
    MEDIA_ALLOW_ORIGINS: appview.url,
  }
  const nodes = await startNodes({ apis: 0, workers: 3, env })
  let sent = 0
  const tell = () => {
    const { news } = makeNetworkPost(sent++)
    appview.repository.apply(news)
    jetstream.emit(news)
  }
  let isOver = false
  const pouring = (async () => {
    for (; !isOver; await sleep(50)) tell()
  })()
  try {
    const count = () => countPosts(nodes)
    await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(0)

    for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
      const leader = await findLeader(nodes)
      const fence = await readFence(nodes)
      leader.child.kill(signal)
      await expect.poll(() => readFence(nodes), { timeout: takeoverMs, interval: 50 }).toBeGreaterThan(fence)
      const stoodAt = await count()
      await expect.poll(count, { timeout: takeoverMs }).toBeGreaterThan(stoodAt)
      if (signal === 'SIGKILL') continue
      leader.child.kill('SIGCONT')
      await expect
        .poll(leader.output, { timeout: takeoverMs })
        .toMatch(/lead of this source was lost|leads this source/)
    }
    isOver = true
    await pouring
    await expect.poll(count, { timeout: 60_000 }).toBe(sent)
    // What each of them was asking the network about when it fell, others asked about.
    await expect.poll(() => countUnconfirmed(nodes), { timeout: 60_000 }).toBe(0)
    const arrivals = await nodes.database.query<{ uri: string }>(
      "SELECT uri FROM event JOIN post ON post.id = post_id WHERE kind = 'post_arrived' ORDER BY event.seq",
    )
    expect(arrivals.map(({ uri }) => uri)).toEqual(
      Array.from({ length: sent }, (_, n) => makeNetworkPost(n).uri),
    )
  } finally {
    isOver = true
    await nodes.stop()
    await jetstream.close()
    await appview.close()
  }
})

test(`${changes} changes of the leader over one stream: nothing lost, nothing doubled, nothing out of order`, {
  timeout: 300_000,
}, async () => {
  const appview = await startAppViewServer()
  const jetstream = await startJetstreamServer()
  const { engine, dispose } = await openTestPostgres()
  const store = createStore(engine)
  const { campaign } = await store.saveCampaign(builtInCampaign())
  const setup = bluesky.setUp({ JETSTREAM_URLS: jetstream.url('v2'), BLUESKY_APPVIEW: appview.url })
  if (!setup || 'faults' in setup) throw new Error(setup?.faults.join(', '))
  const quick = { idleTimeoutMs: 2_000, flushMs: 10, cursorEveryMs: 30, firstRetryMs: 5 }
  await store.ensureSource(campaign.id, 'bluesky', { ...(setup.settings as object), ...quick })
  // Made once: it learns for most of a second.
  const filer = createFiler(campaign)
  const stopping = new AbortController()
  const campaigns = await openCampaignList(store, stopping.signal)
  let refused = 0
  const runners = ['one', 'two', 'three', 'four'].map((owner) =>
    createRunner({
      store: countRefusals(store, () => (refused += 1)),
      ...{ campaigns, settings: {} },
      sources: { bluesky },
      createFiler: () => filer,
      fetch,
      clock: Date.now,
      log: createLog('silent'),
      secrets: { read: async () => null, write: async () => {} },
      credentials: {},
      recheckMs: 900_000,
      owner,
      leadTimes: { ttlMs: 2_000, renewEveryMs: 150, lookEveryMs: 40 },
      checkTimes,
    }).run(stopping.signal),
  )

  const { source, event, post } = engine.tables
  const readFence = async () => (await engine.reader.select().from(source))[0]?.fence ?? 0
  let sent = 0
  const edited = new Set<number>()
  const deleted = new Set<number>()
  let isOver = false
  /** A slow machine takes longer for each change, and must not have the more posts to store for it. */
  let enough = 40
  const tell = (news: NetworkEvent) => {
    appview.repository.apply(news)
    jetstream.emit(news)
  }
  async function pour(): Promise<void> {
    for (; !isOver; sent += 1) {
      while (sent >= enough && !isOver) await sleep(10)
      tell(makeNetworkPost(sent).news)
      if (sent % 7 === 6) {
        edited.add(sent - 5)
        tell(makeNetworkEdit(sent - 5, `Edited ${sent - 5} #rethinkingintervention`))
      }
      if (sent % 11 === 10) {
        deleted.add(sent - 8)
        tell(makeNetworkDeletion(sent - 8))
      }
      await sleep(10)
    }
  }

  try {
    await expect.poll(readFence, { timeout: 30_000 }).toBe(1)
    await jetstream.waitForSubscribers(1)
    const pouring = pour()
    for (let change = 1; change <= changes; change += 1) {
      enough = 40 * change
      await sleep(20 + Math.random() * 60)
      // As if its time were over: it does not know yet, and goes on writing until it asks or is refused. One
      // that renews before another has taken the lead keeps it, so this goes on until another has.
      const fence = await readFence()
      const endLead = () =>
        engine.transaction(async ({ db }) => {
          await db.update(source).set(noLease('lead')).where(eq(source.fence, fence))
        })
      const readNext = () => endLead().then(readFence)
      await expect.poll(readNext, { timeout: 30_000, interval: 5 }).toBeGreaterThan(fence)
    }
    isOver = true
    await pouring
    const wanted = Array.from({ length: sent }, (_, number) => makeNetworkPost(number).uri)
    const readStanding = async () =>
      (await engine.reader.select().from(post)).filter(({ removedWhy }) => removedWhy !== 'deleted')
    const left = wanted.filter((_, number) => !deleted.has(number))
    await expect
      .poll(async () => (await readStanding()).map(({ uri }) => uri).sort(), {
        timeout: 90_000,
        interval: 200,
      })
      .toEqual([...left].sort())
    // What came while nobody led and was deleted again at once need never have been stored.
    const uriOf = new Map((await engine.reader.select().from(post)).map(({ id, uri }) => [id, uri]))
    const log = await engine.reader.select().from(event).orderBy(asc(event.seq))
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
    const arrived = log
      .filter(({ kind }) => kind === 'post_arrived')
      .map(({ postId }) => uriOf.get(postId ?? 0))
    const arrivedOnce = new Set(arrived)
    expect(arrived).toEqual(wanted.filter((uri) => arrivedOnce.has(uri)))
    for (const row of await engine.reader.select().from(post)) {
      const number = wanted.indexOf(row.uri)
      if (!deleted.has(number)) expect(row.text.startsWith('Edited')).toBe(edited.has(number))
    }
    expect(refused).toBeGreaterThan(0)
  } finally {
    isOver = true
    stopping.abort()
    await Promise.all(runners)
    await jetstream.close()
    await appview.close()
    await dispose()
  }
})

function countRefusals(store: Store, onRefused: () => void): Store {
  return {
    ...store,
    async recordBatch(...order) {
      try {
        return await store.recordBatch(...order)
      } catch (error) {
        if (error instanceof AppError && error.code === 'conflict') onRefused()
        throw error
      }
    },
  }
}

async function countPosts({ database }: NodeSet): Promise<number> {
  const [row] = await database.query<{ count: string }>('SELECT count(*) FROM post')
  return Number(row?.count)
}

async function countUnconfirmed({ database }: NodeSet): Promise<number> {
  const [row] = await database.query<{ count: string }>(
    'SELECT count(*) FROM post WHERE verified_cid IS NULL',
  )
  return Number(row?.count)
}

async function readFence({ database }: NodeSet): Promise<number> {
  const [row] = await database.query<{ fence: string }>("SELECT fence FROM source WHERE kind = 'bluesky'")
  return Number(row?.fence)
}

/** Its name holds its process number. */
async function findLeader({ database, workers }: NodeSet) {
  const [row] = await database.query<{ owner: string }>("SELECT owner FROM source WHERE kind = 'bluesky'")
  const leader = workers.find(({ child }) => row?.owner.split(' ')[1] === String(child.pid))
  if (!leader) throw new Error(`nobody of us leads: ${row?.owner}`)
  return leader
}
