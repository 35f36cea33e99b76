import type { AuthorChange } from '@wall/db/model/author'

export interface FreshNews {
  /** News of the stream. */
  note(changes: readonly AuthorChange[]): void
  /** Takes out of looked-up news what would loosen what the stream has just tightened. */
  sift(changes: readonly AuthorChange[]): AuthorChange[]
}

const holdMs = 600_000

/**
 * A look-up can lag behind the stream: an account that closed a second ago is still listed. Its news may not open
 * what the stream has closed within the last ten minutes; after that the look-up is right.
 */
export function createFreshNews(clock: () => number): FreshNews {
  const closedAt = new Map<string, number>()
  const optedOutAt = new Map<string, number>()

  return {
    note(changes) {
      for (const { networkId, standing, wishes } of changes) {
        if (standing) set(closedAt, networkId, standing !== 'active')
        if (wishes) set(optedOutAt, networkId, wishes !== 'public')
      }
    },
    sift(changes) {
      return changes.map((change) => {
        const { standing, wishes, ...rest } = change
        const keepsClosed = standing === 'active' && isFresh(closedAt, change.networkId)
        const keepsOptOut = wishes === 'public' && isFresh(optedOutAt, change.networkId)
        return {
          ...rest,
          ...(standing && !keepsClosed && { standing }),
          ...(wishes && !keepsOptOut && { wishes }),
        }
      })
    },
  }

  function set(times: Map<string, number>, id: string, isClosed: boolean): void {
    if (isClosed) times.set(id, clock())
    else times.delete(id)
  }

  function isFresh(times: Map<string, number>, id: string): boolean {
    const at = times.get(id)
    if (at === undefined) return false
    if (clock() - at < holdMs) return true
    times.delete(id)
    return false
  }
}
