interface Entry<T> {
  seq: number
  key: string
  kept: T | null
}

/** What is kept of a view's newest events, in the order of the log, bounded in number and size. */
export interface Ring<T> {
  /** A newer event with the same key empties the older one: words that were taken down are never replayed. */
  push(seq: number, key: string, kept: T): void
  /** All that is kept of what came after `seq`, or undefined when some of it is gone. */
  listAfter(seq: number): { key: string; kept: T }[] | undefined
  readonly size: number
}

export interface RingOptions<T> {
  /** Up to this place nothing is held, after it everything. */
  floor: number
  maxEntries: number
  maxSize: number
  sizeOf(kept: T): number
}

export function createRing<T>(options: RingOptions<T>): Ring<T> {
  let entries: Entry<T>[] = []
  let first = 0
  let size = 0
  let floor = options.floor
  const newest = new Map<string, Entry<T>>()

  return {
    push(seq, key, kept) {
      const older = newest.get(key)
      if (older) empty(older)
      const entry = { seq, key, kept }
      entries.push(entry)
      newest.set(key, entry)
      size += options.sizeOf(kept)
      while (entries.length - first > options.maxEntries || size > options.maxSize) dropFirst()
      if (first > options.maxEntries) {
        entries = entries.slice(first)
        first = 0
      }
    },
    listAfter(seq) {
      if (seq < floor) return undefined
      const found: { key: string; kept: T }[] = []
      for (let at = findFirstAfter(seq); at < entries.length; at++) {
        const entry = entries[at]
        if (entry && entry.kept !== null) found.push({ key: entry.key, kept: entry.kept })
      }
      return found
    },
    get size() {
      return size
    },
  }

  function empty(entry: Entry<T>) {
    size -= entry.kept === null ? 0 : options.sizeOf(entry.kept)
    entry.kept = null
  }

  function dropFirst() {
    const entry = entries[first++]
    if (!entry) return
    empty(entry)
    floor = entry.seq
    if (newest.get(entry.key) === entry) newest.delete(entry.key)
  }

  function findFirstAfter(seq: number): number {
    let low = first
    let high = entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((entries[middle]?.seq ?? 0) <= seq) low = middle + 1
      else high = middle
    }
    return low
  }
}
