import type { AuthorChange } from '../../model/author.ts'
import { isTooFarAhead } from '../../model/wait.ts'
import type { AuthorRow } from '../lists/read-posts.ts'

/** How far a look-up may lag behind the stream. */
const lagMs = 600_000

/**
 * News of the stream, with when it closed the account or told of its opt-out. Whoever closes a second time
 * within ten minutes stays closed for ten more and until a look-up opens it: each turn moves all their posts,
 * and may be repeated without end.
 */
export function noteNews(change: AuthorChange, row: AuthorRow, toldAt: number): Partial<AuthorRow> {
  const { standing, wishes, ...rest } = change
  const account = standing && weigh(standing === 'active', row.standing === 'active', row.closedAt, toldAt)
  const wish = wishes && weigh(wishes === 'public', row.wishes === 'public', row.optedOutAt, toldAt)
  return {
    ...rest,
    ...(account?.counts && { standing, closedAt: account.closedAt }),
    ...(wish?.counts && { wishes, optedOutAt: wish.closedAt }),
  }
}

/**
 * A look-up can lag behind the stream: an account that closed a second ago is still listed. Its news may not
 * open what the stream has closed within the last ten minutes; after that the look-up is right. It may always
 * close.
 */
export function siftNews(change: AuthorChange, row: AuthorRow, toldAt: number): Partial<AuthorRow> {
  const { standing, wishes, ...rest } = change
  const keepsClosed = standing === 'active' && isFresh(row.closedAt, toldAt)
  const keepsOptOut = wishes === 'public' && isFresh(row.optedOutAt, toldAt)
  return {
    ...rest,
    ...(standing && !keepsClosed && { standing }),
    ...(wishes && !keepsOptOut && { wishes }),
  }
}

function weigh(opens: boolean, isOpen: boolean, stored: number | null, toldAt: number) {
  const closedAt = stored !== null && isTooFarAhead(stored, toldAt, lagMs) ? null : stored
  if (opens) return { counts: closedAt === null || closedAt <= toldAt, closedAt }
  const isAgain = isOpen && isFresh(closedAt, toldAt)
  return { counts: true, closedAt: Math.max(closedAt ?? 0, isAgain ? toldAt + lagMs : toldAt) }
}

function isFresh(at: number | null, toldAt: number): boolean {
  return at !== null && toldAt - at < lagMs && !isTooFarAhead(at, toldAt, lagMs)
}
