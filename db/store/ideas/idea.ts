import { and, asc, eq, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Engine, Tables, Transaction } from '../../engines/engine.ts'
import { readOwnWords } from '../lists/read-words.ts'
import { gatherIdeas } from './gather-ideas.ts'
import type { IdeaStore } from './idea-store.ts'
import { recordReadings } from './record-idea-readings.ts'
import { saveGroups } from './save-idea-groups.ts'

type IdeaVerbs = Pick<
  IdeaStore,
  'listUnreadPosts' | 'recordIdeaReadings' | 'readGatheredIdeas' | 'saveIdeaGroups'
>

export const ideasChanged = { kind: 'ideas_changed', postId: null, isPublic: false } as const

/** What a worker asks of ideas: which posts to read, and how they gather. */
export function createIdeaStore(engine: Engine, clock: () => number): IdeaVerbs {
  const { reader, tables, isOneOf } = engine
  const { post, idea } = tables

  return {
    async listUnreadPosts(campaignId, model, { limit, postIds }) {
      const posts = await reader
        .select({ id: post.id, cid: post.cid, text: post.text, takeaway: post.takeaway })
        .from(post)
        .leftJoin(idea, eq(idea.postId, post.id))
        .where(
          and(
            eq(post.campaignId, campaignId),
            isNull(post.removedWhy),
            postIds === undefined ? undefined : isOneOf(post.id, postIds),
            or(isNull(idea.readAs), ne(idea.readAs, readAs(tables, model))),
          ),
        )
        .orderBy(asc(post.id))
        .limit(limit)
      const words = await readOwnWords(reader, engine, posts)
      return posts.map((one) => ({ ...one, text: words.get(one.id) ?? '' }))
    },

    recordIdeaReadings: (campaignId, model, readings) =>
      write(campaignId, (transaction) =>
        recordReadings({ transaction, tables, isOneOf, campaignId }, model, readings),
      ),

    readGatheredIdeas: (campaignId) => gatherIdeas(reader, engine, campaignId),

    saveIdeaGroups: (campaignId, plan) =>
      write(campaignId, async (transaction) => {
        const gathered = await gatherIdeas(transaction.db, engine, campaignId)
        return saveGroups({ transaction, tables, isOneOf, campaignId, now: clock() }, gathered, plan)
      }),
  }

  /** `run` answers how many rows it changed; the log is told where there are any. */
  function write(
    campaignId: number,
    run: (transaction: Transaction) => Promise<number>,
  ): Promise<{ changed: number }> {
    return engine.transaction(async (transaction) => {
      await transaction.lockCampaigns([campaignId])
      const changed = await run(transaction)
      if (changed > 0) await transaction.appendEvents(campaignId, [ideasChanged], clock())
      return { changed }
    })
  }
}

/** What a post is read as now, in the database's words: see `tellReadAs`. */
function readAs({ post }: Tables, model: string): SQL<string> {
  return sql<string>`${`${model}|`} || ${post.cid} || '|' || coalesce(${post.takeaway}, 0)`
}
