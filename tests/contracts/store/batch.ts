// Posts as sources hand them over, stored with their cursor.
import { describe, expect, test } from 'vitest'
import { makeBatch, makePost } from '../../support/database/posts.ts'
import { type OpenEngine, uri, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeBatches(name: string, open: OpenEngine): void {
  describe(`batches on ${name}`, () => {
    const on = useStore(open)

    test('stores posts pending and unconfirmed, with their cursor', async () => {
      const media = [
        { kind: 'image' as const, url: 'https://cdn.example/1.jpg', alt: 'A garden', width: 4, height: 3 },
      ]
      expect(await on.record({ posts: [makePost({ media })], cursor: 'c9' })).toEqual({
        inserted: 1,
        changed: 0,
        removed: 0,
        ignored: 0,
      })
      const post = await on.onlyPost()
      expect(post).toMatchObject({
        standing: 'pending',
        hiddenWhy: 'unverified',
        version: 1,
        author: { networkId: 'did:plc:ana' },
      })
      expect(post.media).toMatchObject([{ alt: 'A garden', width: 4 }])
      expect((await on.store.listSources(on.campaignId))[0]?.cursor).toBe('c9')
    })

    test('delivery twice is the same as once', async () => {
      const batch = { posts: [makePost(), makePost({ uri: `${uri}2` })] }
      await on.record(batch)
      const seq = await on.store.lastSeq(on.campaignId)
      expect(await on.record(batch)).toMatchObject({ inserted: 0, ignored: 2 })
      expect(await on.store.lastSeq(on.campaignId)).toBe(seq)
    })

    test('the log counts without gaps, whatever fails in between', async () => {
      await on.record({ posts: [makePost()] })
      await expect(
        on.store.recordBatch(999, makeBatch({ posts: [makePost({ uri: 'at://x/y/z' })] })),
      ).rejects.toMatchObject({ code: 'not_found' })
      await on.record({ posts: [makePost({ uri: `${uri}2` }), makePost({ uri: `${uri}3` })] })
      const seqs = (await on.store.eventsAfter(on.campaignId, 0, 100)).map((event) => event.seq)
      expect(seqs).toEqual(seqs.map((_, index) => index + 1))
      expect(await on.store.lastSeq(on.campaignId)).toBe(seqs.length)
    })

    test('of two versions in one batch the newer one counts', async () => {
      await on.record({
        posts: [
          makePost({ cid: 'new', rev: '3b', text: 'new' }),
          makePost({ cid: 'old', rev: '3a', text: 'old' }),
        ],
      })
      expect((await on.onlyPost()).text).toBe('new')
    })

    test('an edit after approval goes back to the queue and off the wall', async () => {
      await on.showOne()
      expect(
        await on.record({ posts: [makePost({ cid: 'cid-2', rev: '3b', text: 'Other words' })] }),
      ).toMatchObject({ changed: 1 })
      expect(await on.onlyPost()).toMatchObject({
        standing: 'pending',
        hiddenWhy: 'unverified',
        text: 'Other words',
        filing: { takeaway: 1, by: 'moderator' },
      })
      expect(await on.wallIds()).toEqual([])
      expect((await on.store.listDecisions(on.campaignId, 1)).map((decision) => decision.kind)).toEqual([
        'approve',
        'return',
      ])
    })

    test('an older version never undoes a newer one', async () => {
      await on.record({ posts: [makePost({ cid: 'cid-2', rev: '3b', text: 'newer' })] })
      expect(
        await on.record({ posts: [makePost({ cid: 'cid-1', rev: '3a', text: 'older' })] }),
      ).toMatchObject({ ignored: 1 })
      expect((await on.onlyPost()).text).toBe('newer')
    })

    test('a deletion erases the words, and a replayed older create cannot bring them back', async () => {
      await on.showOne()
      const removal = { network: 'bluesky', uri, rev: '3c', why: 'deleted' as const }
      expect(await on.record({ removals: [removal] })).toMatchObject({ removed: 1 })
      expect(await on.onlyPost()).toMatchObject({ text: '', body: [], hiddenWhy: 'deleted' })
      expect(await on.wallIds()).toEqual([])
      expect(await on.record({ posts: [makePost()], removals: [removal] })).toMatchObject({
        inserted: 0,
        removed: 0,
        ignored: 2,
      })
      expect((await on.onlyPost()).text).toBe('')
    })

    test('a deletion that comes before its create still holds', async () => {
      await on.record({ removals: [{ network: 'bluesky', uri, rev: '3c', why: 'deleted' }] })
      expect(await on.record({ posts: [makePost()] })).toMatchObject({ inserted: 0, ignored: 1 })
    })

    test('a post that lost its tag and got it again waits in the queue', async () => {
      await on.showOne()
      await on.record({ removals: [{ network: 'bluesky', uri, rev: '3b', why: 'untagged' }] })
      expect((await on.onlyPost()).hiddenWhy).toBe('untagged')
      await on.record({ posts: [makePost({ cid: 'cid-3', rev: '3c', text: 'tagged again' })] })
      expect(await on.onlyPost()).toMatchObject({
        standing: 'pending',
        removedWhy: null,
        text: 'tagged again',
      })
    })

    test('an older deletion does not touch what was written after it', async () => {
      await on.record({ posts: [makePost({ rev: '3d' })] })
      expect(
        await on.record({ removals: [{ network: 'bluesky', uri, rev: '3b', why: 'deleted' }] }),
      ).toMatchObject({ ignored: 1 })
      expect((await on.onlyPost()).text).not.toBe('')
    })
  })
}
