import { and, eq, sql } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import type { Store } from '../store.ts'

/** How far jobs have come in the logs they act on. */
export function createJobCursorStore({
  reader,
  tables,
  transaction,
}: Engine): Pick<Store, 'readJobCursor' | 'saveJobCursor'> {
  const { jobCursor } = tables

  return {
    async readJobCursor(campaignId, job) {
      const [row] = await reader
        .select({ version: jobCursor.version, seq: jobCursor.seq })
        .from(jobCursor)
        .where(and(eq(jobCursor.campaignId, campaignId), eq(jobCursor.job, job)))
      return row
    },

    saveJobCursor: (campaignId, job, { version, seq }) =>
      transaction(async ({ db }) => {
        // Another worker with the same job may be further on.
        const isSame = sql`${jobCursor.version} = excluded.version AND ${jobCursor.seq} > excluded.seq`
        await db
          .insert(jobCursor)
          .values({ campaignId, job, version, seq })
          .onConflictDoUpdate({
            target: [jobCursor.campaignId, jobCursor.job],
            set: { version, seq: sql`CASE WHEN ${isSame} THEN ${jobCursor.seq} ELSE excluded.seq END` },
          })
      }),
  }
}
