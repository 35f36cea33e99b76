// Every post is read once for ideas.
import { describe, expect, test } from 'vitest'
import { makeBatch, makePost } from '../../support/database/posts.ts'
import { actor, type OpenEngine, useStore } from '../store-room.ts'
import { useIdeas } from './idea-room.ts'

/** Run once an engine. */
export function describeReading(name: string, open: OpenEngine): void {
  describe(`reading on ${name}`, () => {
    const on = useStore(open)
    const { uriOf, receive, readAll, gather, approve, removal } = useIdeas(on)

    test('every post is read once, and again with another model or under another takeaway', async () => {
      await receive(['ana', 'bo'])
      expect(await on.store.listUnreadPosts(on.campaignId, 'm1', { limit: 10 })).toHaveLength(2)
      await readAll()
      expect(await on.store.listUnreadPosts(on.campaignId, 'm1', { limit: 10 })).toEqual([])
      expect(await on.store.listUnreadPosts(on.campaignId, 'm2', { limit: 10, postIds: [2] })).toHaveLength(1)
      await approve(1, 2)
      const unread = await on.store.listUnreadPosts(on.campaignId, 'm1', { limit: 10 })
      expect(unread).toMatchObject([{ id: 1, takeaway: 2 }])
    })

    test('a picture without words is read and gathered by what it is said to show, and not once it was taken back', async () => {
      const image = { kind: 'image' as const, url: 'https://cdn.example/1.jpg', width: 4, height: 3 }
      const media = [{ ...image, alt: 'A poster: visit homes' }]
      const post = makePost({ uri: uriOf('ana', 1), text: '', body: [], media })
      await on.store.recordBatch(on.sourceId, makeBatch({ posts: [post] }))
      const said = [{ text: 'A poster: visit homes' }]
      expect(await on.store.listUnreadPosts(on.campaignId, 'm1', { limit: 10 })).toMatchObject(said)
      await readAll()
      expect((await on.store.readGatheredIdeas(on.campaignId)).ideas).toMatchObject(said)
      await on.store.recordBatch(on.sourceId, removal('ana', 1))
      expect((await on.store.readGatheredIdeas(on.campaignId)).ideas).toEqual([])
    })

    test('what was read of an older version of the words is not kept', async () => {
      await receive(['ana'])
      const reading = {
        postId: 1,
        takeaway: 1,
        isIdea: true,
        ideaConfidence: 1,
        action: null,
        actionConfidence: 0,
      }
      const { changed } = await on.store.recordIdeaReadings(on.campaignId, 'm1', [
        { ...reading, cid: 'older' },
      ])
      expect(changed).toBe(0)
      expect((await on.store.readGatheredIdeas(on.campaignId)).ideas).toEqual([])
    })

    test('a person’s word stays when the post is read again', async () => {
      await receive(['ana', 'bo'])
      await readAll()
      await on.store.markIdea({ campaignId: on.campaignId, actor, postId: 1, isIdea: false })
      await on.store.setAction({ campaignId: on.campaignId, actor, postId: 1, action: 2 })
      const posts = await on.store.findPosts([1])
      await on.store.recordIdeaReadings(on.campaignId, 'm2', [
        {
          ...{ postId: 1, cid: posts[0]?.cid ?? '', takeaway: 1, isIdea: true, ideaConfidence: 0.9 },
          ...{ action: 1, actionConfidence: 0.9 },
        },
      ])
      expect((await on.store.readGatheredIdeas(on.campaignId)).ideas.map(({ postId }) => postId)).toEqual([2])
      expect(await on.store.countActions(on.campaignId)).toMatchObject([{ takeaway: 1, action: 2, posts: 1 }])
    })

    test('of one author twenty take part under a takeaway, and what a person placed beside them', async () => {
      await receive([...Array.from({ length: 25 }, () => 'flood'), 'ben'])
      await readAll()
      const taking = async () =>
        (await on.store.readGatheredIdeas(on.campaignId)).ideas.map(({ postId }) => postId)
      const first = Array.from({ length: 20 }, (_, index) => index + 1)
      expect(await taking()).toEqual([...first, 26])
      await gather([26])
      await on.store.moveIdeas({ campaignId: on.campaignId, actor, groupId: 1, postIds: [1, 24] })
      expect(await taking()).toEqual([...first, 21, 24, 26])
    })

    test('nothing new is not told to the log', async () => {
      await receive(['ana'])
      await readAll()
      const seq = await on.store.lastSeq(on.campaignId)
      const { changed } = await on.store.recordIdeaReadings(on.campaignId, 'm2', [
        {
          ...{ postId: 1, cid: 'cid-1', takeaway: 1, isIdea: true, ideaConfidence: 0.7 },
          ...{ action: null, actionConfidence: 0 },
        },
      ])
      expect(changed).toBe(0)
      expect(await on.store.lastSeq(on.campaignId)).toBe(seq)
    })
  })
}
