import type { Tables, Transaction } from '../engines/engine.ts'
import { appendEvents, type NewEvent } from './append-events.ts'

/** Gathers what a transaction has to tell, and writes it to each campaign's log at its end. */
export interface EventCollector {
  add(campaignId: number, event: NewEvent): void
  write(transaction: Transaction, tables: Tables, at: number): Promise<void>
}

export function createEventCollector(): EventCollector {
  const byCampaign = new Map<number, NewEvent[]>()
  return {
    add(campaignId, event) {
      const events = byCampaign.get(campaignId)
      if (events) events.push(event)
      else byCampaign.set(campaignId, [event])
    },
    async write(transaction, tables, at) {
      // In one order everywhere, so that two writers never wait for each other's campaign.
      for (const [campaignId, events] of [...byCampaign].sort(([a], [b]) => a - b)) {
        await appendEvents(transaction, tables, campaignId, events, at)
      }
    },
  }
}
