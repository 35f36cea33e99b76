// A worker's check of posts, on PostgreSQL, with a look-up that takes its time.
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { openPostgres } from '@wall/db/engines/postgres'
import type { NewPost } from '@wall/db/model/post'
import { createStore } from '@wall/db/store/create-store'
import { createLog } from '@wall/workers/log'
import { createPipeline } from '@wall/workers/pipeline'
import type { LookedUp, LookUp, LookUpContext } from '@wall/workers/sources/source'
import { checkTimes, createPostChecker } from '@wall/workers/upkeep/check-posts'
import { makeWorkerName } from '@wall/workers/worker-name'
import { count, lte } from 'drizzle-orm'
import { serveCommands } from '../support/command-server.ts'
import { makePost } from '../support/storing/make-post.ts'

const [databaseUrl = '', lookUpUrl = '', postCount = '0'] = process.argv.slice(2)
const engine = await openPostgres({ url: databaseUrl })
const store = createStore(engine)
const { campaign } = await store.saveCampaign(builtInCampaign())
const row = await store.ensureSource(campaign.id, 'bluesky', {})
const posts = Array.from({ length: Number(postCount) }, (_, index) => makePost(index))
const byUri = new Map(posts.map((post) => [post.uri, post]))
const { post } = engine.tables
const unmarked = { skip: [], markedTags: [], fieldTags: [], mentionIds: [] }
const unfiled = { takeaway: null, by: null, confidence: 0, reason: '', suggestions: [] }
const pipeline = createPipeline([{ campaign, file: () => unfiled }])

serveCommands({
  async fill() {
    for (let at = 0; at < posts.length; at += 100) {
      const batch = { posts: posts.slice(at, at + 100), removals: [], authorChanges: [], cursor: String(at) }
      await store.recordBatch(row.id, batch)
    }
  },
  async makeDue() {
    await engine.transaction(async ({ db }) => void (await db.update(post).set({ checkAt: 0 })))
  },
  /** Until nothing is due any more; answers how many this one asked about. */
  async check() {
    const stopping = new AbortController()
    let asked = 0
    const lookUp: LookUp<unknown> = {
      atOnce: 25,
      async ask(_, due) {
        asked += due.length
        return askNetwork(due.map(({ uri }) => byUri.get(uri) ?? makePost(0)))
      },
    }
    const context = {
      ...{ signal: stopping.signal, clock: Date.now, log: createLog('error') },
      ...{ report: () => {}, count: () => {} },
    } as Partial<LookUpContext> as LookUpContext
    const deps = { store, lookUp, pipeline, row, owner: makeWorkerName(), context, recheckMs: 900_000 }
    const done = createPostChecker({ ...deps, times: checkTimes }).run()
    while ((await countDue()) > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    stopping.abort()
    await done
    return asked
  },
})

async function countDue(): Promise<number> {
  const [found] = await engine.reader.select({ due: count() }).from(post).where(lte(post.checkAt, 0))
  return found?.due ?? 0
}

/** As the AppView is asked: for the posts, then for their authors. */
async function askNetwork(due: readonly NewPost[]): Promise<LookedUp> {
  for (const method of ['getPosts', 'getProfiles']) await (await fetch(`${lookUpUrl}/${method}`)).text()
  const who = new Set(due.map(({ authorId }) => authorId))
  return {
    found: due.map((post) => {
      return { post, matchable: { ...unmarked, text: post.text }, labels: [] }
    }),
    missing: [],
    authors: [...who].map((networkId) => {
      return { network: 'bluesky', networkId, standing: 'active' as const, verifiedAt: Date.now() }
    }),
  }
}
