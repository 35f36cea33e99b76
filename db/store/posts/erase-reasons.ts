import { eq } from 'drizzle-orm'
import type { Writing } from '../writing.ts'

/** A reason names the words that led to it. */
export async function eraseReasons(
  { transaction, tables, isOneOf }: Writing,
  postIds: readonly number[],
): Promise<void> {
  const { decision } = tables
  for (const { id, before, after } of await transaction.db
    .select()
    .from(decision)
    .where(isOneOf(decision.postId, postIds))) {
    const set = { before: { ...before, reason: '' }, after: { ...after, reason: '' } }
    await transaction.db.update(decision).set(set).where(eq(decision.id, id))
  }
}
