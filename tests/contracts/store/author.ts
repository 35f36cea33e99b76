// What becomes of an account, and of its posts with it.
import { createStore } from '@wall/db/store/create-store'
import { describe, expect, test } from 'vitest'
import { countStatements } from '../../support/database/count-statements.ts'
import { makeBatch, makePost } from '../../support/database/posts.ts'
import { type OpenEngine, uri, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeAuthors(name: string, open: OpenEngine): void {
  describe(`authors on ${name}`, () => {
    const on = useStore(open)

    const change = (news: object) =>
      on.record({ authorChanges: [{ network: 'bluesky', networkId: 'did:plc:ana', ...news }] })

    test('a deactivated account hides its posts, and brings them back', async () => {
      await on.showOne()
      const seq = await on.store.lastSeq(on.campaignId)
      await change({ standing: 'hidden' })
      expect(await on.wallIds()).toEqual([])
      expect((await on.onlyPost()).text).not.toBe('')
      await change({ standing: 'active' })
      expect(await on.wallIds()).toEqual([1])
      expect(await on.kindsAfter(seq)).toEqual(['post_hidden', 'post_restored'])
    })

    test('a deleted account takes its words and its name with it', async () => {
      await on.showOne()
      await change({ handle: 'ana.example', displayName: 'Ana' })
      await change({ standing: 'gone' })
      expect(await on.onlyPost()).toMatchObject({
        text: '',
        hiddenWhy: 'deleted',
        author: { handle: null, displayName: null },
      })
    })

    test('a new name is told to the public only for the posts it can see', async () => {
      await on.showOne()
      await on.record({ posts: [makePost({ uri: `${uri}2` })] })
      const seq = await on.store.lastSeq(on.campaignId)
      await change({ displayName: 'Ana B.' })
      expect(await on.store.eventsAfter(on.campaignId, seq, 9)).toMatchObject([
        { kind: 'post_changed', postId: 1, isPublic: true },
      ])
      expect((await on.store.findPosts([2]))[0]?.author.displayName).toBe('Ana B.')
    })

    test('who took every post back leaves no name or picture here', async () => {
      await on.record({ posts: [makePost(), makePost({ uri: `${uri}2` })] })
      await change({ handle: 'ana.example', displayName: 'Ana', avatarUrl: 'https://cdn.example/a' })
      const remove = (removed: string) =>
        on.record({ removals: [{ network: 'bluesky', uri: removed, rev: '3z', why: 'deleted' }] })
      await remove(uri)
      expect((await on.onlyPost()).author.displayName).toBe('Ana')
      await remove(`${uri}2`)
      expect((await on.onlyPost()).author).toMatchObject({ handle: null, displayName: null, avatarUrl: null })
    })

    test('who opts out is not shown', async () => {
      await on.showOne()
      await change({ wishes: 'signed-in-only' })
      expect((await on.onlyPost()).hiddenWhy).toBe('opted_out')
      expect(await on.wallIds()).toEqual([])
    })

    test('news about accounts we do not know leaves no trace', async () => {
      const seq = await on.store.lastSeq(on.campaignId)
      await on.record({
        authorChanges: [{ network: 'bluesky', networkId: 'did:plc:stranger', displayName: 'X' }],
      })
      expect(await on.store.lastSeq(on.campaignId)).toBe(seq)
      expect(await on.store.listKnownIds('bluesky', 'author')).toEqual([])
    })

    test('hiding, showing and erasing all of an account’s posts takes as many statements for many as for few', async () => {
      const counts = []
      for (const [person, posts] of [
        ['few', 2],
        ['many', 60],
      ] as const) {
        const list = Array.from({ length: posts }, (_, number) =>
          makePost({ uri: `at://did:plc:${person}/app.bsky.feed.post/${number}`, text: `Post ${number}` }),
        )
        await on.record({ posts: list })
        const counted = countStatements(on.engine)
        const told = createStore(counted.engine, () => on.now)
        for (const standing of ['hidden', 'active', 'gone'] as const) {
          const change = { network: 'bluesky', networkId: `did:plc:${person}`, standing }
          await told.recordBatch(on.sourceId, makeBatch({ authorChanges: [change] }))
        }
        counts.push(counted.count())
      }
      expect(counts[0]).toBeGreaterThan(10)
      expect(counts[1]).toBe(counts[0])
      expect((await on.store.countStandings(on.campaignId)).pending).toBe(0)
    })
  })
}
