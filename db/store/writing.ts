import { eq } from 'drizzle-orm'
import type { Engine, Tables, Transaction } from '../engines/engine.ts'
import type { NewEvent } from '../model/event.ts'
import { readDbNow } from './db-now.ts'
import type { SeedLine } from './filing/erase-seeds.ts'
import type { GivenNames } from './ideas/erase-names.ts'

/** What the writing of one transaction needs at every step. */
export interface Writing {
  transaction: Transaction
  tables: Tables
  isOneOf: Engine['isOneOf']
  nowMs: Engine['nowMs']
  events: EventCollector
  /** By this process's clock: for what people read. */
  now: number
  /**
   * By the database's clock, the same for the whole transaction: for what is due at a time, and compared by
   * others.
   */
  readDbNow(): Promise<number>
  /** Ids of the campaign's takeaways that the public does not see yet; read once. */
  readUnreleased(campaignId: number): Promise<readonly number[]>
  /** By campaign; read once, however many posts are erased. See `eraseWords`. */
  givenNames: Map<number, GivenNames>
  seedLines: Map<number, SeedLine[]>
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
  const unreleased = new Map<number, Promise<readonly number[]>>()
  const readUnreleased = (campaignId: number) => {
    const known = unreleased.get(campaignId) ?? findUnreleased(transaction, tables, campaignId)
    unreleased.set(campaignId, known)
    return known
  }
  const events = createEventCollector()
  return {
    ...{ transaction, tables, isOneOf, nowMs, events, now, readDbNow: readOnce, readUnreleased },
    givenNames: new Map(),
    seedLines: new Map(),
  }
}

async function findUnreleased(
  { db }: Transaction,
  { campaign }: Tables,
  campaignId: number,
): Promise<readonly number[]> {
  const [row] = await db
    .select({ unreleased: campaign.unreleased })
    .from(campaign)
    .where(eq(campaign.id, campaignId))
  return row?.unreleased ?? []
}

export const campaignChanged: NewEvent = { kind: 'campaign_changed', postId: null, isPublic: true }

/** Gathers what a transaction has to tell, and writes it to each campaign's log at its end. */
interface EventCollector {
  add(campaignId: number, event: NewEvent): void
  write(transaction: Pick<Transaction, 'appendEvents'>, at: number): Promise<void>
}

function createEventCollector(): EventCollector {
  const byCampaign = new Map<number, NewEvent[]>()
  return {
    add(campaignId, event) {
      const events = byCampaign.get(campaignId)
      if (events) events.push(event)
      else byCampaign.set(campaignId, [event])
    },
    async write({ appendEvents }, at) {
      for (const [campaignId, events] of byCampaign) await appendEvents(campaignId, events, at)
    },
  }
}
