// The queue, the wall and the counts, page by page.
import { describe, expect, test } from 'vitest'
import { actor, content, type OpenEngine, uri, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeLists(name: string, open: OpenEngine): void {
  describe(`lists on ${name}`, () => {
    const on = useStore(open)

    test('the queue hands out who waits longest first, page by page', async () => {
      await on.fill(5)
      const seen: number[] = []
      let after: string | undefined
      do {
        const page = await on.store.listQueue({
          campaignId: on.campaignId,
          standing: 'pending',
          after,
          limit: 2,
        })
        seen.push(...page.posts.map((post) => post.id))
        after = page.next ?? undefined
      } while (after !== undefined)
      expect(seen).toEqual([1, 2, 3, 4, 5])
      expect(await on.store.countStandings(on.campaignId)).toEqual({
        pending: 5,
        approved: 0,
        rejected: 0,
        stashed: 0,
      })
    })

    test('the wall shows the newest of each takeaway, older ones come page by page', async () => {
      await on.fill(7)
      for (let id = 1; id <= 7; id += 1) {
        const [post] = await on.store.findPosts([id])
        await on.store.decide({
          campaignId: on.campaignId,
          postId: id,
          version: post?.version ?? 0,
          standing: 'approved',
          takeaway: id === 7 ? null : 1,
          actor,
        })
      }
      const wall = await on.store.readWall(on.campaignId, 2)
      expect(wall.posts.map((post) => post.id)).toEqual([7, 6, 5])
      expect(wall.counts).toEqual({ '1': 6, unfiled: 1 })
      expect(await on.store.countShown(on.campaignId)).toEqual(wall.counts)
      expect(wall.seq).toBe(await on.store.lastSeq(on.campaignId))
      const first = await on.store.listShown(on.campaignId, 1, undefined, 4)
      const second = await on.store.listShown(on.campaignId, 1, first.next ?? undefined, 4)
      expect([...first.posts, ...second.posts].map((post) => post.id)).toEqual([6, 5, 4, 3, 2, 1])
      expect(second.next).toBeNull()
    })

    test('what is shown is counted by takeaway: nothing that waits, is hidden, or is another campaign’s', async () => {
      expect(await on.store.countShown(on.campaignId)).toEqual({})
      await on.fill(5)
      for (const [id, takeaway] of [
        [1, 2],
        [2, 2],
        [3, null],
        [4, 3],
      ] as const) {
        const [post] = await on.store.findPosts([id])
        const order = { campaignId: on.campaignId, postId: id, version: post?.version ?? 0, actor }
        await on.store.decide({ ...order, standing: 'approved', takeaway })
      }
      expect(await on.store.countShown(on.campaignId)).toEqual({ '2': 2, '3': 1, unfiled: 1 })
      await on.record({ removals: [{ network: 'bluesky', uri: `${uri}3`, rev: '3z', why: 'deleted' }] })
      expect(await on.store.countShown(on.campaignId)).toEqual({ '2': 2, unfiled: 1 })
      const other = (await on.store.saveCampaign({ ...content, slug: 'other' })).campaign.id
      expect(await on.store.countShown(other)).toEqual({})
    })

    test('a page address that is not ours is refused', async () => {
      await expect(on.store.listShown(on.campaignId, 1, "1' OR 1=1", 4)).rejects.toMatchObject({
        code: 'invalid',
      })
    })

    test('the overview counts by takeaway and day', async () => {
      await on.fill(4)
      const overview = await on.store.readOverview(on.campaignId, { since: 0, offsetMinutes: 0 })
      expect(overview.totals).toMatchObject({ posts: 4, authors: 1, pending: 4, shown: 0 })
      expect(overview.perTakeaway).toEqual([{ takeaway: null, posts: 4, shown: 0, authors: 1, pending: 4 }])
      expect(overview.perDay).toEqual([
        { day: '2023-11-14', takeaway: null, posts: 2 },
        { day: '2023-11-15', takeaway: null, posts: 2 },
      ])
      const west = await on.store.readOverview(on.campaignId, { since: 0, offsetMinutes: 120 })
      expect(west.perDay[0]?.day).toBe('2023-11-15')
    })
  })
}
