import type { Transaction } from '../engines/engine.ts'
import type { NewEvent } from '../model/event.ts'

/** Gathers what a transaction has to tell, and writes it to each campaign's log at its end. */
export interface EventCollector {
  add(campaignId: number, event: NewEvent): void
  write(transaction: Pick<Transaction, 'appendEvents'>, at: number): Promise<void>
}

export function createEventCollector(): EventCollector {
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
