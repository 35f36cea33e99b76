import { sql } from 'drizzle-orm'
import type { Database, Engine } from '../engines/engine.ts'
import { AppError } from '../model/error.ts'

/**
 * Epoch ms by the database's clock. As a value of its own it lets an index find what is due, which PostgreSQL's
 * `clock_timestamp()` in a condition would not: that is asked anew for each row.
 */
export async function readDbNow(db: Database, nowMs: Engine['nowMs']): Promise<number> {
  const [row] = await db.select({ now: sql`${nowMs}`.mapWith(Number) }).from(sql`(SELECT 1) AS one`)
  if (!row) throw new AppError('internal', 'The database did not tell the time.')
  return row.now
}
