import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import { AppError } from '../../model/error.ts'
import type { IdeaSnapshot } from '../../model/idea.ts'
import type { IdeaWriting } from './change-ideas.ts'

type Noted = { before: IdeaSnapshot; made: readonly number[] }

/** Puts things back as they stood before a change, unless somebody changed the same things since. */
export async function undoIdeaChange(
  writing: IdeaWriting,
  { changeId }: { changeId: number },
): Promise<number | null> {
  const { transaction, tables, campaignId } = writing
  const { ideaChange } = tables
  const [undone] = await transaction.db
    .select()
    .from(ideaChange)
    .where(and(eq(ideaChange.id, changeId), eq(ideaChange.campaignId, campaignId)))
  if (!undone) throw new AppError('not_found', 'There is no such change.')
  if (undone.kind === 'undo' || undone.undoneAt !== null)
    throw new AppError('conflict', 'This was taken back before.')
  if (await isTouchedSince(writing, changeId, undone))
    throw new AppError('conflict', 'Somebody changed these ideas since. Look at them again.')
  await restoreIdeas(writing, undone)
  await transaction.db.update(ideaChange).set({ undoneAt: writing.now }).where(eq(ideaChange.id, changeId))
  return undone.before.groups[0]?.id ?? null
}

async function isTouchedSince(
  { transaction, tables: { ideaChange }, campaignId }: IdeaWriting,
  changeId: number,
  undone: Noted,
): Promise<boolean> {
  const later = await transaction.db
    .select()
    .from(ideaChange)
    .where(
      and(eq(ideaChange.campaignId, campaignId), gt(ideaChange.id, changeId), isNull(ideaChange.undoneAt)),
    )
  const groupIds = new Set(listGroupIds(undone))
  const postIds = new Set(undone.before.ideas.map(({ postId }) => postId))
  return later.some(
    (change) =>
      change.kind !== 'undo' &&
      (change.before.ideas.some(({ postId }) => postIds.has(postId)) ||
        listGroupIds(change).some((id) => groupIds.has(id))),
  )
}

function listGroupIds({ before, made }: Noted): number[] {
  return [...before.groups.map(({ id }) => id), ...made]
}

/** Puts back what still exists; a post whose words went stays away. */
async function restoreIdeas(
  { transaction, tables, campaignId }: IdeaWriting,
  { before, made }: { before: IdeaSnapshot; made: readonly number[] },
): Promise<void> {
  const { db } = transaction
  const { idea, ideaGroup } = tables
  for (const { id, name: nameBefore, ...group } of before.groups) {
    const [known] = await db.select().from(ideaGroup).where(eq(ideaGroup.id, id))
    // A name that was words of a post is made anew by the product; the one that stands may stay till then.
    const name = group.namedBy === null && known?.namedBy === null ? {} : { name: nameBefore }
    if (known)
      await db
        .update(ideaGroup)
        .set({ ...group, ...name })
        .where(eq(ideaGroup.id, id))
    else await db.insert(ideaGroup).values({ id, campaignId, ...group, name: nameBefore, namePostId: null })
  }
  const groupIds = [...new Set(before.ideas.flatMap((one) => one.groupId ?? []))]
  const known = await db.select({ id: ideaGroup.id }).from(ideaGroup).where(inArray(ideaGroup.id, groupIds))
  const there = new Set<number | null>(known.map(({ id }) => id))
  for (const { postId, ...state } of before.ideas) {
    // Its group may have gone meanwhile, with nobody's doing.
    const place = there.has(state.groupId) ? {} : { groupId: null, isHeld: false }
    await db
      .update(idea)
      .set({ ...state, ...place })
      .where(eq(idea.postId, postId))
  }
  if (made.length === 0) return
  await db
    .update(idea)
    .set({ groupId: null, isHeld: false })
    .where(inArray(idea.groupId, [...made]))
  await db.delete(ideaGroup).where(inArray(ideaGroup.id, [...made]))
}
