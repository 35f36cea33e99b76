export interface RecentDeletes {
  remember(uri: string, rev: string): void
  /** Whether a delete as new as `rev` was seen: then what `rev` brought is history. */
  covers(uri: string, rev: string): boolean
}

/**
 * Deletes of posts we never had, so that an older create that comes late does not bring one back. Bounded:
 * once `limit` are held, the older half is forgotten. A delete forgotten too early costs nothing lasting: the
 * check with the network finds the post gone before it is shown.
 */
export function createRecentDeletes(limit = 100_000): RecentDeletes {
  let young = new Map<string, string>()
  let old = new Map<string, string>()
  const find = (uri: string) => young.get(uri) ?? old.get(uri)
  return {
    remember(uri, rev) {
      const known = find(uri)
      if (known !== undefined && known >= rev) return
      young.set(uri, rev)
      if (young.size < limit / 2) return
      old = young
      young = new Map()
    },
    covers(uri, rev) {
      const deleted = find(uri)
      return deleted !== undefined && deleted >= rev
    },
  }
}
