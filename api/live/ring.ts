interface Entry {
  seq: number
  key: string
  frame: Buffer | null
}

/** The newest frames of one view, in the order of the log, bounded in number and bytes. */
export interface Ring {
  /** A newer frame with the same key empties the older one: words that were taken down are never replayed. */
  push(seq: number, key: string, frame: Buffer): void
  /** All frames after `seq`, or undefined when some of them are gone. */
  framesAfter(seq: number): Buffer[] | undefined
  readonly bytes: number
}

/** `floor`: up to this place nothing is held, after it everything. */
export function createRing(options: { floor: number; maxEntries: number; maxBytes: number }): Ring {
  let entries: Entry[] = []
  let first = 0
  let bytes = 0
  let floor = options.floor
  const newest = new Map<string, Entry>()

  return {
    push(seq, key, frame) {
      const older = newest.get(key)
      if (older) empty(older)
      const entry = { seq, key, frame }
      entries.push(entry)
      newest.set(key, entry)
      bytes += frame.length
      while (entries.length - first > options.maxEntries || bytes > options.maxBytes) dropFirst()
      if (first > options.maxEntries) {
        entries = entries.slice(first)
        first = 0
      }
    },
    framesAfter(seq) {
      if (seq < floor) return undefined
      const frames: Buffer[] = []
      for (let at = findFirstAfter(seq); at < entries.length; at++) {
        const frame = entries[at]?.frame
        if (frame) frames.push(frame)
      }
      return frames
    },
    get bytes() {
      return bytes
    },
  }

  function empty(entry: Entry) {
    bytes -= entry.frame?.length ?? 0
    entry.frame = null
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
