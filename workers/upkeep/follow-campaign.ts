import { isDeepStrictEqual } from 'node:util'
import type { Campaign } from '@wall/db/model/campaign'
import type { Store } from '@wall/db/store/store'
import { sleep } from '../sleep.ts'

const lookEveryMs = 1_000

/**
 * Calls `run` with the campaign as it stands, and again, once the first has ended, whenever somebody has changed it: on this
 * machine or another. Ends with the outer signal.
 */
export async function followCampaign(
  store: Pick<Store, 'getCampaign'>,
  campaign: Campaign,
  signal: AbortSignal,
  run: (campaign: Campaign, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  // As the database gives it, which may order things otherwise than the file did.
  let current = await read(campaign)
  while (!signal.aborted) {
    const changed = new AbortController()
    const ended = new AbortController()
    const running = run(current, AbortSignal.any([signal, changed.signal])).finally(() => ended.abort())
    const watching = watch(AbortSignal.any([signal, ended.signal]))
    const next = await watching
    if (next) changed.abort()
    await running
    if (!next) return
    current = next
  }

  async function watch(until: AbortSignal): Promise<Campaign | undefined> {
    while (!until.aborted) {
      await sleep(lookEveryMs, until)
      const now = await read(current)
      if (!until.aborted && !isDeepStrictEqual(now, current)) return now
    }
    return undefined
  }

  /** The store's faults are told by its other users. */
  function read(known: Campaign): Promise<Campaign> {
    return store.getCampaign(campaign.slug).catch(() => known)
  }
}
