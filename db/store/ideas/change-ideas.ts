import { inArray } from 'drizzle-orm'
import type { Tables, Transaction } from '../../engines/engine.ts'
import type { IdeaSnapshot } from '../../model/idea.ts'

export interface IdeaWriting {
  transaction: Transaction
  tables: Tables
  campaignId: number
  now: number
  /** How the things that are changed stood before. */
  before: IdeaSnapshot
  /** Groups that were made. */
  made: number[]
}

type GroupRow = Tables['ideaGroup']['$inferSelect']
type IdeaRow = Tables['idea']['$inferSelect']

/** Notes how things stand, then changes them. */
export async function changeIdeas(
  writing: IdeaWriting,
  touched: { groupIds: readonly number[]; postIds: readonly number[] },
  change: {
    groups?: { groupIds: readonly number[]; set: Partial<GroupRow> }[]
    ideas?: { postIds: readonly number[]; set: Partial<IdeaRow> }[]
    drop?: readonly number[]
  },
): Promise<void> {
  const { transaction, tables } = writing
  const { db } = transaction
  const { idea, ideaGroup } = tables
  writing.before = await readSnapshot(writing, touched)
  for (const { groupIds, set } of change.groups ?? [])
    if (groupIds.length > 0)
      await db
        .update(ideaGroup)
        .set(set)
        .where(inArray(ideaGroup.id, [...groupIds]))
  for (const { postIds, set } of change.ideas ?? [])
    if (postIds.length > 0)
      await db
        .update(idea)
        .set(set)
        .where(inArray(idea.postId, [...postIds]))
  if (change.drop && change.drop.length > 0)
    await db.delete(ideaGroup).where(inArray(ideaGroup.id, [...change.drop]))
}

async function readSnapshot(
  { transaction, tables }: IdeaWriting,
  { groupIds, postIds }: { groupIds: readonly number[]; postIds: readonly number[] },
): Promise<IdeaSnapshot> {
  const { idea, ideaGroup } = tables
  const groups =
    groupIds.length === 0
      ? []
      : await transaction.db
          .select()
          .from(ideaGroup)
          .where(inArray(ideaGroup.id, [...groupIds]))
  const ideas =
    postIds.length === 0
      ? []
      : await transaction.db
          .select()
          .from(idea)
          .where(inArray(idea.postId, [...postIds]))
  return {
    groups: groups.map(({ id, takeaway, name, namedBy, isKept, createdAt }) => ({
      ...{ id, takeaway, isKept, createdAt },
      // Words of a post must not outlive it here.
      name: namedBy === null ? '' : name,
      namedBy: namedBy ?? null,
    })),
    ideas: ideas.map(({ campaignId: _, readAs: __, ...state }) => state),
  }
}
