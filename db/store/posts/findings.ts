import { and, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { findingsLastMs, isDoubtful, isLarge, lateLooks } from '../../model/check-schedule.ts'
import { readTally } from '../lists/tally.ts'
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

/** How many posts of a kind are weighed at most, however many there are. */
const mostWeighed = 5_000

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
  const { db } = transaction
  const { post } = tables
  const isOurs = and(eq(post.campaignId, campaignId), eq(post.network, network))
  // The words of their indexes.
  const saysUnfound = sql`${post.checkAt} IS NOT NULL AND (${post.removedWhy} = 'missing' OR ${post.checkAttempts} < 0
    OR (${post.verifiedCid} IS NULL AND ${post.checkAttempts} > ${sql.raw(String(lateLooks))}))`
  const isHidden = sql`${post.checkAt} IS NOT NULL AND ${post.standing} = 'approved' AND ${post.hiddenWhy} IN ('account', 'label')`

  const unfound = new Map(
    [
      ...(await list(saysUnfound)),
      ...(await list(sql`${post.checkAt} IS NOT NULL AND ${isOneOf(post.id, unfoundIds)}`)),
    ].map((row) => [row.id, row]),
  )
  const unfoundAuthors = listAuthors(unfound.values())
  // Nothing is in doubt where all was found, and all where more people than these are missed.
  const isFew = unfoundAuthors.size > 0 && unfoundAuthors.size <= 3
  const found = isFew ? await listFound() : []
  const inDoubt = isDoubtful({
    unfound: { posts: unfound.size, authors: unfoundAuthors.size, edited },
    found: { posts: found.length, authors: countOthers(found, unfoundAuthors) },
  })

  // Decided by people, so that spam which the network hides itself is no alarm.
  const unfoundApproved = [...unfound.values()].filter(({ standing }) => standing === 'approved')
  const hidden = new Map([...unfoundApproved, ...(await list(isHidden))].map((row) => [row.id, row]))
  const hiddenAuthors = listAuthors(hidden.values())
  const isMostlyHidden = hiddenAuthors.size > 1 && isLarge(hiddenAuthors.size, await countOthersApproved())
  if (!inDoubt && !isMostlyHidden) return { isDoubtful: inDoubt, missing: undefined }
  const posts = Math.max(unfound.size, hidden.size)
  return { isDoubtful: inDoubt, missing: { posts, of: await countLookedAfter() } }

  function list(where: SQL) {
    return db
      .select({ id: post.id, authorId: post.authorId, standing: post.standing })
      .from(post)
      .where(and(isOurs, where))
      .limit(mostWeighed)
  }

  /** The newest, which is what the most of them are compared with. */
  async function listFound() {
    // What was found is due again `recheckMs` after that.
    const now = await readDbNow()
    const rows = await db
      .select({ id: post.id, authorId: post.authorId })
      .from(post)
      .where(
        and(
          ...[eq(post.network, network), eq(post.campaignId, campaignId), isNotNull(post.checkAt)],
          sql`${post.checkAt} > ${now + recheckMs - findingsLastMs} AND ${post.checkAt} <= ${now + recheckMs}`,
          sql`${post.removedWhy} IS NULL AND ${post.checkAttempts} = 0 AND ${post.verifiedCid} = ${post.cid}`,
        ),
      )
      .orderBy(desc(post.checkAt))
      .limit(mostWeighed)
    const unfoundNow = new Set(unfoundIds)
    return rows.filter(({ id }) => !unfoundNow.has(id))
  }

  /** People with posts that were approved, of whom none is hidden. */
  async function countOthersApproved(): Promise<number> {
    const newest = db
      .select({ authorId: post.authorId, network: post.network, checkAt: post.checkAt })
      .from(post)
      .where(
        and(eq(post.campaignId, campaignId), sql`${post.standing} = 'approved'`, isNull(post.removedWhy)),
      )
      .orderBy(desc(post.stoodAt), desc(post.id))
      .limit(mostWeighed)
      .as('newest')
    const rows = await db
      .selectDistinct({ authorId: newest.authorId })
      .from(newest)
      .where(and(eq(newest.network, network), isNotNull(newest.checkAt)))
    return countOthers(rows, hiddenAuthors)
  }

  async function countLookedAfter(): Promise<number> {
    const some = db
      .select({ id: post.id })
      .from(post)
      .where(and(isOurs, isNotNull(post.checkAt)))
      .limit(mostWeighed)
      .as('some')
    const [row] = await db.select({ posts: sql`count(*)`.mapWith(Number) }).from(some)
    if (row && row.posts < mostWeighed) return row.posts
    // So many are hardly of another network, nor rejected.
    const standing = new Set<string>(['pending', 'approved', 'stashed'])
    const counts = await readTally(db, tables, campaignId)
    return counts.reduce((sum, { what, number }) => (standing.has(what) ? sum + number : sum), 0)
  }
}

function countOthers(rows: readonly { authorId: number }[], authors: ReadonlySet<number>): number {
  return [...listAuthors(rows)].filter((id) => !authors.has(id)).length
}

function listAuthors(rows: Iterable<{ authorId: number }>): Set<number> {
  return new Set([...rows].map(({ authorId }) => authorId))
}
