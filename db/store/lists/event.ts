import { and, asc, desc, eq, gt, inArray } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import type { Store } from '../store.ts'
import { addFilingNotes } from './filing-notes.ts'
import { readPosts } from './read-posts.ts'

type EventStore = Pick<Store, 'lastSeq' | 'eventsAfter' | 'latestEvents' | 'findPosts' | 'watch'>

export function createEventStore(engine: Engine): EventStore {
  const { event, logHead, post } = engine.tables

  return {
    async lastSeq(campaignId) {
      const [row] = await engine.reader
        .select({ seq: logHead.seq })
        .from(logHead)
        .where(eq(logHead.campaignId, campaignId))
      return row?.seq ?? 0
    },

    eventsAfter: async (campaignId, seq, limit) =>
      engine.reader
        .select()
        .from(event)
        .where(and(eq(event.campaignId, campaignId), gt(event.seq, seq)))
        .orderBy(asc(event.seq))
        .limit(limit),

    async latestEvents(campaignId, limit, options = {}) {
      const rows = await engine.reader
        .select()
        .from(event)
        .where(
          and(eq(event.campaignId, campaignId), options.publicOnly ? eq(event.isPublic, true) : undefined),
        )
        .orderBy(desc(event.seq))
        .limit(limit)
      return rows.reverse()
    },

    async findPosts(ids) {
      if (ids.length === 0) return []
      const posts = await readPosts(engine.reader, engine.tables, { where: inArray(post.id, ids) })
      return addFilingNotes(engine.reader, engine, posts)
    },

    watch: (onNews, signal) => engine.watch(onNews, signal),
  }
}
