import type { Engine, Tables, Transaction } from '../engines/engine.ts'
import { createEventCollector, type EventCollector } from './event-collector.ts'
import type { GivenNames } from './given-names.ts'

/** What the writing of one transaction needs at every step. */
export interface Writing {
  transaction: Transaction
  tables: Tables
  isOneOf: Engine['isOneOf']
  nowMs: Engine['nowMs']
  events: EventCollector
  now: number
  /** By campaign; read once, however many posts are erased. See `eraseGivenNames`. */
  givenNames: Map<number, GivenNames>
}

export function startWriting(
  { tables, isOneOf, nowMs }: Engine,
  transaction: Transaction,
  now: number,
): Writing {
  return { transaction, tables, isOneOf, nowMs, events: createEventCollector(), now, givenNames: new Map() }
}
