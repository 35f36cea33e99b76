import { randomUUID } from 'node:crypto'
import { and, eq, gt, lt, sql } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { isOver } from '../db-now.ts'
import type { Store } from '../store.ts'

type TryStore = Pick<Store, 'countTry' | 'forgetTries' | 'takeBackTry'>

/**
 * Tries that may be made so often only. Times are the database's own, since the clocks of its clients may
 * differ.
 */
export function createTryStore({ tables, transaction, nowMs }: Engine): TryStore {
  const { rateLimit } = tables

  return {
    countTry: (key, { max, windowMs }) =>
      transaction(async ({ db }) => {
        const endsAt = sql<number>`${rateLimit.lastRequest} + ${sql.raw(String(Math.trunc(windowMs)))}`
        await db.delete(rateLimit).where(isOver(endsAt, nowMs, windowMs))
        const counted = await db
          .insert(rateLimit)
          // `lastRequest` holds when the window began.
          .values({ id: randomUUID(), key, count: 1, lastRequest: nowMs })
          .onConflictDoUpdate({
            target: rateLimit.key,
            set: { count: sql`${rateLimit.count} + 1` },
            setWhere: lt(rateLimit.count, max),
          })
          .returning({ key: rateLimit.key })
        if (counted.length > 0) return undefined
        const [row] = await db
          .select({ waitMs: sql<number>`${endsAt} - ${nowMs}`.mapWith(Number) })
          .from(rateLimit)
          .where(eq(rateLimit.key, key))
        return Math.max(0, row?.waitMs ?? 0)
      }),

    forgetTries: (key) =>
      transaction(async ({ db }) => {
        await db.delete(rateLimit).where(eq(rateLimit.key, key))
      }),

    takeBackTry: (key) =>
      transaction(async ({ db }) => {
        await db
          .update(rateLimit)
          .set({ count: sql`${rateLimit.count} - 1` })
          .where(and(eq(rateLimit.key, key), gt(rateLimit.count, 0)))
      }),
  }
}
