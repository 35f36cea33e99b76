import { and, eq, notExists, sql } from 'drizzle-orm'
import { isShown, type RemovedWhy } from '../../model/visibility.ts'
import { lookAgainAtAnswers } from '../filing/look-again.ts'
import { notFiledYet } from '../filing/not-filed-yet.ts'
import type { PostRow } from '../lists/read-posts.ts'
import { whereNotErased } from '../visibility.ts'
import type { Writing } from '../writing.ts'
import { noClaim } from './change-post.ts'
import { eraseWords, type WrittenPost } from './erase-words.ts'

type ErasablePost = WrittenPost & Pick<PostRow, 'uri' | 'authorId' | 'standing' | 'hiddenWhy'>

/**
 * Takes posts away for good: their words, pictures and what was concluded from them are erased, the rows stay
 * so that a later copy is recognised and the decisions keep their meaning. In few statements, however many:
 * an account with ten thousand posts must not keep everybody else from writing.
 */
export async function erasePosts(
  writing: Writing,
  posts: readonly ErasablePost[],
  why: RemovedWhy,
): Promise<void> {
  if (posts.length === 0) return
  const { transaction, tables, isOneOf, events } = writing
  const { post, idea } = tables
  const ids = posts.map(({ id }) => id)
  const wordless = await eraseWords(writing, posts)
  await transaction.db.delete(idea).where(isOneOf(idea.postId, ids))
  await transaction.db
    .update(post)
    .set({
      ...wordless,
      ...notFiledYet,
      ...noClaim,
      removedWhy: why,
      hiddenWhy: why,
      checkAt: null,
      version: sql`${post.version} + 1`,
    })
    .where(isOneOf(post.id, ids))
  for (const [campaignId, erased] of Map.groupBy(posts, (one) => one.campaignId)) {
    await lookAgainAtAnswers(
      writing,
      campaignId,
      erased.map(({ uri }) => uri),
    )
  }
  for (const erased of posts)
    events.add(erased.campaignId, { kind: 'post_hidden', postId: erased.id, isPublic: isShown(erased) })
  await forgetAuthors(writing, [...new Set(posts.map(({ authorId }) => authorId))])
}

/** Who took every post back leaves no name or picture here; the next post would bring them again. */
async function forgetAuthors({ transaction, tables, isOneOf }: Writing, ids: number[]): Promise<void> {
  const { author, post } = tables
  const kept = transaction.db
    .select({ id: post.id })
    .from(post)
    .where(and(eq(post.authorId, author.id), whereNotErased(tables)))
  await transaction.db
    .update(author)
    .set({ handle: null, displayName: null, avatarUrl: null, words: '' })
    .where(and(isOneOf(author.id, ids), notExists(kept)))
}
