// Like ideas stand in groups with a name.
import { describe, expect, test } from 'vitest'
import { actor, content, type OpenEngine, useStore } from '../store-room.ts'
import { useIdeas } from './idea-room.ts'

/** Run once an engine. */
export function describeGroups(name: string, open: OpenEngine): void {
  describe(`groups on ${name}`, () => {
    const on = useStore(open)
    const { receive, readAll, gather, members, approve, removal } = useIdeas(on)

    test('are as strong as the people in them, the newest first among equals', async () => {
      await receive(['ana', 'ana', 'bo', 'cy', 'di'])
      await readAll()
      const groups = await gather([1, 2], [3, 4], [5])
      expect(groups.map(({ name, people, posts }) => ({ name, people, posts }))).toEqual([
        { name: 'Words of 3', people: 2, posts: 2 },
        { name: 'Words of 5', people: 1, posts: 1 },
        { name: 'Words of 1', people: 1, posts: 2 },
      ])
    })

    test('all posts in groups are listed with their group, and no other post', async () => {
      await receive(['ana', 'bo', 'cy', 'di', 'ed'])
      await readAll()
      expect(await on.store.listIdeaPosts(on.campaignId)).toEqual([])
      await gather([1, 2], [3, 4])
      const groupOf = await members()
      const list = async () =>
        (await on.store.listIdeaPosts(on.campaignId))
          .map(({ groupId, post }) => [post.id, groupId, post.text])
          .sort()
      const expected = [1, 2, 3, 4].map((id) => [id, groupOf[id], `Idea ${id}: visit homes`])
      expect(await list()).toEqual(expected)
      await on.store.recordBatch(on.sourceId, removal('bo', 2))
      const [post] = await on.store.findPosts([4])
      const order = { campaignId: on.campaignId, postId: 4, version: post?.version ?? 0, actor }
      await on.store.decide({ ...order, standing: 'rejected' })
      expect(await list()).toEqual(expected.filter(([id]) => id === 1 || id === 3))
      const other = (await on.store.saveCampaign({ ...content, slug: 'other' })).campaign.id
      expect(await on.store.listIdeaPosts(other)).toEqual([])
    })

    test('saved twice are the same, and told to the log once', async () => {
      await receive(['ana', 'bo'])
      await readAll()
      const [group] = await gather([1, 2])
      const seq = await on.store.lastSeq(on.campaignId)
      const plan = [
        { id: group?.id ?? 0, takeaway: 1, name: { name: 'Words of 1', postId: 1 }, postIds: [1, 2] },
      ]
      expect(await on.store.saveIdeaGroups(on.campaignId, plan)).toEqual({ changed: 0 })
      expect(await on.store.lastSeq(on.campaignId)).toBe(seq)
    })

    test('that two workers made at the same moment are one, and stay the one that people see', async () => {
      await receive(['ana', 'bo', 'cy'])
      await readAll()
      const [first, second] = await gather([1, 2], [3])
      const seq = await on.store.lastSeq(on.campaignId)
      // The other one's plan was made before these were there, too.
      expect((await gather([1, 2], [3])).map(({ id }) => id)).toEqual([first?.id, second?.id])
      expect(await on.store.lastSeq(on.campaignId)).toBe(seq)
      await gather([2], [1, 3])
      expect(await members()).toEqual({ 1: second?.id, 2: first?.id, 3: second?.id })
    })

    test('that lose all their posts are gone', async () => {
      await receive(['ana', 'bo'])
      await readAll()
      await gather([1], [2])
      await on.store.recordBatch(on.sourceId, removal('ana', 1))
      await on.store.saveIdeaGroups(on.campaignId, [])
      expect((await on.store.readGatheredIdeas(on.campaignId)).groups).toEqual([])
    })

    test('a rejected post counts no more, and a post is never in a group of another takeaway', async () => {
      await receive(['ana', 'bo'])
      await readAll()
      await approve(2, 2)
      await gather([1, 2])
      expect(await members()).toMatchObject({ 2: null })
      const [post] = await on.store.findPosts([1])
      await on.store.decide({
        ...{
          campaignId: on.campaignId,
          postId: 1,
          version: post?.version ?? 0,
          standing: 'rejected',
          actor,
        },
      })
      expect(await on.store.listIdeaGroups(on.campaignId)).toEqual([])
    })
  })
}
