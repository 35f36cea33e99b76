// What a look-up at the network does to a post.
import type { Verification } from '@wall/db/store/store'
import { describe, expect, test } from 'vitest'
import { makePost } from '../../support/database/posts.ts'
import { type OpenEngine, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeVerifications(name: string, open: OpenEngine): void {
  describe(`verifications on ${name}`, () => {
    const on = useStore(open)

    /** Somebody else's post, found in the same looks, speaks for the service. */
    const other = makePost({ uri: 'at://did:plc:ben/app.bsky.feed.post/1' })
    async function lookBesideOther(answer: Partial<Verification>, looks = 1): Promise<void> {
      for (let look = 0; look < looks; look += 1)
        await on.verify([on.verified({ uri: other.uri, post: other }), on.verified(answer)])
    }

    test('nothing is shown before the network confirms it, even if approved', async () => {
      await on.record({ posts: [makePost()] })
      await on.approve(1)
      expect(await on.wallIds()).toEqual([])
      await on.verify(
        [on.verified()],
        [{ network: 'bluesky', networkId: 'did:plc:ana', displayName: 'Ana', verifiedAt: on.now }],
      )
      expect(await on.wallIds()).toEqual([1])
      expect((await on.onlyPost()).author.displayName).toBe('Ana')
    })

    test('labels keep a post off the wall', async () => {
      await on.showOne()
      await on.verify([on.verified({ labels: ['porn'] })])
      expect((await on.onlyPost()).hiddenWhy).toBe('label')
      await on.verify([on.verified()])
      expect((await on.onlyPost()).hiddenWhy).toBeNull()
    })

    test('a shown post the network no longer has is hidden at once, and erased when it stays away', async () => {
      await on.showOne()
      await on.record({ posts: [other] })
      await lookBesideOther({ post: null })
      expect(await on.wallIds()).toEqual([])
      expect(await on.onlyPost()).toMatchObject({ hiddenWhy: 'missing' })
      expect((await on.onlyPost()).text).not.toBe('')
      await lookBesideOther({ post: null }, 4)
      expect(await on.onlyPost()).toMatchObject({ text: '', hiddenWhy: 'deleted' })
    })

    test('a missing post that returns is shown again', async () => {
      await on.showOne()
      await on.verify([on.verified({ post: null })])
      await on.verify([on.verified()])
      expect(await on.wallIds()).toEqual([1])
    })

    test('an edit the stream did not tell of sends a shown post back to the queue', async () => {
      await on.showOne()
      await on.verify([on.verified({ post: makePost({ cid: 'cid-2', rev: null, text: 'Edited' }) })])
      expect(await on.onlyPost()).toMatchObject({ standing: 'pending', text: 'Edited', hiddenWhy: null })
    })

    test('a look-up that lags behind an edit does not bring the old words back', async () => {
      await on.showOne()
      await on.record({ posts: [makePost({ cid: 'cid-2', rev: '3b', text: 'Edited' })] })
      await on.verify([on.verified()])
      expect(await on.onlyPost()).toMatchObject({ text: 'Edited', hiddenWhy: 'unverified' })
    })

    test('a post that was edited so that it no longer answers the campaign is erased', async () => {
      await on.showOne()
      await on.verify([on.verified({ post: makePost({ cid: 'cid-2' }), isMatch: false })])
      expect(await on.onlyPost()).toMatchObject({ text: '', hiddenWhy: 'untagged' })
    })

    test('one that no longer answers though it is as it was is hidden at once, and erased when it stays so', async () => {
      await on.showOne()
      await on.record({ posts: [other] })
      await lookBesideOther({ isMatch: false })
      expect(await on.wallIds()).toEqual([])
      expect((await on.onlyPost()).text).not.toBe('')
      await lookBesideOther({ isMatch: false }, 4)
      expect(await on.onlyPost()).toMatchObject({ text: '', hiddenWhy: 'untagged' })
    })

    test('words put into somebody’s mouth under a true id give way to the network’s own', async () => {
      const forged = makePost({ text: 'Forged #tag', body: [{ kind: 'text', text: 'Forged #tag' }] })
      await on.record({ posts: [forged] })
      const seen = (await on.approve(1)).post
      await on.verify([on.verified()])
      expect(await on.onlyPost()).toMatchObject({
        text: makePost().text,
        body: makePost().body,
        standing: 'pending',
        hiddenWhy: null,
      })
      expect((await on.onlyPost()).version).toBeGreaterThan(seen.version)
    })

    test('a forged picture gives way to the network’s own', async () => {
      const picture = { kind: 'image' as const, url: 'https://cdn.example/1', alt: '', width: 4, height: 3 }
      await on.record({ posts: [makePost({ media: [{ ...picture, url: 'https://cdn.example/forged' }] })] })
      await on.verify([on.verified({ post: makePost({ media: [picture] }) })])
      expect((await on.onlyPost()).media.map(({ url }) => url)).toEqual(['https://cdn.example/1'])
    })

    test('a look-up that lags behind the edit that added the tag does not erase the post', async () => {
      await on.record({ posts: [makePost({ cid: 'cid-2', rev: '3b' })] })
      await on.verify([on.verified({ post: makePost({ text: 'No tag yet' }), isMatch: false })])
      expect(await on.onlyPost()).toMatchObject({ text: makePost().text, hiddenWhy: 'unverified' })
      await on.verify([on.verified({ post: makePost({ cid: 'cid-2' }) })])
      expect(await on.onlyPost()).toMatchObject({ text: makePost().text, hiddenWhy: null })
    })
  })
}
