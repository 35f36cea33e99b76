import { eq, type SQL } from 'drizzle-orm'
import { type HiddenWhy, isShown, whyHidden } from '../../model/visibility.ts'
import type { Writing } from '../writing.ts'
import { tellVisibility } from './change-post.ts'

/**
 * Works out anew which of these posts may be shown, after something beside them changed, and tells the log; in few statements,
 * however many they are. `looksChanged`: their author looks otherwise, which is news wherever they are shown.
 */
export async function reviewPosts(
  { transaction, tables, isOneOf, events, readUnreleased }: Writing,
  where: SQL | undefined,
  looksChanged: boolean,
): Promise<void> {
  const { post, author } = tables
  const rows = await transaction.db
    .select({
      ...{ id: post.id, campaignId: post.campaignId, standing: post.standing, hiddenWhy: post.hiddenWhy },
      ...{ removedWhy: post.removedWhy, cid: post.cid, verifiedCid: post.verifiedCid },
      ...{ selfLabels: post.selfLabels, labels: post.labels, takeaway: post.takeaway },
      author: { standing: author.standing, wishes: author.wishes, labels: author.labels },
    })
    .from(post)
    .innerJoin(author, eq(post.authorId, author.id))
    .where(where)
    .orderBy(post.id)
  const moves = new Map<HiddenWhy | null, number[]>()
  for (const row of rows) {
    const unreleased = await readUnreleased(row.campaignId)
    const next = { ...row, hiddenWhy: whyHidden({ ...row, unreleased }) }
    const kind = looksChanged && isShown(row) ? ('post_changed' as const) : tellVisibility(row, next)
    const isPublic = isShown(row) || isShown(next)
    if (kind) events.add(row.campaignId, { kind, postId: row.id, isPublic })
    if (row.hiddenWhy === next.hiddenWhy) continue
    const ids = moves.get(next.hiddenWhy)
    if (ids) ids.push(row.id)
    else moves.set(next.hiddenWhy, [row.id])
  }
  for (const [hiddenWhy, ids] of moves)
    await transaction.db.update(post).set({ hiddenWhy }).where(isOneOf(post.id, ids))
}
