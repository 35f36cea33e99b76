import { eq } from 'drizzle-orm'
import type { Writing } from './writing.ts'

/** Words that are gone name no group any more; it is named anew from what is left. */
export async function eraseIdeaName({ transaction, tables }: Writing, postId: number): Promise<void> {
  const { ideaGroup } = tables
  await transaction.db
    .update(ideaGroup)
    .set({ name: '', namePostId: null })
    .where(eq(ideaGroup.namePostId, postId))
}

/** Takes a post out of the ideas, with what was concluded from its words. */
export async function eraseIdea(writing: Writing, postId: number): Promise<void> {
  const { transaction, tables } = writing
  await eraseIdeaName(writing, postId)
  await transaction.db.delete(tables.idea).where(eq(tables.idea.postId, postId))
}
