import { eq, sql } from 'drizzle-orm'
import type { Engine } from '../engines/engine.ts'
import { readDbNow } from './db-now.ts'
import type { Store } from './store.ts'

/** One row: the month, and what was spent in it. */
const name = 'language model budget'

/** What may be spent in a month (UTC, by the database's clock), by all workers of all machines together. */
export function createBudgetStore({ tables, transaction, nowMs }: Engine): Pick<Store, 'spend'> {
  const { setting } = tables

  return {
    spend: (amount, limit) =>
      transaction(async ({ db }) => {
        const month = new Date(await readDbNow(db, nowMs)).toISOString().slice(0, 7)
        // Written, so that whoever spends at the same moment waits for this one.
        const [row] = await db
          .insert(setting)
          .values({ name, value: `${month} 0` })
          .onConflictDoUpdate({ target: setting.name, set: { value: sql`${setting.value}` } })
          .returning({ value: setting.value })
        const [known, count] = row?.value.split(' ') ?? []
        const spent = (known === month ? Number(count) : 0) + amount
        if (spent > limit) return false
        await db
          .update(setting)
          .set({ value: `${month} ${spent}` })
          .where(eq(setting.name, name))
        return true
      }),
  }
}
