import { eq, sql } from 'drizzle-orm'
import type { Engine } from '../engines/engine.ts'
import type { Store } from './store.ts'

/** One row, of the newest month: its name, and what was spent in it. */
const name = 'language model budget'

/** What may be spent in a month, by all workers of all machines together. */
export function createBudgetStore({ tables, transaction }: Engine): Pick<Store, 'spend'> {
  const { setting } = tables

  return {
    spend: (month, amount, limit) =>
      transaction(async ({ db }) => {
        // Written, so that whoever spends at the same moment waits for this one.
        const [row] = await db
          .insert(setting)
          .values({ name, value: `${month} 0` })
          .onConflictDoUpdate({ target: setting.name, set: { value: sql`${setting.value}` } })
          .returning({ value: setting.value })
        const [known = month, count = '0'] = row?.value.split(' ') ?? []
        // A clock that is behind does not begin an old month anew.
        const isNew = month > known
        const spent = (isNew ? 0 : Number(count)) + amount
        if (spent > limit) return false
        await db
          .update(setting)
          .set({ value: `${isNew ? month : known} ${spent}` })
          .where(eq(setting.name, name))
        return true
      }),
  }
}
