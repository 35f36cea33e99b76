import { isDeepStrictEqual } from 'node:util'
import type { CampaignList } from '@wall/db/campaign-list'
import type { Campaign } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import { backOff } from './back-off.ts'
import { sleep } from './sleep.ts'

interface Deps {
  campaigns: CampaignList
  log: { error(details: object, sentence: string): void }
}

interface Work {
  /** What this work needs to know of a campaign: another answer ends it and begins it anew. Undefined: there is none for it. */
  pick(campaign: Campaign): unknown
  /** Goes on until the signal aborts, or until there is nothing to do. */
  run(campaign: Campaign, signal: AbortSignal): Promise<void>
}

/** Also how long a run has to last for the next failure to be the first of its row. */
const longestRetryMs = 30_000

/** What most work needs to know: all but what a release changes, which is for the public. An archived campaign has none. */
export function pickContent(campaign: Campaign): unknown {
  const { unreleased, ...content } = campaign
  return campaign.archivedAt === undefined ? content : undefined
}

/**
 * Runs work for each campaign while the list has it, beside each other: begins when a campaign comes, ends when it goes. A run that
 * fails is told in the log and begun again after a while; one that ends by itself, at the next change. Resolves once the signal
 * has aborted and all have ended. Never rejects.
 */
export async function followCampaigns(
  { campaigns, log }: Deps,
  { pick, run }: Work,
  signal: AbortSignal,
): Promise<void> {
  const followed = new Map<number, Promise<void>>()
  campaigns.watch(followNew, signal)
  followNew()
  await untilAborted(signal)
  await Promise.all(followed.values())

  function followNew(): void {
    if (signal.aborted) return
    for (const { id } of campaigns.now()) {
      if (followed.has(id) || pickNow(id) === undefined) continue
      const following = follow(id).finally(() => {
        followed.delete(id)
        followNew()
      })
      followed.set(id, following)
    }
  }

  async function follow(id: number): Promise<void> {
    let failures = 0
    for (;;) {
      const campaign = campaigns.find(id)
      const picked = pickNow(id)
      if (signal.aborted || !campaign || picked === undefined) return
      const startedAt = performance.now()
      const over = new AbortController()
      campaigns.watch(() => isDeepStrictEqual(pickNow(id), picked) || over.abort(), over.signal)
      const until = AbortSignal.any([signal, over.signal])
      const outcome = await tryToRun(campaign, until)
      if (outcome === 'ended') await untilAborted(until)
      const isOther = over.signal.aborted
      // Ends the looking, and what a run that failed may have left behind.
      over.abort()
      if (outcome === 'ended' || isOther) continue
      failures = performance.now() - startedAt > longestRetryMs ? 1 : failures + 1
      await sleep(backOff(failures, longestRetryMs), signal)
    }
  }

  async function tryToRun(campaign: Campaign, until: AbortSignal): Promise<'ended' | 'failed'> {
    try {
      await run(campaign, until)
      return 'ended'
    } catch (error) {
      const sentence = 'The work on this campaign broke off; it is tried again by itself.'
      log.error({ err: error, campaign: campaign.slug }, error instanceof AppError ? error.message : sentence)
      return 'failed'
    }
  }

  function pickNow(id: number): unknown {
    const campaign = campaigns.find(id)
    return campaign && pick(campaign)
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
