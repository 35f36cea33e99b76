import { eq } from 'drizzle-orm'
import { eraseGivenNames } from './given-names.ts'
import type { PostRow } from './read-posts.ts'
import type { Writing } from './writing.ts'

/** Words that are gone name no group any more; it is named anew from what is left. */
export async function eraseIdeaName(writing: Writing, post: PostRow): Promise<void> {
  const { transaction, tables } = writing
  const { ideaGroup } = tables
  await eraseGivenNames(writing, post)
  await transaction.db
    .update(ideaGroup)
    .set({ name: '', namePostId: null })
    .where(eq(ideaGroup.namePostId, post.id))
}

/** Takes a post out of the ideas, with what was concluded from its words. */
export async function eraseIdea(writing: Writing, post: PostRow): Promise<void> {
  const { transaction, tables } = writing
  await eraseIdeaName(writing, post)
  await transaction.db.delete(tables.idea).where(eq(tables.idea.postId, post.id))
}
