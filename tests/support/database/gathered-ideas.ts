import { nameIdeaModel } from '@wall/filing/ideas/idea-mind'
import { expect, vi } from 'vitest'
import type { RunningWall } from '../wall/running-wall.ts'

/**
 * Waits until every post was read for ideas and each idea stands in a group of its takeaway: from then on the
 * team page changes no more by itself. Workers come to it in their own time, the first time only after they
 * have learnt to read.
 */
export async function waitForIdeas(wall: Pick<RunningWall, 'openStore'>): Promise<void> {
  const { store } = await wall.openStore()
  try {
    const [campaign] = await store.listCampaigns()
    if (!campaign) throw new Error('no campaign')
    const model = nameIdeaModel(campaign)
    const listWaiting = async () => {
      const unread = await store.listUnreadPosts(campaign.id, model, { limit: 10 })
      const { ideas, groups } = await store.readGatheredIdeas(campaign.id)
      const placeOf = new Map(groups.map(({ id, takeaway }) => [id, takeaway]))
      const loose = ideas.filter(
        ({ groupId, counts, takeaway }) => counts && (!groupId || placeOf.get(groupId) !== takeaway),
      )
      return [...unread, ...loose].map(({ text }) => text)
    }
    await vi.waitFor(async () => expect(await listWaiting()).toEqual([]), { timeout: 90_000, interval: 200 })
  } finally {
    await store.close()
  }
}
