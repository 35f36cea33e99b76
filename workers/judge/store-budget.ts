import type { Store } from '@wall/db/store/store'
import type { Budget } from './judge.ts'

/** Counts in the store: all workers spend from the same budget. */
export function createStoreBudget(store: Pick<Store, 'spend'>, perMonth: number): Budget {
  // Where spending can't be counted, nothing is spent.
  return { take: (amount) => store.spend(amount, perMonth).catch(() => false) }
}
