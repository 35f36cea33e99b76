import { and, asc, eq, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Engine, Tables, Transaction } from '../engines/engine.ts'
import { isShown } from '../model/visibility.ts'
import type { GatheredIdeas, IdeaStore, PlannedGroup } from './idea-store.ts'
import { saveGroups } from './save-idea-groups.ts'

type IdeaVerbs = Pick<
  IdeaStore,
  'listUnreadPosts' | 'recordIdeaReadings' | 'readGatheredIdeas' | 'saveIdeaGroups'
>

export const ideasChanged = { kind: 'ideas_changed', postId: null, isPublic: false } as const

export function createIdeaStore(engine: Engine, clock: () => number): IdeaVerbs {
  const { reader, tables, isOneOf } = engine
  const { post, idea } = tables

  return {
    listUnreadPosts: async (campaignId, model, { limit, postIds }) =>
      reader
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
        .limit(limit),

    recordIdeaReadings: (campaignId, model, readings) =>
      engine.transaction(async (transaction) => {
        const { db } = transaction
        await transaction.lockCampaigns([campaignId])
        const rows = await db
          .select({ post, idea })
          .from(post)
          .leftJoin(idea, eq(idea.postId, post.id))
          .where(
            and(
              eq(post.campaignId, campaignId),
              isOneOf(
                post.id,
                readings.map(({ postId }) => postId),
              ),
            ),
          )
        const known = new Map(rows.map((row) => [row.post.id, row]))
        let changed = 0
        for (const reading of readings) {
          const row = known.get(reading.postId)
          const isSame =
            row?.post.cid === reading.cid &&
            row.post.takeaway === reading.takeaway &&
            row.post.removedWhy === null
          if (!row || !isSame) continue
          const before = row.idea
          const isOtherPlace = before !== null && placeOf(before.readAs) !== String(reading.takeaway ?? 0)
          const next = {
            readAs: `${model}|${reading.cid}|${reading.takeaway ?? 0}`,
            ...(before?.ideaBy === 'moderator'
              ? {}
              : {
                  isIdea: reading.isIdea,
                  ideaConfidence: reading.ideaConfidence,
                  ideaBy: 'model' as const,
                  ...(reading.isIdea ? {} : { groupId: null, isHeld: false }),
                }),
            // An action is one of a takeaway: a person's word on it ends where the post goes elsewhere.
            ...(before?.actionBy === 'moderator' && !isOtherPlace
              ? {}
              : {
                  action: reading.action,
                  actionConfidence: reading.actionConfidence,
                  actionBy: 'model' as const,
                }),
          }
          if (!before) {
            await db.insert(idea).values({
              postId: reading.postId,
              campaignId,
              isIdea: reading.isIdea,
              ideaConfidence: reading.ideaConfidence,
              ideaBy: 'model',
              action: reading.action,
              actionConfidence: reading.actionConfidence,
              actionBy: 'model',
              groupId: null,
              isHeld: false,
              readAs: next.readAs,
            })
          } else await db.update(idea).set(next).where(eq(idea.postId, reading.postId))
          const isOther =
            (before?.isIdea ?? false) !== (next.isIdea ?? before?.isIdea ?? false) ||
            (before?.action ?? null) !== (next.action === undefined ? (before?.action ?? null) : next.action)
          if (isOther) changed += 1
        }
        if (changed > 0) await transaction.appendEvents(campaignId, [ideasChanged], clock())
        return { changed }
      }),

    readGatheredIdeas: (campaignId) => readGathered(reader, tables, campaignId),

    saveIdeaGroups: (campaignId, plan) =>
      engine.transaction(async (transaction) => {
        await transaction.lockCampaigns([campaignId])
        const changed = await applyPlan(transaction, campaignId, plan)
        if (changed > 0) await transaction.appendEvents(campaignId, [ideasChanged], clock())
        return { changed }
      }),
  }

  async function applyPlan(transaction: Transaction, campaignId: number, plan: readonly PlannedGroup[]) {
    const gathered = await readGathered(transaction.db, tables, campaignId)
    return saveGroups(
      { db: transaction.db, insertMany: transaction.insertMany, tables, campaignId, now: clock() },
      gathered,
      plan,
    )
  }
}

/** What a post is read as now, in the database's words. */
function readAs({ post }: Tables, model: string): SQL<string> {
  return sql<string>`${`${model}|`} || ${post.cid} || '|' || coalesce(${post.takeaway}, 0)`
}

function placeOf(read: string): string {
  return read.slice(read.lastIndexOf('|') + 1)
}

/** Hidden for now, and yet to be counted: nobody asked for it to be hidden. */
const passing: readonly (string | null)[] = [null, 'unverified', 'missing']

async function readGathered(
  db: Engine['reader'],
  { post, idea, ideaGroup }: Tables,
  campaignId: number,
): Promise<GatheredIdeas> {
  const rows = await db
    .select({
      postId: post.id,
      authorId: post.authorId,
      takeaway: post.takeaway,
      text: post.text,
      standing: post.standing,
      hiddenWhy: post.hiddenWhy,
      groupId: idea.groupId,
      isHeld: idea.isHeld,
    })
    .from(idea)
    .innerJoin(post, eq(idea.postId, post.id))
    .where(
      and(
        eq(idea.campaignId, campaignId),
        eq(idea.isIdea, true),
        inArray(post.standing, ['pending', 'approved', 'stashed']),
      ),
    )
    .orderBy(asc(post.id))
  const groups = await db
    .select()
    .from(ideaGroup)
    .where(eq(ideaGroup.campaignId, campaignId))
    .orderBy(asc(ideaGroup.id))
  return {
    ideas: rows.map(({ standing, hiddenWhy, ...row }) => ({
      ...row,
      isShown: isShown({ standing, hiddenWhy }),
      counts: passing.includes(hiddenWhy),
    })),
    groups: groups.map(({ campaignId: _, ...group }) => ({ ...group, namedBy: group.namedBy ?? null })),
  }
}
