import { type Column, gt, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Database, Engine } from '../engines/engine.ts'
import { AppError } from '../model/error.ts'
import { slackMs } from '../model/wait.ts'

/**
 * Epoch ms by the database's clock. As a value of its own it lets an index find what is due, which
 * PostgreSQL's `clock_timestamp()` in a condition would not: that is asked anew for each row.
 */
export async function readDbNow(db: Database, nowMs: Engine['nowMs']): Promise<number> {
  const [row] = await db.select({ now: sql`${nowMs}`.mapWith(Number) }).from(sql`(SELECT 1) AS one`)
  if (!row) throw new AppError('internal', 'The database did not tell the time.')
  return row.now
}

/** So many ms from now by the database's clock; whole, since the number stands in the statement. */
export function fromNow(nowMs: Engine['nowMs'], ms: number): SQL<number> {
  return sql<number>`${nowMs} + ${sql.raw(String(Math.trunc(ms)))}`
}

/**
 * Condition: what lasts `longestMs` at most has ended by `endsAt`, or never began. An end further ahead than
 * that was written by a clock that was ahead, and nobody waits for it. In memory: `model/wait.ts`.
 */
export function isOver(endsAt: Column | SQL, nowMs: Engine['nowMs'], longestMs: number): SQL | undefined {
  const latest = fromNow(nowMs, Math.max(longestMs, 0) + slackMs)
  const end = sql`${endsAt}`
  return or(isNull(end), lt(end, nowMs), gt(end, latest))
}
