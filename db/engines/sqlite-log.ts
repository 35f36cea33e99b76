import { eq, sql } from 'drizzle-orm'
import * as sqliteTables from '../tables/sqlite.ts'
import type { Database, Tables, Transaction } from './engine.ts'

/** Takes the numbers from the log's head; nobody else writes meanwhile. */
export function createLog(db: Database, insertMany: Transaction['insertMany']): Transaction['appendEvents'] {
  const { logHead, event } = sqliteTables as unknown as Tables

  return async (campaignId, events, at) => {
    if (events.length === 0) return
    const [row] = await db
      .update(logHead)
      .set({ seq: sql`${logHead.seq} + ${events.length}` })
      .where(eq(logHead.campaignId, campaignId))
      .returning({ seq: logHead.seq })
    const first = (row?.seq ?? 0) - events.length + 1
    await insertMany(
      event,
      events.map((one, index) => ({ campaignId, seq: first + index, ...one, at })),
    )
  }
}
