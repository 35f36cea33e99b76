import type { AuthorChange } from '../model/author.ts'
import type { AuthorRow } from './read-posts.ts'

/** How far a look-up may lag behind the stream. */
const lagMs = 600_000

/** News of the stream, with when it closed the account or told of its opt-out. */
export function noteNews(change: AuthorChange, _row: AuthorRow, toldAt: number): Partial<AuthorRow> {
  const { standing, wishes } = change
  return {
    ...change,
    ...(standing && { closedAt: standing === 'active' ? null : toldAt }),
    ...(wishes && { optedOutAt: wishes === 'public' ? null : toldAt }),
  }
}

/**
 * A look-up can lag behind the stream: an account that closed a second ago is still listed. Its news may not open what the
 * stream has closed within the last ten minutes; after that the look-up is right. It may always close.
 */
export function siftNews(change: AuthorChange, row: AuthorRow, toldAt: number): Partial<AuthorRow> {
  const { standing, wishes, ...rest } = change
  const isFresh = (at: number | null) => at !== null && toldAt - at < lagMs
  const keepsClosed = standing === 'active' && isFresh(row.closedAt)
  const keepsOptOut = wishes === 'public' && isFresh(row.optedOutAt)
  return {
    ...rest,
    ...(standing && !keepsClosed && { standing }),
    ...(wishes && !keepsOptOut && { wishes }),
  }
}
