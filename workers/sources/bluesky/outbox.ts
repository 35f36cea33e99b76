import type { AuthorChange } from '@wall/db/model/author'
import type { Removal } from '@wall/db/model/source'
import type { Draft, DraftBatch } from '../source.ts'

export interface Outbox {
  addDraft(draft: Draft): void
  addRemoval(removal: Removal): void
  addAuthorChange(change: AuthorChange): void
  /** The cursor moved without rows: worth a batch of its own once in a while. */
  touch(): void
  /** Rows waiting. */
  size(): number
  /** Whether these are waiting or being stored right now. */
  holdsPost(uri: string): boolean
  holdsAuthor(networkId: string): boolean
  /** Resolves when there is room for more, or at the abort. */
  waitForRoom(): Promise<void>
  /**
   * What is waiting, when it is due; a batch counts as stored when the next is asked for. Ends, flushed, at
   * the abort.
   */
  batches(): AsyncGenerator<DraftBatch>
}

interface OutboxOptions {
  flushMs: number
  cursorEveryMs: number
  maxRows: number
  signal: AbortSignal
  /** Where all that was added so far ends. */
  writeCursor(): string
  onFull(): void
  onRoom(): void
}

/**
 * Gathers rows into batches: at most one per `flushMs`, one per `cursorEveryMs` when only the cursor moved.
 * Holds about `maxRows`; whoever adds is told when to stop and when to go on.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { flushMs, cursorEveryMs, maxRows, signal } = options
  let content = new Map<string, { draft: Draft } | { removal: Removal }>()
  let changes: AuthorChange[] = []
  let changed = new Set<string>()
  let inHand = { uris: new Set<string>(), authors: new Set<string>() }
  let isTouched = false
  let isFull = false
  let wake = () => {}
  let roomWaiters: (() => void)[] = []

  const size = () => content.size + changes.length
  const rowAdded = () => {
    if (size() === 1) wake()
    if (isFull || size() < maxRows) return
    isFull = true
    options.onFull()
    wake()
  }

  return {
    addDraft(draft) {
      if (isOutdated(draft.post)) return
      content.set(draft.post.uri, { draft })
      changed.add(draft.post.authorId)
      rowAdded()
    },
    addRemoval(removal) {
      if (isOutdated(removal)) return
      content.set(removal.uri, { removal })
      rowAdded()
    },
    addAuthorChange(change) {
      changes.push(change)
      rowAdded()
    },
    touch() {
      isTouched = true
    },
    size,
    holdsPost: (uri) => content.has(uri) || inHand.uris.has(uri),
    holdsAuthor: (id) => changed.has(id) || inHand.authors.has(id),
    async waitForRoom() {
      while (isFull && !signal.aborted) await new Promise<void>((resolve) => roomWaiters.push(resolve))
    },
    async *batches() {
      let lastAt = performance.now()
      signal.addEventListener('abort', openAll, { once: true })
      try {
        while (true) {
          const sinceLastMs = performance.now() - lastAt
          const waitMs = size() > 0 ? flushMs - sinceLastMs : cursorEveryMs - sinceLastMs
          if (waitMs > 0 && !isFull && !signal.aborted) {
            await sleep(waitMs)
            continue
          }
          lastAt = performance.now()
          if (size() === 0 && !isTouched) {
            if (signal.aborted) return
            continue
          }
          yield take()
          inHand = { uris: new Set(), authors: new Set() }
        }
      } finally {
        signal.removeEventListener('abort', openAll)
      }
    },
  }

  /** Revisions sort as they are. One that is not told (a search result) is not newer than one that is. */
  function isOutdated({ uri, rev }: { uri: string; rev: string | null }): boolean {
    const waiting = content.get(uri)
    if (!waiting) return false
    const { rev: waitingRev } = 'draft' in waiting ? waiting.draft.post : waiting.removal
    return rev === null ? waitingRev !== null : waitingRev !== null && rev < waitingRev
  }

  function take(): DraftBatch {
    const rows = [...content.values()]
    const drafts = rows.flatMap((row) => ('draft' in row ? row.draft : []))
    const removals = rows.flatMap((row) => ('removal' in row ? row.removal : []))
    const batch = { drafts, removals, authorChanges: changes, cursor: options.writeCursor() }
    inHand = { uris: new Set(content.keys()), authors: changed }
    content = new Map()
    changes = []
    changed = new Set()
    isTouched = false
    if (isFull) {
      isFull = false
      options.onRoom()
      openAll()
    }
    return batch
  }

  function openAll(): void {
    const waiters = roomWaiters
    roomWaiters = []
    for (const resolve of waiters) resolve()
    wake()
  }

  async function sleep(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    wake = resolve
    await promise
    clearTimeout(timer)
    wake = () => {}
  }
}
