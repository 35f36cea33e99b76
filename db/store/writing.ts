import type { Engine, Tables, Transaction } from '../engines/engine.ts'
import { readDbNow } from './db-now.ts'
import { createEventCollector, type EventCollector } from './event-collector.ts'
import type { GivenNames } from './given-names.ts'

/** What the writing of one transaction needs at every step. */
export interface Writing {
  transaction: Transaction
  tables: Tables
  isOneOf: Engine['isOneOf']
  nowMs: Engine['nowMs']
  events: EventCollector
  /** By this process's clock: for what people read. */
  now: number
  /** By the database's clock, the same for the whole transaction: for what is due at a time, and compared by others. */
  readDbNow(): Promise<number>
  /** By campaign; read once, however many posts are erased. See `eraseGivenNames`. */
  givenNames: Map<number, GivenNames>
}

/** `dbNow`: when the database's clock was read already. */
export function startWriting(
  { tables, isOneOf, nowMs }: Engine,
  transaction: Transaction,
  now: number,
  dbNow?: number,
): Writing {
  let read = dbNow === undefined ? undefined : Promise.resolve(dbNow)
  const readOnce = () => {
    read ??= readDbNow(transaction.db, nowMs)
    return read
  }
  const events = createEventCollector()
  return { transaction, tables, isOneOf, nowMs, events, now, readDbNow: readOnce, givenNames: new Map() }
}
