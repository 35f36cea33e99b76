import { isDeepStrictEqual } from 'node:util'
import { and, eq, or, sql } from 'drizzle-orm'
import type { PostRow } from '../lists/read-posts.ts'
import type { Writing } from '../writing.ts'
import { notFiledYet } from './not-filed-yet.ts'
import { toRelative } from './relative.ts'

/**
 * Lets waiting posts that answer or quote one of these be filed anew: what followed from where it stood may
 * follow no more, or only now. Who is filing one at this moment has read how things stood before, so what
 * comes of that does not count.
 */
export async function lookAgainAtAnswers(
  { transaction, tables, isOneOf }: Writing,
  campaignId: number,
  uris: readonly string[],
): Promise<void> {
  if (uris.length === 0) return
  const { post } = tables
  await transaction.db
    .update(post)
    .set(notFiledYet)
    .where(
      and(
        eq(post.campaignId, campaignId),
        sql`${post.standing} = 'pending'`,
        or(isOneOf(post.replyTo, uris), isOneOf(post.replyRoot, uris), isOneOf(post.quoteOf, uris)),
      ),
    )
}

/** The same for one post that changes, if anything else follows from it then. */
export async function lookAgainIfMoved(
  writing: Writing,
  before: PostRow,
  set: Partial<PostRow>,
): Promise<void> {
  if (isDeepStrictEqual(toRelative(before), toRelative({ ...before, ...set }))) return
  await lookAgainAtAnswers(writing, before.campaignId, [before.uri])
}
