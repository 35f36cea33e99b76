import type { Writing } from '../writing.ts'
import { eraseGivenNames, type NamingPost } from './given-names.ts'

/** Words that are gone name no group any more; it is named anew from what is left. */
export async function eraseIdeaNames(writing: Writing, posts: readonly NamingPost[]): Promise<void> {
  const { transaction, tables, isOneOf } = writing
  const { ideaGroup } = tables
  await eraseGivenNames(writing, posts)
  const ids = posts.map(({ id }) => id)
  await transaction.db
    .update(ideaGroup)
    .set({ name: '', namePostId: null })
    .where(isOneOf(ideaGroup.namePostId, ids))
}

/** Takes posts out of the ideas, with what was concluded from their words. */
export async function eraseIdeas(writing: Writing, posts: readonly NamingPost[]): Promise<void> {
  const { transaction, tables, isOneOf } = writing
  await eraseIdeaNames(writing, posts)
  const ids = posts.map(({ id }) => id)
  await transaction.db.delete(tables.idea).where(isOneOf(tables.idea.postId, ids))
}
