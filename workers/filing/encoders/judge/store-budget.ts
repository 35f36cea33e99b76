import type { Store } from '@wall/db/store/store'
import type { Budget } from './judge.ts'

/** Counts in the store, one month (UTC) after the other: all workers spend from the same budget. */
export function createStoreBudget(
  store: Pick<Store, 'spend'>,
  perMonth: number,
  clock: () => number,
): Budget {
  return {
    take(amount) {
      const month = new Date(clock()).toISOString().slice(0, 7)
      // Where spending can't be counted, nothing is spent.
      return store.spend(month, amount, perMonth).catch(() => false)
    },
  }
}
