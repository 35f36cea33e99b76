// When posts that answer another are to be filed anew.
import type { Filing } from '@wall/db/model/filing/filing'
import type { NewPost } from '@wall/db/model/post'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeBatch, makePost } from '../support/database/posts.ts'
import { type OpenEngine, useStore } from './store-room.ts'

const uriOf = (number: number) => `at://did:plc:author${number}/app.bsky.feed.post/${number}`
const named = (takeaway: number): Filing => ({
  ...{ takeaway, by: 'rule', confidence: 0.97, reason: 'it says so', suggestions: [] },
  signals: [{ takeaway, kind: 'marker', written: `Takeaway ${takeaway}`, seen: 'says so', confidence: 0.97 }],
})

/** When posts that answer another are to be filed anew. Run once an engine. */
export function describeRelatives(name: string, open: OpenEngine): void {
  describe(`who answers a post, on ${name}`, () => {
    const on = useStore(open)
    const head = makePost({ uri: uriOf(1), filing: named(1) })
    beforeEach(async () => {
      await on.makeUser('ana', 'Ana')
      const references = { replyTo: uriOf(1), replyRoot: uriOf(1), quoteOf: null }
      await record(head, makePost({ uri: uriOf(2), references }))
      await fileAll()
    })

    const record = (...posts: NewPost[]) => on.store.recordBatch(on.sourceId, makeBatch({ posts }))
    const claim = () =>
      on.store.claimFilings(on.campaignId, 'm1', { limit: 10, leaseMs: 60_000, owner: 'a', onlyNew: true })
    async function fileAll() {
      for (let claimed = await claim(); claimed.posts.length > 0; claimed = await claim()) {
        const filings = claimed.posts.map(({ id, version }) => ({ postId: id, version, filing: named(1) }))
        await on.store.recordFilings(on.campaignId, claimed, 'm1', filings)
      }
    }
    const toBeFiled = async () => (await claim()).posts.map(({ id }) => id)
    async function decide(standing: 'approved' | 'rejected' | 'stashed', takeaway?: number) {
      const [post] = await on.store.findPosts([1])
      const version = post?.version ?? 0
      await on.store.decide({
        campaignId: on.campaignId,
        postId: 1,
        version,
        standing,
        takeaway,
        actor: { id: 'ana' },
      })
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
      await on.store.recordBatch(on.sourceId, makeBatch({ removals: [removal] }))
      expect(await toBeFiled()).toEqual([2])
    })

    test('what was made of how that stood before does not count', async () => {
      await on.engine.transaction(async ({ db }) => {
        await db.update(on.engine.tables.post).set({ filedWith: null })
      })
      const claimed = await claim()
      await decide('rejected')
      const late = claimed.posts
        .filter(({ id }) => id === 2)
        .map(({ id, version }) => ({ postId: id, version, filing: named(1) }))
      expect(await on.store.recordFilings(on.campaignId, claimed, 'm1', late)).toMatchObject({ lost: 1 })
      expect(await toBeFiled()).toEqual([2])
    })
  })
}
