// What a change by hand is about. Each throws where that is no more.
import { and, asc, eq, inArray } from 'drizzle-orm'
import { AppError } from '../../model/error.ts'
import type { IdeaGroupState } from '../../model/idea.ts'
import type { IdeaWriting } from './change-ideas.ts'

export async function getIdea(
  { transaction, tables: { idea, post }, campaignId }: IdeaWriting,
  postId: number,
) {
  const [row] = await transaction.db
    .select({ idea, takeaway: post.takeaway })
    .from(idea)
    .innerJoin(post, eq(idea.postId, post.id))
    .where(and(eq(idea.postId, postId), eq(idea.campaignId, campaignId)))
  if (!row) throw new AppError('not_found', 'This post is gone, or was not read for ideas yet.')
  return { ...row.idea, takeaway: row.takeaway }
}

/** In the order asked for. */
export async function getGroups(
  { transaction, tables: { ideaGroup }, campaignId }: IdeaWriting,
  ids: readonly number[],
): Promise<(IdeaGroupState & { namePostId: number | null })[]> {
  const rows = await transaction.db
    .select()
    .from(ideaGroup)
    .where(and(eq(ideaGroup.campaignId, campaignId), inArray(ideaGroup.id, [...ids])))
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = found.get(id)
    if (!row) throw new AppError('not_found', 'This group of ideas is no more. Look at the list again.')
    return { ...row, namedBy: row.namedBy ?? null }
  })
}

export async function getGroup(writing: IdeaWriting, id: number) {
  const [group] = await getGroups(writing, [id])
  if (!group) throw new Error('getGroups answers one for each id')
  return group
}

/** Post ids, in order. */
export async function listMembers(
  { transaction, tables: { idea } }: IdeaWriting,
  groupIds: readonly number[],
): Promise<number[]> {
  const rows = await transaction.db
    .select({ postId: idea.postId })
    .from(idea)
    .where(inArray(idea.groupId, [...groupIds]))
    .orderBy(asc(idea.postId))
  return rows.map(({ postId }) => postId)
}
