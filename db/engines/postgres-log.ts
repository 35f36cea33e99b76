import type pg from 'pg'
import { AppError } from '../model/error.ts'
import type { NewEvent } from '../model/event.ts'
import type { Transaction } from './engine.ts'

/**
 * The log's head stays locked from here to the end of the commit: its numbers have no gaps and stand in
 * commit order.
 */
const append = `
  WITH taken AS (UPDATE log_head SET seq = seq + $2::int WHERE campaign_id = $1::bigint RETURNING seq - $2::int AS seq)
  INSERT INTO event (campaign_id, seq, kind, post_id, is_public, at)
  SELECT $1::bigint, taken.seq + given.place, given.kind, given.post_id, given.is_public, $3::bigint
  FROM taken, unnest($4::text[], $5::bigint[], $6::boolean[]) WITH ORDINALITY AS given (kind, post_id, is_public, place)`

export interface Log {
  append: Transaction['appendEvents']
  /**
   * Writes what was appended and commits, both sent at once: whoever waits for the row waits for no round
   * trip of ours.
   */
  commit(): Promise<void>
}

/** The log of one transaction. The connection must be one that pipelines. */
export function createLog(client: pg.ClientBase): Log {
  const appended: { campaignId: number; events: readonly NewEvent[]; at: number }[] = []

  return {
    async append(campaignId, events, at) {
      if (events.length > 0) appended.push({ campaignId, events, at })
    },

    async commit() {
      // In one order everywhere, so that two writers never wait for each other's campaign.
      appended.sort((a, b) => a.campaignId - b.campaignId)
      const steps = appended.map(({ campaignId, events, at }) =>
        client.query(append, [
          campaignId,
          events.length,
          at,
          events.map(({ kind }) => kind),
          events.map(({ postId }) => postId),
          events.map(({ isPublic }) => isPublic),
        ]),
      )
      const end = client.query('COMMIT')
      for (const step of await Promise.allSettled([...steps, end])) {
        if (step.status === 'rejected') throw step.reason
      }
      const { command } = await end
      // Answered to a transaction in which a step failed, and nobody minded.
      if (command !== 'COMMIT') throw new AppError('internal', 'The database refused a step.')
    },
  }
}
