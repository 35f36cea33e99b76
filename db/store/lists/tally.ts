import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Database, Tables } from '../../engines/engine.ts'
import type { Tallied } from '../../model/tally.ts'

export const quarterMs = 15 * 60_000

export interface TallyRow {
  what: Tallied
  /** Null: unfiled. */
  takeaway: number | null
  number: number
}

/**
 * What a campaign has, unfiled first; nothing of what there is none of. It costs the same however much is
 * stored: triggers on `post` keep these numbers in the transaction that moves a post (migrations 0018), and
 * no code that writes posts has to think of them.
 */
export async function readTally(db: Database, { tally }: Tables, campaignId: number): Promise<TallyRow[]> {
  const rows = await db
    .select({ what: tally.what, takeaway: tally.takeaway, number: tally.number })
    .from(tally)
    .where(
      and(
        eq(tally.campaignId, campaignId),
        eq(tally.quarter, 0),
        ne(tally.what, 'arrived'),
        ne(tally.number, 0),
      ),
    )
    .orderBy(asc(tally.takeaway))
  return rows.map(({ takeaway, ...row }) => ({ ...row, takeaway: takeaway === 0 ? null : takeaway }))
}

/**
 * Posts that arrived on each day from `since` on, by takeaway, unfiled first; days without any are left out.
 * A day begins `offsetMs` before it does in UTC. Time counts in quarters of an hour, as time zones do.
 */
export async function readArrivals(
  db: Database,
  { tally }: Tables,
  campaignId: number,
  { since, offsetMs }: { since: number; offsetMs: number },
): Promise<{ day: string; takeaway: number | null; posts: number }[]> {
  // Whole numbers of ours, so they may stand in the text: PostgreSQL groups by them only if they are no
  // parameters.
  const offset = sql.raw(String(Math.round(offsetMs / quarterMs)))
  const day = sql<number>`(${tally.quarter} + ${offset}) / ${sql.raw(String(dayMs / quarterMs))}`
  const posts = sql<number>`sum(${tally.number})`
  const rows = await db
    .select({ day: day.mapWith(Number), takeaway: tally.takeaway, posts: posts.mapWith(Number) })
    .from(tally)
    .where(
      and(
        eq(tally.campaignId, campaignId),
        sql`${tally.quarter} >= ${Math.ceil(since / quarterMs)}`,
        eq(tally.what, 'arrived'),
      ),
    )
    .groupBy(day, tally.takeaway)
    .having(sql`${posts} > 0`)
    .orderBy(day, asc(tally.takeaway))
  return rows.map((row) => ({
    day: new Date(row.day * dayMs).toISOString().slice(0, 10),
    takeaway: row.takeaway === 0 ? null : row.takeaway,
    posts: row.posts,
  }))
}

const dayMs = 24 * 60 * 60_000
