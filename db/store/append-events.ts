import { eq, sql } from 'drizzle-orm'
import type { Tables, Transaction } from '../engines/engine.ts'
import type { EventKind } from '../model/event.ts'

export interface NewEvent {
  kind: EventKind
  postId: number | null
  isPublic: boolean
}

/**
 * Adds rows to a campaign's log. The numbers are taken in the writing transaction, under the campaign's row lock: they have
 * no gaps and stand in commit order, which a sequence would not give. Call it once a campaign in a transaction.
 */
export async function appendEvents(
  { db, insertMany }: Transaction,
  tables: Tables,
  campaignId: number,
  events: readonly NewEvent[],
  at: number,
): Promise<void> {
  if (events.length === 0) return
  const { campaign } = tables
  const [row] = await db
    .update(campaign)
    .set({ seq: sql`${campaign.seq} + ${events.length}` })
    .where(eq(campaign.id, campaignId))
    .returning({ seq: campaign.seq })
  const first = (row?.seq ?? 0) - events.length + 1
  await insertMany(
    tables.event,
    events.map((event, index) => ({ campaignId, seq: first + index, ...event, at })),
  )
}
