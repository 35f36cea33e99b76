// A look-up that suddenly knows nobody is doubted before anything is erased.
import type { NewPost } from '@wall/db/model/post'
import type { Verification } from '@wall/db/store/store'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { makePost } from '../../support/database/posts.ts'
import { actor, type OpenEngine, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeManyMissing(name: string, open: OpenEngine): void {
  describe(`many missing on ${name}`, () => {
    const on = useStore(open)

    /** Somebody else's post, found in the same looks, speaks for the service. */
    const other = makePost({ uri: 'at://did:plc:ben/app.bsky.feed.post/1' })
    async function _lookBesideOther(answer: Partial<Verification>, looks = 1): Promise<void> {
      for (let look = 0; look < looks; look += 1)
        await on.verify([on.verified({ uri: other.uri, post: other }), on.verified(answer)])
    }

    describe('when many are gone at once', () => {
      /** Ids 1, 2, 3 … */
      const crowd = (count: number, authors = count) =>
        Array.from({ length: count }, (_, index) =>
          makePost({ uri: `at://did:plc:person${index % authors}/app.bsky.feed.post/${index}` }),
        )
      const words = (post: NewPost) => on.verified({ uri: post.uri, post })
      const silence = (post: NewPost) => on.verified({ uri: post.uri, post: null })
      const untagged = (post: NewPost) => on.verified({ uri: post.uri, post, isMatch: false })
      async function show(posts: NewPost[]): Promise<void> {
        await on.record({ posts })
        await on.verify(posts.map(words))
        for (const { id, version } of await on.store.findPosts(posts.map((_, index) => index + 1)))
          await on.store.decide({
            campaignId: on.campaignId,
            postId: id,
            version,
            standing: 'approved',
            actor,
          })
      }
      /** In answers of `size` posts, as look-ups give them, so often. */
      async function answer(verifications: Verification[], times = 1, size = 25) {
        let result: Awaited<ReturnType<typeof on.verify>> | undefined
        for (let time = 0; time < times; time += 1)
          for (let from = 0; from < verifications.length; from += size)
            result = await on.verify(verifications.slice(from, from + size))
        return result
      }
      const erased = async () => {
        const posts = await on.store.findPosts(Array.from({ length: 100 }, (_, index) => index + 1))
        return posts.filter(({ text }) => text === '').map(({ uri }) => uri)
      }

      test.each([
        ['all thirty', 30, 30, 30],
        ['twenty of twenty-five', 25, 25, 20],
        ['half of them', 30, 30, 15],
        ['one answer of many', 100, 100, 25],
        ['all of a small wall', 3, 3, 3],
        ['all that three people wrote', 30, 3, 30],
        ['all that the only author wrote', 30, 1, 30],
        ['the three posts of the only author', 3, 1, 3],
        ['the only post', 1, 1, 1],
      ])('%s: they are hidden, not erased, and come back', async (_, count, authors, gone) => {
        const posts = crowd(count, authors)
        await show(posts)
        const told = await answer(posts.slice(0, gone).map(silence))
        expect(await on.store.countShown(on.campaignId)).toEqual(
          count === gone ? {} : { unfiled: count - gone },
        )
        for (let look = 0; look < 6; look += 1) {
          await answer(posts.slice(gone).map(words))
          await answer(posts.slice(0, gone).map(silence))
        }
        expect(await erased()).toEqual([])
        expect(told?.missing).toEqual({ posts: gone, of: count })
        expect((await answer(posts.map(words)))?.missing).toBeUndefined()
        expect(await on.store.countShown(on.campaignId)).toEqual({ unfiled: count })
      })

      test('one answer after the other, a post each, by workers that know nothing of one another', async () => {
        const posts = crowd(12)
        await show(posts)
        await answer(posts.map(silence), 8, 1)
        expect(await erased()).toEqual([])
      })

      test.each([
        ['as they were', 'cid-1'],
        ['other ones', 'cid-2'],
      ])('a service whose records (%s) all lack the hashtag takes no words either', async (_, cid) => {
        const posts = crowd(30)
        await show(posts)
        await answer(
          posts.map((post) => untagged({ ...post, cid })),
          8,
        )
        expect(await on.wallIds()).toEqual([])
        expect(await erased()).toEqual([])
        await answer(posts.map(words))
        expect(await on.wallIds()).toHaveLength(10)
      })

      test('posts that nobody could confirm yet are kept as well, while the service learns nothing new', async () => {
        const old = crowd(20)
        await show(old)
        const fresh = Array.from({ length: 12 }, (_, index) =>
          makePost({ uri: `at://did:plc:newcomer${index}/app.bsky.feed.post/1` }),
        )
        await on.record({ posts: fresh })
        for (let look = 0; look < 10; look += 1) {
          await answer(old.map(words))
          await answer(fresh.map(silence))
        }
        expect(await erased()).toEqual([])
        await answer(fresh.map(words))
        expect((await on.store.findPosts([21]))[0]).toMatchObject({ hiddenWhy: null, text: fresh[0]?.text })
      })

      test('what single people deleted meanwhile is erased in its time', async () => {
        const posts = crowd(30)
        await show(posts)
        for (let look = 0; look < 5; look += 1) {
          await answer(posts.slice(2).map(words))
          await answer(posts.slice(0, 2).map(silence))
        }
        expect(await erased()).toHaveLength(2)
      })

      test('one person who deletes three posts is believed where another one’s is found', async () => {
        const posts = crowd(3, 1)
        await show([...posts, other])
        await answer([words(other), ...posts.map(silence)], 5)
        expect(await erased()).toHaveLength(3)
      })

      test('the only post, that nobody could confirm yet, is kept as well', async () => {
        await on.record({ posts: crowd(1) })
        await answer(crowd(1).map(silence), 14)
        expect(await erased()).toEqual([])
      })

      test('while all are hidden in doubt, the stream’s word on a deletion erases at once', async () => {
        const posts = crowd(2, 1)
        await show(posts)
        await answer(posts.map(silence), 2)
        const [{ uri: gone } = { uri: '' }] = posts
        await on.record({ removals: [{ network: 'bluesky', uri: gone, rev: '3z', why: 'deleted' }] })
        expect(await erased()).toEqual([gone])
      })

      test('after an outage the count begins anew for what is still not found', async () => {
        const posts = crowd(30)
        await show(posts)
        await answer(posts.map(silence), 6)
        for (let look = 0; look < 4; look += 1) {
          await answer(posts.slice(1).map(words))
          await answer(posts.slice(0, 1).map(silence))
          expect(await erased()).toEqual([])
        }
        await answer(posts.slice(0, 1).map(silence))
        expect(await erased()).toHaveLength(1)
      })

      test('what stays away for a week is erased', async () => {
        const posts = crowd(4)
        await show(posts)
        await answer(posts.map(silence))
        const { post } = on.engine.tables
        await on.engine.transaction(async ({ db }) => {
          await db.update(post).set({ checkAttempts: sql`${post.checkAttempts} - 2014` })
        })
        await answer(posts.map(silence))
        expect(await erased()).toEqual([])
        await answer(posts.map(silence))
        expect(await erased()).toHaveLength(4)
      })

      test('they are asked about again within minutes', async () => {
        const posts = crowd(30)
        await show(posts)
        await answer(posts.map(silence), 8)
        const { tables, reader, nowMs } = on.engine
        const waits = await reader
          .select({ ms: sql`${tables.post.checkAt} - ${nowMs}`.mapWith(Number) })
          .from(tables.post)
        expect(Math.max(...waits.map(({ ms }) => ms))).toBeLessThanOrEqual(300_000)
      })

      test('accounts and labels that hide most of what was approved are told', async () => {
        const posts = crowd(10)
        await show(posts)
        const labelled = posts.map((post) => ({ ...words(post), labels: ['!hide'] }))
        expect((await answer(labelled))?.missing).toEqual({ posts: 10, of: 10 })
        expect((await answer(posts.map(words)))?.missing).toBeUndefined()
        const closed = posts.slice(4).map(({ authorId }) => {
          return { network: 'bluesky', networkId: authorId, standing: 'hidden' as const }
        })
        expect((await on.verify([], closed)).missing).toEqual({ posts: 6, of: 10 })
        expect(await erased()).toEqual([])
      })
    })
  })
}
