import { eq, sql } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { readDbNow } from '../db-now.ts'
import type { Store } from '../store.ts'

/**
 * One row: months, each with what was spent in it. A clock that was in another month for a while must not
 * make a month begin anew.
 */
const name = 'language model budget'
const maxMonths = 12

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
          .values({ name, value: '' })
          .onConflictDoUpdate({ target: setting.name, set: { value: sql`${setting.value}` } })
          .returning({ value: setting.value })
        const stored = (row?.value ?? '').split(',').filter((one) => one.trim() !== '')
        const months = new Map(stored.map((one) => one.split(' ') as [string, string]))
        const spent = Number(months.get(month) ?? 0) + amount
        if (spent > limit) return false
        months.delete(month)
        months.set(month, String(spent))
        const value = [...months.entries()]
          .slice(-maxMonths)
          .map((one) => one.join(' '))
          .join(',')
        await db.update(setting).set({ value }).where(eq(setting.name, name))
        return true
      }),
  }
}
