import { and, asc, desc, eq, gt, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Engine, Tables } from '../../engines/engine.ts'
import type { PostStanding } from '../../model/standing.ts'
import type { Store } from '../store.ts'
import { addFilingNotes } from './filing-notes.ts'
import { formatPlace, parsePlace } from './place.ts'
import { readPosts } from './read-posts.ts'
import { readTally } from './tally.ts'

type QueueStore = Pick<Store, 'listQueue' | 'countStandings' | 'countProposals'>

export function createQueueStore(engine: Engine): QueueStore {
  const { reader, tables } = engine
  const { post } = tables

  return {
    async listQueue({ campaignId, standing, takeaway, after, limit }) {
      // Who waits longest comes first; in the other lists what was decided last does.
      const isOldestFirst = standing === 'pending'
      const place = after === undefined ? undefined : parsePlace(after)
      const beyond = isOldestFirst ? gt : lt
      const next =
        place &&
        or(beyond(post.stoodAt, place.at), and(eq(post.stoodAt, place.at), beyond(post.id, place.id)))
      const where = and(
        eq(post.campaignId, campaignId),
        eq(post.standing, standing),
        isNull(post.removedWhy),
        standsUnder(tables, takeaway),
        next,
      )
      const direction = isOldestFirst ? asc : desc
      const orderBy = [direction(post.stoodAt), direction(post.id)]
      const posts = await readPosts(reader, tables, { where, orderBy, limit: limit + 1 })
      const page = await addFilingNotes(reader, engine, posts.slice(0, limit))
      const last = page.at(-1)
      if (posts.length <= limit || !last) return { posts: page, next: null }
      const [row] = await reader.select({ at: post.stoodAt }).from(post).where(eq(post.id, last.id))
      return { posts: page, next: formatPlace({ at: row?.at ?? 0, id: last.id }) }
    },

    async countStandings(campaignId) {
      const counts: Record<PostStanding, number> = { pending: 0, approved: 0, rejected: 0, stashed: 0 }
      for (const { what, number } of await readTally(reader, tables, campaignId))
        if (what in counts) counts[what as PostStanding] += number
      return counts
    },

    async countProposals(campaignId) {
      const rows = await readTally(reader, tables, campaignId)
      return new Map(
        rows.flatMap(({ what, takeaway, number }) =>
          what === 'proposed' && takeaway !== null ? [[takeaway, number]] : [],
        ),
      )
    },
  }
}

/** As `isUnderTakeaway`, where a proposal that holds is a place, too. */
function standsUnder(tables: Tables, takeaway: number | null | undefined): SQL | undefined {
  const filed = isUnderTakeaway(tables, takeaway)
  if (takeaway === undefined) return filed
  const proposal = holdingProposal(tables)
  return takeaway === null ? and(filed, isNull(proposal)) : or(filed, eq(proposal, takeaway))
}

/** The same as `findProposal` (db/model/filing/filing.ts). */
function holdingProposal({ post }: Tables): SQL {
  return sql`CASE WHEN ${post.filedBy} IS NULL AND ${post.standing} IN ('pending', 'stashed') THEN ${post.proposed} END`
}

/** A number, null for unfiled, undefined for any. */
export function isUnderTakeaway({ post }: Tables, takeaway: number | null | undefined): SQL | undefined {
  if (takeaway === undefined) return undefined
  return takeaway === null ? isNull(post.takeaway) : eq(post.takeaway, takeaway)
}
