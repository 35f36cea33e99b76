import { and, asc, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import type { Store } from '../store.ts'
import { addFilingNotes } from './filing-notes.ts'
import { newestFirst, olderThan } from './newest-first.ts'
import { formatPlace } from './place.ts'
import { isUnderTakeaway } from './queue.ts'
import { readPosts } from './read-posts.ts'
import { findAuthors, listTerms } from './search-terms.ts'
import { readArrivals, readTally, type TallyRow } from './tally.ts'

type TeamStore = Pick<Store, 'readOverview' | 'searchPosts'>

const minuteMs = 60_000
/** Nobody needs to know how many more than these were found, and to count them takes long. */
const mostCounted = 1_000

export function createTeamStore(engine: Engine): TeamStore {
  const { reader, tables } = engine
  const { post } = tables

  /** Words that were taken back are no longer found. */
  function isKept(campaignId: number): SQL | undefined {
    return and(eq(post.campaignId, campaignId), isNull(post.removedWhy))
  }

  return {
    async readOverview(campaignId, { since, offsetMinutes }) {
      const rows = await readTally(reader, tables, campaignId)
      const [oldest] = await reader
        .select({ at: post.stoodAt })
        .from(post)
        .where(and(isKept(campaignId), eq(post.standing, 'pending')))
        .orderBy(asc(post.stoodAt))
        .limit(1)
      const perTakeaway = [...Map.groupBy(rows, (row) => row.takeaway)].map(([takeaway, counts]) => {
        const { posts, shown, author: authors, pending } = sumUp(counts)
        return { takeaway, posts, shown, authors, pending }
      })
      const { author: _, any_author: authors, ...totals } = sumUp(rows)
      return {
        totals: { ...totals, authors, oldestPendingAt: oldest?.at ?? null },
        perTakeaway: perTakeaway.filter(({ posts }) => posts > 0),
        perDay: await readArrivals(reader, tables, campaignId, { since, offsetMs: offsetMinutes * minuteMs }),
      }
    },

    async searchPosts({ campaignId, words, takeaway, standing, after, limit }) {
      const terms = listTerms(words)
      // Only signs that are no words: nothing can match, which is not the same as asking for everything.
      if (terms.length === 0 && words.trim() !== '') return { posts: [], next: null, total: 0, isMore: false }
      const people = await findAuthors(reader, tables, terms)
      const sought = terms.filter((_, at) => people[at]?.length === 0).flatMap((term) => term.sought)
      const found = and(
        isKept(campaignId),
        isUnderTakeaway(tables, takeaway),
        standing === undefined ? undefined : eq(post.standing, standing),
        sought.length > 0 ? engine.matchWords(sought) : undefined,
        ...terms.map((term, at) => {
          const ids = people[at] ?? []
          return ids.length === 0
            ? undefined
            : or(engine.matchWords(term.sought), engine.isOneOf(post.authorId, ids))
        }),
      )
      const counted = reader
        .select({ id: post.id })
        .from(post)
        .where(found)
        .limit(mostCounted + 1)
        .as('counted')
      const [count] = await reader.select({ posts: sql`count(*)`.mapWith(Number) }).from(counted)
      const page = await readPosts(reader, tables, {
        where: and(found, olderThan(tables, after)),
        orderBy: newestFirst(tables),
        limit: limit + 1,
      })
      const kept = await addFilingNotes(reader, engine, page.slice(0, limit))
      const last = kept.at(-1)
      const next = page.length > limit && last ? formatPlace({ at: last.sortAt, id: last.id }) : null
      const total = count?.posts ?? 0
      return { posts: kept, next, total: Math.min(total, mostCounted), isMore: total > mostCounted }
    },
  }
}

function sumUp(rows: readonly TallyRow[]) {
  const sums = { pending: 0, approved: 0, rejected: 0, stashed: 0, shown: 0, author: 0, any_author: 0 }
  for (const { what, number } of rows) if (what in sums) sums[what as keyof typeof sums] += number
  return { ...sums, posts: sums.pending + sums.approved + sums.rejected + sums.stashed }
}
