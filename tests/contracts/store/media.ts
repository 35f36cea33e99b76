// Pictures stand and fall with their post.
import { describe, expect, test } from 'vitest'
import { makePost } from '../../support/database/posts.ts'
import { type OpenEngine, uri, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeMedia(name: string, open: OpenEngine): void {
  describe(`media on ${name}`, () => {
    const on = useStore(open)

    test('a picture is shown exactly while its post is', async () => {
      const post = makePost({
        media: [{ kind: 'image', url: 'https://cdn.example/1', alt: '', width: null, height: null }],
      })
      await on.record({ posts: [post] })
      expect(await on.store.findMedia(1)).toMatchObject({ url: 'https://cdn.example/1', isShown: false })
      await on.verify(
        [on.verified({ post })],
        [{ network: 'bluesky', networkId: 'did:plc:ana', avatarUrl: 'https://cdn.example/a' }],
      )
      await on.approve(1)
      expect(await on.store.findMedia(1)).toMatchObject({ isShown: true })
      expect(await on.store.findAvatar(1)).toEqual({ url: 'https://cdn.example/a', isShown: true })
      await on.record({ removals: [{ network: 'bluesky', uri, rev: '3z', why: 'deleted' }] })
      expect(await on.store.findMedia(1)).toBeUndefined()
      expect(await on.store.findAvatar(1)).toBeUndefined()
    })

    test('an address of ours never stands for another picture, not even after an edit', async () => {
      const picture = (name: string) => [
        { kind: 'image' as const, url: `https://cdn.example/${name}`, alt: '', width: null, height: null },
      ]
      await on.record({ posts: [makePost({ media: picture('a') })] })
      await on.record({ posts: [makePost({ cid: 'cid-2', rev: '3b', media: picture('b') })] })
      await on.record({ removals: [{ network: 'bluesky', uri, rev: '3c', why: 'deleted' }] })
      await on.record({ posts: [makePost({ uri: `${uri}2`, media: picture('c') })] })
      const [other] = await on.store.findPosts([2])
      expect(other?.media.map(({ id }) => id)).toEqual([3])
    })
  })
}
