import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Campaign } from './model/campaign.ts'
import type { Store } from './store/store.ts'

/**
 * Of many commits in a row not each one makes us read. A campaign that is saved is known so late, and a bit.
 */
const everyMs = 1_000

/**
 * All campaigns as they are now. A process has one of these and everything in it that follows campaigns
 * follows this.
 */
export interface CampaignList {
  /** As they were last read, the oldest first; the same array until something changes. */
  now(): readonly Campaign[]
  find(id: number): Campaign | undefined
  /** Resolves once what was committed a moment ago is in it. */
  settle(): Promise<void>
  /** Calls back after each change, until the signal aborts. */
  watch(onChange: () => void, signal: AbortSignal): void
}

/**
 * Reads the campaigns, and again after whatever is committed by any process, until the signal aborts. Throws
 * when they can't be read the first time; later what was known stays, and reading is tried again.
 */
export async function openCampaignList(
  store: Pick<Store, 'listCampaigns' | 'watch'>,
  signal: AbortSignal,
): Promise<CampaignList> {
  const listeners = new Set<() => void>()
  let pending: Promise<void> | undefined
  let isStale = false
  let readAt = performance.now()
  // Before they are read: what is committed meanwhile makes us read again.
  store.watch(readSoon, signal)
  let campaigns: readonly Campaign[] = await store.listCampaigns()

  return {
    now: () => campaigns,
    find: (id) => campaigns.find((campaign) => campaign.id === id),
    settle: async () => pending,
    watch(onChange, until) {
      if (until.aborted) return
      listeners.add(onChange)
      until.addEventListener('abort', () => listeners.delete(onChange), { once: true })
    },
  }

  function readSoon(): void {
    isStale = true
    pending ??= readDue().finally(() => {
      pending = undefined
      if (isStale && !signal.aborted) readSoon()
    })
  }

  async function readDue(): Promise<void> {
    const waitMs = Math.max(0, readAt + everyMs - performance.now())
    await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return
    isStale = false
    readAt = performance.now()
    // A database that is away is told of by its other users.
    const next = await store.listCampaigns().catch(() => undefined)
    isStale ||= next === undefined
    if (next === undefined || signal.aborted || isDeepStrictEqual(next, campaigns)) return
    campaigns = next
    for (const onChange of [...listeners]) onChange()
  }
}
