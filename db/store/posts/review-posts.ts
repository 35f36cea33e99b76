import { eq, type SQL } from 'drizzle-orm'
import { type HiddenWhy, isShown, whyHidden } from '../../model/visibility.ts'
import type { Writing } from '../writing.ts'
import { findNews } from './change-post.ts'

const seen = { kind: 'post_changed', isPublic: true } as const
const unseen = { kind: 'post_changed', isPublic: false } as const

/**
 * Works out anew which of these posts may be shown, after something beside them changed, and tells the log;
 * in few statements, however many they are. `changed`: what else is new of their author. Looks are news
 * wherever they are shown, labels to moderators.
 */
export async function reviewPosts(
  { transaction, tables, isOneOf, events, readUnreleased }: Writing,
  where: SQL | undefined,
  changed: readonly ('looks' | 'labels')[] = [],
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
    const news = changed.includes('looks') && isShown(row) ? seen : findNews(row, next)
    const told = news ?? (changed.includes('labels') ? unseen : undefined)
    if (told) events.add(row.campaignId, { ...told, postId: row.id })
    if (row.hiddenWhy === next.hiddenWhy) continue
    const ids = moves.get(next.hiddenWhy)
    if (ids) ids.push(row.id)
    else moves.set(next.hiddenWhy, [row.id])
  }
  for (const [hiddenWhy, ids] of moves)
    await transaction.db.update(post).set({ hiddenWhy }).where(isOneOf(post.id, ids))
}
