import { and, asc, eq, gte, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import type { Store } from '../store.ts'
import { whereShown } from '../visibility.ts'
import { addFilingNotes } from './filing-notes.ts'
import { newestFirst, olderThan } from './newest-first.ts'
import { formatPlace } from './place.ts'
import { isUnderTakeaway } from './queue.ts'
import { readPosts } from './read-posts.ts'
import { findAuthors, listTerms } from './search-terms.ts'

type TeamStore = Pick<Store, 'readOverview' | 'searchPosts'>

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

export function createTeamStore(engine: Engine): TeamStore {
  const { reader, tables } = engine
  const { post } = tables

  const posts = sql<number>`count(*)`.mapWith(Number)
  const authors = sql<number>`count(distinct ${post.authorId})`.mapWith(Number)
  const unfiledFirst = sql`${post.takeaway} asc nulls first`
  const shown = countIf(whereShown(tables))

  function countIf(condition: SQL) {
    return sql<number>`count(*) filter (where ${condition})`.mapWith(Number)
  }

  function countStanding(standing: string) {
    return countIf(sql`${post.standing} = ${standing}`)
  }

  /** Words that were taken back are no longer counted. */
  function isKept(campaignId: number): SQL | undefined {
    return and(eq(post.campaignId, campaignId), isNull(post.removedWhy))
  }

  return {
    async readOverview(campaignId, { since, offsetMinutes }) {
      const where = isKept(campaignId)
      const [totals] = await reader
        .select({
          posts,
          authors,
          pending: countStanding('pending'),
          approved: countStanding('approved'),
          rejected: countStanding('rejected'),
          stashed: countStanding('stashed'),
          shown,
        })
        .from(post)
        .where(where)
      const [oldest] = await reader
        .select({ at: post.stoodAt })
        .from(post)
        .where(and(where, eq(post.standing, 'pending')))
        .orderBy(asc(post.stoodAt))
        .limit(1)
      const perTakeaway = await reader
        .select({ takeaway: post.takeaway, posts, shown, authors, pending: countStanding('pending') })
        .from(post)
        .where(where)
        .groupBy(post.takeaway)
        .orderBy(unfiledFirst)
      // The offset is ours and whole, so it may stand in the text: PostgreSQL groups by it only if it is no parameter.
      const offset = sql.raw(String(Math.trunc(offsetMinutes) * minuteMs))
      const day = sql<number>`(${post.sortAt} + ${offset}) / ${sql.raw(String(dayMs))}`
      const perDay = await reader
        .select({ day: day.mapWith(Number), takeaway: post.takeaway, posts })
        .from(post)
        .where(and(where, gte(post.sortAt, since)))
        .groupBy(day, post.takeaway)
        .orderBy(day, unfiledFirst)
      const none = { posts: 0, authors: 0, pending: 0, approved: 0, rejected: 0, stashed: 0, shown: 0 }
      return {
        totals: { ...(totals ?? none), oldestPendingAt: oldest?.at ?? null },
        perTakeaway,
        perDay: perDay.map((row) => ({ ...row, day: new Date(row.day * dayMs).toISOString().slice(0, 10) })),
      }
    },

    async searchPosts({ campaignId, words, takeaway, standing, after, limit }) {
      const terms = listTerms(words)
      // Only signs that are no words: nothing can match, which is not the same as asking for everything.
      if (terms.length === 0 && words.trim() !== '') return { posts: [], next: null, total: 0 }
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
      const [count] = await reader.select({ posts }).from(post).where(found)
      const page = await readPosts(reader, tables, {
        where: and(found, olderThan(tables, after)),
        orderBy: newestFirst(tables),
        limit: limit + 1,
      })
      const kept = await addFilingNotes(reader, engine, page.slice(0, limit))
      const last = kept.at(-1)
      const next = page.length > limit && last ? formatPlace({ at: last.sortAt, id: last.id }) : null
      return { posts: kept, next, total: count?.posts ?? 0 }
    },
  }
}
