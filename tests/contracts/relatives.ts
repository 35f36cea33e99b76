import { CampaignContent } from '@wall/db/model/campaign'
import type { Filing } from '@wall/db/model/filing'
import type { NewPost } from '@wall/db/model/post'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestEngine } from '../support/database/open-test-engine.ts'
import { makeBatch, makePost } from '../support/database/posts.ts'
import { addModerator } from '../support/wall/add-moderator.ts'

const content = CampaignContent.parse({
  slug: 'test',
  name: 'Test campaign',
  hashtags: ['rethinkingintervention'],
  takeaways: [1, 2].map((number) => ({ number, slug: `takeaway-${number}`, title: `Takeaway ${number}` })),
})
const uriOf = (number: number) => `at://did:plc:author${number}/app.bsky.feed.post/${number}`
const named = (takeaway: number): Filing => ({
  ...{ takeaway, by: 'rule', confidence: 0.97, reason: 'it says so', suggestions: [] },
  signals: [{ takeaway, kind: 'marker', written: `Takeaway ${takeaway}`, seen: 'says so', confidence: 0.97 }],
})

/** When posts that answer another are to be filed anew. Run once an engine. */
export function describeRelatives(name: string, open: () => Promise<TestEngine>): void {
  describe(`who answers a post, on ${name}`, () => {
    let engine: TestEngine
    let store: Store
    let campaignId: number
    let sourceId: number
    const now = 1_800_000_000_000
    const head = makePost({ uri: uriOf(1), filing: named(1) })

    beforeEach(async () => {
      engine = await open()
      store = createStore(engine.engine, () => now)
      campaignId = (await store.saveCampaign(content)).campaign.id
      sourceId = (await store.ensureSource(campaignId, 'bluesky', {})).id
      await addModerator(engine.engine, 'ana', 'Ana')
      const references = { replyTo: uriOf(1), replyRoot: uriOf(1), quoteOf: null }
      await record(head, makePost({ uri: uriOf(2), references }))
      await fileAll()
    })
    afterEach(() => engine.dispose())

    const record = (...posts: NewPost[]) => store.recordBatch(sourceId, makeBatch({ posts }))
    const claim = () =>
      store.claimFilings(campaignId, 'm1', { limit: 10, leaseMs: 60_000, owner: 'a', onlyNew: true })
    async function fileAll() {
      for (let claimed = await claim(); claimed.posts.length > 0; claimed = await claim()) {
        const filings = claimed.posts.map(({ id, version }) => ({ postId: id, version, filing: named(1) }))
        await store.recordFilings(campaignId, claimed, 'm1', filings)
      }
    }
    const toBeFiled = async () => (await claim()).posts.map(({ id }) => id)
    async function decide(standing: 'approved' | 'rejected' | 'stashed', takeaway?: number) {
      const [post] = await store.findPosts([1])
      const version = post?.version ?? 0
      await store.decide({ campaignId, postId: 1, version, standing, takeaway, actor: { id: 'ana' } })
    }

    test('is filed anew when that is moved or rejected', async () => {
      await decide('stashed', 2)
      expect(await toBeFiled()).toEqual([2])
      await fileAll()
      await decide('rejected')
      expect(await toBeFiled()).toContain(2)
    })

    test('is left alone when nothing else follows from that: saved for later where it stood', async () => {
      await decide('stashed')
      expect(await toBeFiled()).toEqual([])
    })

    test('is filed anew when an edit takes the takeaway out, and when that is taken back', async () => {
      const plain: Filing = { takeaway: null, by: null, confidence: 0, reason: '', suggestions: [] }
      await record({ ...head, cid: 'cid-2', rev: '3b', text: 'None', filing: plain })
      expect(await toBeFiled()).toEqual([1, 2])
      await record({ ...head, cid: 'cid-3', rev: '3c', filing: named(1) })
      await fileAll()
      const removal = { network: 'bluesky', uri: uriOf(1), rev: '3d', why: 'deleted' as const }
      await store.recordBatch(sourceId, makeBatch({ removals: [removal] }))
      expect(await toBeFiled()).toEqual([2])
    })

    test('what was made of how that stood before does not count', async () => {
      await engine.engine.transaction(async ({ db }) => {
        await db.update(engine.engine.tables.post).set({ filedWith: null })
      })
      const claimed = await claim()
      await decide('rejected')
      const late = claimed.posts
        .filter(({ id }) => id === 2)
        .map(({ id, version }) => ({ postId: id, version, filing: named(1) }))
      expect(await store.recordFilings(campaignId, claimed, 'm1', late)).toMatchObject({ lost: 1 })
      expect(await toBeFiled()).toEqual([2])
    })
  })
}
