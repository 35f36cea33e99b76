import { and, eq, sql } from 'drizzle-orm'
import type { Engine, Transaction } from '../../engines/engine.ts'
import { AppError } from '../../model/error.ts'
import type { Store } from '../store.ts'
import { createLease, noLease } from './lease.ts'

type LeadStore = Pick<Store, 'leadSource' | 'renewLead' | 'releaseLead'>

/** One worker leads a source at a time. */
export function createLeadStore(engine: Engine): LeadStore {
  const { tables, transaction } = engine
  const { source } = tables
  const lease = createLease(engine, 'lead')

  return {
    leadSource: (sourceId, owner, ttlMs, isGone) =>
      transaction(async ({ db }) => {
        const [row] = await db.select().from(source).where(eq(source.id, sourceId))
        if (!row) throw new AppError('not_found', 'There is no such source any more.')
        const gone = row.owner !== null && isGone?.(row.owner) ? row.owner : null
        const [led] = await db
          .update(source)
          .set({ ...lease.take(owner, ttlMs), fence: sql`${source.fence} + 1` })
          .where(and(eq(source.id, sourceId), lease.isFree(ttlMs, gone)))
          .returning({ fence: source.fence })
        return led?.fence
      }),

    renewLead: (sourceId, fence, ttlMs) =>
      transaction(async ({ db }) => {
        const renewed = await db
          .update(source)
          .set(lease.keep(ttlMs))
          .where(and(eq(source.id, sourceId), eq(source.fence, fence)))
          .returning({ id: source.id })
        return renewed.length > 0
      }),

    releaseLead: (sourceId, fence) =>
      transaction(async ({ db }) => {
        await db
          .update(source)
          .set(noLease('lead'))
          .where(and(eq(source.id, sourceId), eq(source.fence, fence)))
      }),
  }
}

/**
 * Throws `conflict` when another worker leads the source by now, `not_found` when there is none. No fence:
 * anybody may. Answers with the database's time.
 */
export async function checkLead(
  { db }: Pick<Transaction, 'db'>,
  { tables: { source }, nowMs }: Pick<Engine, 'tables' | 'nowMs'>,
  sourceId: number,
  fence: number | undefined,
): Promise<{ campaignId: number; dbNow: number }> {
  const [row] = await db
    .select({
      campaignId: source.campaignId,
      fence: source.fence,
      dbNow: sql`${nowMs}`.mapWith(Number),
    })
    .from(source)
    .where(eq(source.id, sourceId))
  if (!row) throw new AppError('not_found', 'There is no such source any more.')
  if (fence !== undefined && row.fence !== fence)
    throw new AppError('conflict', 'Another worker leads this source by now.')
  return row
}
