import { eq } from 'drizzle-orm'
import type { NewPost } from '../../model/post.ts'
import type { Writing } from '../writing.ts'

/**
 * Posts as a source filed them, by the campaign as it was when the source began. Those under a takeaway that
 * was removed since are unfiled.
 */
export async function fileUnderKnown(
  writing: Writing,
  campaignId: number,
  posts: readonly NewPost[],
): Promise<NewPost[]> {
  if (posts.every(({ filing }) => (filing.takeaway ?? filing.proposed ?? null) === null)) return [...posts]
  const known = await listTakeaways(writing, campaignId)
  return posts.map((post) => {
    const { takeaway, proposed } = post.filing
    const isKnown = (number: number | null | undefined) => number == null || known.has(number)
    if (isKnown(takeaway) && isKnown(proposed)) return post
    const gone = isKnown(takeaway) ? {} : removed
    return { ...post, filing: { ...post.filing, ...gone, proposed: null } }
  })
}

const removed = { takeaway: null, by: null, confidence: 0, reason: 'Its takeaway was removed' }

export async function listTakeaways(
  { transaction, tables }: Writing,
  campaignId: number,
): Promise<Set<number>> {
  const { takeaway } = tables
  const rows = await transaction.db
    .select({ id: takeaway.takeawayId })
    .from(takeaway)
    .where(eq(takeaway.campaignId, campaignId))
  return new Set(rows.map(({ id }) => id))
}
