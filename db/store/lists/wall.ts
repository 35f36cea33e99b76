import { and, eq, type SQL } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import type { Store } from '../store.ts'
import { whereShown } from '../visibility.ts'
import { newestFirst, olderThan } from './newest-first.ts'
import { formatPlace } from './place.ts'
import { isUnderTakeaway } from './queue.ts'
import { readPosts } from './read-posts.ts'
import { readTally } from './tally.ts'

type WallStore = Pick<Store, 'readWall' | 'listShown' | 'countShown'>

export function createWallStore(engine: Engine): WallStore {
  const { reader, tables } = engine
  const { post, logHead, takeaway } = tables

  function isShownIn(campaignId: number): SQL | undefined {
    return and(eq(post.campaignId, campaignId), whereShown(tables))
  }

  async function countShown(campaignId: number): Promise<Record<string, number>> {
    const rows = (await readTally(reader, tables, campaignId)).filter(({ what }) => what === 'shown')
    return Object.fromEntries(rows.map(({ takeaway, number }) => [takeaway ?? 'unfiled', number]))
  }

  return {
    countShown,

    async readWall(campaignId, perTakeaway) {
      // The log's place is read first: what happens meanwhile comes once more on the stream, never not at
      // all.
      const [row] = await reader
        .select({ seq: logHead.seq })
        .from(logHead)
        .where(eq(logHead.campaignId, campaignId))
      const takeaways = await reader
        .select({ id: takeaway.takeawayId })
        .from(takeaway)
        .where(eq(takeaway.campaignId, campaignId))
      const places: (number | null)[] = [...takeaways.map(({ id }) => id), null]
      const lists = []
      for (const place of places) {
        const where = and(isShownIn(campaignId), isUnderTakeaway(tables, place))
        lists.push(
          await readPosts(reader, tables, { where, orderBy: newestFirst(tables), limit: perTakeaway }),
        )
      }
      const posts = lists.flat().sort((a, b) => b.sortAt - a.sortAt || b.id - a.id)
      return { seq: row?.seq ?? 0, posts, counts: await countShown(campaignId) }
    },

    async listShown(campaignId, place, before, limit) {
      const where = and(isShownIn(campaignId), isUnderTakeaway(tables, place), olderThan(tables, before))
      const posts = await readPosts(reader, tables, { where, orderBy: newestFirst(tables), limit: limit + 1 })
      const page = posts.slice(0, limit)
      const last = page.at(-1)
      return {
        posts: page,
        next: posts.length > limit && last ? formatPlace({ at: last.sortAt, id: last.id }) : null,
      }
    },
  }
}
