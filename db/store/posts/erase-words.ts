import { eq } from 'drizzle-orm'
import { eraseSeeds } from '../filing/erase-seeds.ts'
import { eraseIdeaNames } from '../ideas/erase-names.ts'
import type { PostRow } from '../lists/read-posts.ts'
import type { Writing } from '../writing.ts'

export type WrittenPost = Pick<PostRow, 'id' | 'campaignId' | 'words'>

/** The columns of a post's own row that hold its words, quote them or were concluded from them; empty. */
const wordless = {
  ...{ text: '', body: [], words: '', lang: null, link: '', card: null, quote: null },
  ...{ selfLabels: [], labels: [], checks: [], replyTo: null, replyRoot: null, quoteOf: null },
  ...{ filingReason: '', suggestions: [], proposed: null, signals: [], near: [], secondOpinion: null },
} satisfies Partial<PostRow>

/**
 * The one place that knows where the words of posts are kept, and what quotes them: for posts that are taken
 * back and for posts that are rewritten. It erases what stands outside the posts' own rows, and answers the
 * columns of these rows, emptied: the caller writes them, with the new words if there are any. Call it while
 * the rows still hold the old ones. The number of statements does not depend on the number of posts, but for
 * the decisions on them. `tests/db/tables.test.ts` lists every column of text with what happens to it here.
 */
export async function eraseWords(writing: Writing, posts: readonly WrittenPost[]): Promise<typeof wordless> {
  const { transaction, tables, isOneOf } = writing
  const { media, embedding } = tables
  const ids = posts.map(({ id }) => id)
  transaction.noteErased()
  await transaction.db.delete(media).where(isOneOf(media.postId, ids))
  await transaction.db.delete(embedding).where(isOneOf(embedding.postId, ids))
  await eraseIdeaNames(writing, posts)
  await eraseReasons(writing, ids)
  await eraseSeeds(writing, posts)
  return wordless
}

/** A reason names the words that led to it. */
async function eraseReasons(
  { transaction, tables: { decision }, isOneOf }: Writing,
  postIds: readonly number[],
): Promise<void> {
  const decisions = await transaction.db.select().from(decision).where(isOneOf(decision.postId, postIds))
  for (const { id, before, after } of decisions) {
    const set = { before: { ...before, reason: '' }, after: { ...after, reason: '' } }
    await transaction.db.update(decision).set(set).where(eq(decision.id, id))
  }
}
