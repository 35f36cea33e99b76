// A lease says who has something in hand, and until when by the database's clock, since the clocks of its
// clients may differ. Whoever is not heard of loses it when its time is over, and nobody waits longer than
// that: an end further ahead than the lease lasts was written by a clock that was ahead, and counts as over.
import { randomUUID } from 'node:crypto'
import { and, type Column, eq, getTableColumns, gt, or, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Engine, Pick as Picked, Transaction } from '../../engines/engine.ts'
import { fromNow, isOver } from '../db-now.ts'

/**
 * Whose columns say so: one row each for `lead` and `model`, and for the others as many posts as a worker
 * takes at once.
 */
const columnsOf = {
  lead: { table: 'source', holder: 'owner', endsAt: 'leadEndsAt' },
  model: { table: 'filingState', holder: 'owner', endsAt: 'leaseEndsAt' },
  lookUp: { table: 'post', holder: 'checkClaim', endsAt: 'checkClaimEndsAt' },
  filing: { table: 'post', holder: 'filingClaim', endsAt: 'filingClaimEndsAt' },
} as const

type LeaseName = keyof typeof columnsOf
type ColumnOf<N extends LeaseName, C extends 'holder' | 'endsAt'> = (typeof columnsOf)[N][C]

/** A lease's columns while nobody has it: whoever had it has lost it. */
export function noLease<N extends LeaseName>(name: N) {
  const { holder, endsAt } = columnsOf[name]
  return { [holder]: null, [endsAt]: null } as Record<ColumnOf<N, 'holder' | 'endsAt'>, null>
}

/** The name of one taking of posts, another one at every taking, from which its worker can be told. */
export function nameClaim(owner: string): string {
  return `${owner} ${randomUUID()}`
}

export function ownerOf(claim: string): string {
  return claim.slice(0, claim.lastIndexOf(' '))
}

export function createLease<N extends LeaseName>(
  { tables, nowMs, isOneOf }: Pick<Engine, 'tables' | 'nowMs' | 'isOneOf'>,
  name: N,
) {
  const { table: tableName, holder, endsAt } = columnsOf[name]
  const table: PgTable = tables[tableName]
  const columns: Record<string, Column> = getTableColumns(table)
  const [holderColumn, endColumn] = [columns[holder], columns[endsAt]] as [Column, Column]

  /** Condition: nobody has it, or its time is over, or it is `gone` that has it. */
  const isFree = (leaseMs: number, gone?: string | null) =>
    or(isOver(endColumn, nowMs, leaseMs), gone ? eq(holderColumn, gone) : undefined)
  /** Columns for whoever has it from now on, and for who keeps it. */
  const keep = (leaseMs: number) =>
    ({ [endsAt]: fromNow(nowMs, leaseMs) }) as Record<ColumnOf<N, 'endsAt'>, SQL<number>>
  const take = (by: string, leaseMs: number) =>
    ({ [holder]: by, ...keep(leaseMs) }) as Record<ColumnOf<N, 'holder'>, string> & ReturnType<typeof keep>

  async function write(db: Transaction['db'], ids: readonly number[], set: object): Promise<void> {
    if (ids.length > 0)
      await db
        .update(table)
        .set(set)
        .where(isOneOf(columns.id as Column, ids))
  }
  const withId = table as PgTable & { id: PgColumn }

  return {
    ...{ isFree, keep, take },
    /**
     * Condition: it is theirs. What ran out is lost even if nobody took it: its worker stood still, and what
     * it knows may be old.
     */
    isHeldBy: (by: string) => and(eq(holderColumn, by), gt(endColumn, nowMs)),

    /**
     * Takes free rows, of the first picks first, as many as the last one's limit; answers their ids. It waits
     * for nobody.
     */
    async takeRows(
      { db, pickFree }: Transaction,
      { by, leaseMs }: { by: string; leaseMs: number },
      picks: readonly Picked[],
    ): Promise<number[]> {
      const ids: number[] = []
      for (const pick of picks) {
        const limit = pick.limit - ids.length
        const where = and(pick.where, isFree(leaseMs))
        if (limit > 0) ids.push(...(await pickFree(withId, { ...pick, where, limit })))
      }
      await write(db, ids, take(by, leaseMs))
      return ids
    },

    /** Rows that somebody else writes to just now are left as they are. */
    async keepRows({ db, pickFree }: Transaction, pick: Picked, leaseMs: number): Promise<void> {
      await write(db, await pickFree(withId, pick), keep(leaseMs))
    },

    /** As `keepRows`: for rows whose holder is known to be gone. */
    async freeRows({ db, pickFree }: Transaction, pick: Picked): Promise<void> {
      await write(db, await pickFree(withId, pick), noLease(name))
    },
  }
}
