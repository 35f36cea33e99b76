import type { Column, SQL } from 'drizzle-orm'
import type { PgColumn, PgDatabase, PgQueryResultHKT, PgTable } from 'drizzle-orm/pg-core'
import type { NewEvent } from '../model/event.ts'
import type * as postgresTables from '../tables/postgres.ts'

export type Tables = typeof postgresTables

/** Drizzle's query builder. Typed as PostgreSQL's; at run time SQLite's answers the same calls. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>

/** Which rows of a table, in which order. */
export interface Pick {
  where: SQL | undefined
  orderBy: SQL[]
  limit: number
}

/**
 * What is looked for: folded words with one space between, which stand beside each other; the last may be a
 * beginning.
 */
export interface Sought {
  words: string
  isBeginning: boolean
}

/** One open transaction. */
export interface Transaction {
  db: Database
  /**
   * Inserts rows that are complete (every column given) with the fewest round trips; answers their ids in
   * order.
   */
  insertMany<T extends PgTable & { id?: unknown }>(
    table: T,
    rows: readonly T['$inferInsert'][],
  ): Promise<number[]>
  /**
   * Adds to a campaign's log; once a campaign in a transaction. The numbers are taken as the transaction
   * ends, under the lock of the log's head: they have no gaps and stand in commit order, which a sequence
   * would not give.
   */
  appendEvents(campaignId: number, events: readonly NewEvent[], at: number): Promise<void>
  /**
   * Somebody's words were overwritten: soon after the commit no file of the database may hold them any more.
   */
  noteErased(): void
  /**
   * From here to the end nobody else writes to these campaigns (or to any, when none is named), so what is
   * read stays true. Call it once, before the first read: it waits, and two that took one after the other
   * would wait for each other.
   */
  lockCampaigns(campaignIds?: readonly number[]): Promise<void>
  /**
   * Ids of rows that nobody else writes to at this moment; until the end nobody else can pick them. It never
   * waits: rows in other hands are left out.
   */
  pickFree(table: PgTable & { id: PgColumn }, pick: Pick): Promise<number[]>
}

/**
 * A database engine. The store is written once against it; what really differs between databases is a member
 * here. No SQL of one engine stands anywhere else.
 */
export interface Engine {
  readonly kind: 'sqlite' | 'postgres'
  readonly tables: Tables
  /** For reads: never sees half of an open transaction. */
  readonly reader: Database
  /**
   * Runs a write, all or nothing; durable when the promise resolves. `run` awaits nothing but the database,
   * and may run again when it lost against another write. Driver faults come out as AppError `unavailable` or
   * `internal`.
   */
  transaction<T>(run: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Condition on `post`: all these occur. `sought` is not empty. */
  matchWords(sought: readonly Sought[]): SQL
  /**
   * Condition: the column holds one of these. One parameter, however many: a list costs the builder more than
   * the query itself.
   */
  isOneOf(column: Column, values: readonly (string | number)[]): SQL
  /** The database's own clock, epoch ms. */
  readonly nowMs: SQL<number>
  /** A driver's fault as AppError, without the values that its own error carries; anything else as it is. */
  translateFault(error: unknown): unknown
  /** Calls back soon (50 to 100 ms) after any process committed an event, until the signal aborts. */
  watch(onCommit: () => void, signal: AbortSignal): void
  checkWritable(): Promise<void>
  close(): Promise<void>
}
