// What a person says of one post: whether it proposes something, and which action it supports.
import { eq } from 'drizzle-orm'
import { AppError } from '../../model/error.ts'
import { changeIdeas, type IdeaWriting } from './change-ideas.ts'
import { getIdea } from './find-ideas.ts'

export async function markIdea(
  writing: IdeaWriting,
  { postId, isIdea }: { postId: number; isIdea: boolean },
): Promise<number | null> {
  const row = await getIdea(writing, postId)
  if (row.isIdea === isIdea && row.ideaBy === 'moderator') return null
  const gone = isIdea ? {} : { groupId: null, isHeld: false }
  await changeIdeas(
    writing,
    { groupIds: row.groupId === null ? [] : [row.groupId], postIds: [postId] },
    { ideas: [{ postIds: [postId], set: { isIdea, ideaConfidence: 1, ideaBy: 'moderator', ...gone } }] },
  )
  return row.groupId
}

export async function setAction(
  writing: IdeaWriting,
  { postId, action }: { postId: number; action: number | null },
): Promise<number | null> {
  const row = await getIdea(writing, postId)
  if (action !== null && action > (await countActionsOf(writing, row.takeaway)))
    throw new AppError('invalid', `Its takeaway has no action ${action}.`)
  if (row.action === action && row.actionBy === 'moderator') return null
  const set = { action, actionConfidence: 1, actionBy: 'moderator' as const }
  await changeIdeas(writing, { groupIds: [], postIds: [postId] }, { ideas: [{ postIds: [postId], set }] })
  return row.groupId
}

async function countActionsOf(
  { transaction, tables: { campaign }, campaignId }: IdeaWriting,
  number: number | null,
): Promise<number> {
  const [row] = await transaction.db.select().from(campaign).where(eq(campaign.id, campaignId))
  return row?.content.takeaways.find((one) => one.number === number)?.actions.length ?? 0
}
