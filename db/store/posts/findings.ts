import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import { type Findings, findingsLastMs, isDoubtful, isLarge, lateLooks } from '../../model/check-schedule.ts'
import type { Writing } from '../writing.ts'

export interface Doubt {
  /** Whether what look-ups do not find is no word on single posts. */
  isDoubtful: boolean
  /**
   * Told to the team: so many of the posts that are looked after are hidden since the network no longer shows
   * them.
   */
  missing: { posts: number; of: number } | undefined
}

/**
 * What look-ups found lately and what not, of all workers and from before any restart: it is read from the
 * posts themselves. `unfoundIds`: what was not found just now, and does not say so yet; `edited` of them are
 * there in another version.
 */
export async function readDoubt(
  { transaction, tables, isOneOf, readDbNow }: Writing,
  { campaignId, network, recheckMs }: { campaignId: number; network: string; recheckMs: number },
  { unfoundIds, edited }: { unfoundIds: readonly number[]; edited: number },
): Promise<Doubt> {
  const { post } = tables
  const now = await readDbNow()
  const isUnfound = sql`(${isOneOf(post.id, unfoundIds)} or ${post.removedWhy} = 'missing' or ${post.checkAttempts} < 0
    or (${post.verifiedCid} is null and ${post.checkAttempts} > ${sql.raw(String(lateLooks))}))`
  // What was found is due again `recheckMs` after that.
  const dueAfter = now + recheckMs - findingsLastMs
  const isFound = sql`(${post.removedWhy} is null and ${post.checkAttempts} = 0 and ${post.verifiedCid} = ${post.cid}
    and not ${isOneOf(post.id, unfoundIds)}
    and ${post.checkAt} > ${sql.raw(String(dueAfter))} and ${post.checkAt} <= ${sql.raw(String(now + recheckMs))})`
  // Decided by people, so that spam which the network hides itself is no alarm.
  const isApproved = sql`${post.standing} = 'approved'`
  const isHidden = sql`(${isUnfound} or ${post.hiddenWhy} in ('account', 'label'))`
  const rows = await transaction.db
    .select({
      posts: sql`count(*)`.mapWith(Number),
      unfound: countIf(isUnfound),
      found: countIf(isFound),
      approved: countIf(isApproved),
      hidden: countIf(sql`${isApproved} and ${isHidden}`),
    })
    .from(post)
    .where(and(eq(post.campaignId, campaignId), eq(post.network, network), isNotNull(post.checkAt)))
    .groupBy(post.authorId)
  const unfound = rows.filter((row) => row.unfound > 0)
  const found = rows.filter((row) => row.unfound === 0 && row.found > 0)
  const findings: Findings = {
    unfound: { posts: sum(unfound, 'unfound'), authors: unfound.length, edited },
    found: { posts: sum(rows, 'found'), authors: found.length },
  }
  const inDoubt = isDoubtful(findings)
  const approved = rows.filter((row) => row.approved > 0)
  const hidden = approved.filter((row) => row.hidden > 0)
  const isMostlyHidden = hidden.length > 1 && isLarge(hidden.length, approved.length - hidden.length)
  const posts = Math.max(findings.unfound.posts, sum(hidden, 'hidden'))
  const missing = inDoubt || isMostlyHidden ? { posts, of: sum(rows, 'posts') } : undefined
  return { isDoubtful: inDoubt, missing }
}

function countIf(condition: SQL) {
  return sql`count(*) filter (where ${condition})`.mapWith(Number)
}

function sum<K extends string>(rows: readonly Record<K, number>[], key: K): number {
  return rows.reduce((total, row) => total + row[key], 0)
}
