import { isDeepStrictEqual } from 'node:util'
import type { Campaign } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import { backOff } from './back-off.ts'
import { beforeEnd } from './before-end.ts'
import { sleep } from './sleep.ts'

interface Deps {
  store: Pick<Store, 'getCampaign'>
  log: { error(details: object, sentence: string): void }
}

const lookEveryMs = 1_000
/** Also how long a run has to last for the next failure to be the first of its row. */
const longestRetryMs = 30_000

/**
 * Calls `run` with the campaign as it stands, and again, once the first has ended, whenever somebody has changed it: on this
 * machine or another. A run that fails is told in the log and begun again after a while. Ends when a run ends by itself, or
 * with the outer signal. Never rejects.
 */
export async function followCampaign(
  { store, log }: Deps,
  campaign: Campaign,
  signal: AbortSignal,
  run: (campaign: Campaign, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  // As the database gives it, which may order things otherwise than the file did.
  let current = await read(campaign)
  let failures = 0
  while (!signal.aborted) {
    const startedAt = performance.now()
    const over = new AbortController()
    const running = tryToRun(current, AbortSignal.any([signal, over.signal]))
    const next = await Promise.race([
      running.then(() => undefined),
      watch(current, AbortSignal.any([signal, over.signal])),
    ])
    if (next) over.abort()
    const outcome = await running
    // Ends the looking, and what a run that failed may have left behind.
    over.abort()
    if (next) current = next
    else if (outcome === 'ended') return
    else {
      failures = performance.now() - startedAt > longestRetryMs ? 1 : failures + 1
      await sleep(backOff(failures, longestRetryMs), signal)
      current = await read(current)
    }
  }

  async function tryToRun(now: Campaign, until: AbortSignal): Promise<'ended' | 'failed'> {
    try {
      await run(now, until)
      return 'ended'
    } catch (error) {
      const sentence = 'The work on this campaign broke off; it is tried again by itself.'
      log.error({ err: error, campaign: campaign.slug }, error instanceof AppError ? error.message : sentence)
      return 'failed'
    }
  }

  /** Undefined at the end of `until`. */
  async function watch(known: Campaign, until: AbortSignal): Promise<Campaign | undefined> {
    while (!until.aborted) {
      await sleep(lookEveryMs, until)
      const now = until.aborted ? known : await read(known)
      // A release changes what the public sees, and nothing of the work.
      const { unreleased } = known
      if (!until.aborted && !isDeepStrictEqual({ ...now, unreleased }, known)) return now
    }
    return undefined
  }

  /** The store's faults are told by its other users. The end does not wait for a database that is slow to answer. */
  async function read(known: Campaign): Promise<Campaign> {
    const found = store.getCampaign(campaign.slug).catch(() => known)
    return (await beforeEnd(found, signal)) ?? known
  }
}
