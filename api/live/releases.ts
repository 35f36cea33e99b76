import type { Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

/**
 * A database elsewhere may have its clock set without our noticing; also less than the longest wait a timer
 * can keep.
 */
const mostMs = 60 * 60_000
const leastMs = 500
const jumpMs = 1_000

/**
 * Sees to it that each takeaway is released when its day begins, with one timer to the next of all campaigns.
 */
export interface Releases {
  /**
   * Does what is due, and waits for the next. Called again, e.g. because a campaign changed, it looks anew.
   * Never rejects.
   */
  settle(): Promise<void>
  /**
   * Looks anew when this machine's clock was set since: a timer counts the time that passes, not the time of
   * day.
   */
  heedClock(): void
  stop(): void
}

export function createReleases(
  store: Pick<Store, 'settleReleases'>,
  { clock, log, listCampaignIds }: { clock: Clock; log: Log; listCampaignIds: () => readonly number[] },
): Releases {
  let timer: NodeJS.Timeout | undefined
  let clockAhead = readClockAhead()
  let isStopped = false

  return {
    settle,
    heedClock() {
      if (Math.abs(readClockAhead() - clockAhead) > jumpMs) void settle()
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }

  async function settle(): Promise<void> {
    clockAhead = readClockAhead()
    let wait = Number.POSITIVE_INFINITY
    for (const id of listCampaignIds()) wait = Math.min(wait, await settleOne(id))
    clearTimeout(timer)
    if (!isStopped && wait < Number.POSITIVE_INFINITY)
      timer = setTimeout(() => void settle(), Math.max(leastMs, wait)).unref()
  }

  async function settleOne(campaignId: number): Promise<number> {
    try {
      const { nextInMs } = await store.settleReleases(campaignId)
      return nextInMs === null ? Number.POSITIVE_INFINITY : Math.min(nextInMs, mostMs)
    } catch (error) {
      if (!isStopped) log.error({ err: error }, 'a takeaway could not be released; trying again')
      return 5_000
    }
  }

  function readClockAhead(): number {
    return clock.now() - performance.now()
  }
}
