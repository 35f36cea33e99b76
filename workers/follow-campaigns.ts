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
  /**
   * What this work needs to know of a campaign: another answer ends it and begins it anew. Undefined: there
   * is none for it.
   */
  pick(campaign: Campaign): unknown
  /** Goes on until the signal aborts, or until there is nothing to do. */
  run(campaign: Campaign, signal: AbortSignal): Promise<void>
}

/** Also how long a run has to last for the next failure to be the first of its row. */
const longestRetryMs = 30_000

/**
 * What most work needs to know: all but what a release changes, which is for the public. An archived campaign
 * has none.
 */
export function pickContent(campaign: Campaign): unknown {
  return campaign.archivedAt === undefined ? pickAll(campaign) : undefined
}

/** The same of archived campaigns, too. */
export function pickAll({ unreleased, ...content }: Campaign): unknown {
  return content
}

/**
 * Runs work for each campaign while the list has it, beside each other: begins when a campaign comes, ends
 * when it goes. A run that fails is told in the log and begun again after a while; one that ends by itself,
 * at the next change. Resolves once the signal has aborted and all have ended. Never rejects.
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
    for (const { id, slug } of campaigns.now()) {
      if (followed.has(id) || find(id) === undefined) continue
      const following = keepRunning(
        {
          campaigns,
          log: { error: (details, sentence) => log.error({ ...details, campaign: slug }, sentence) },
        },
        () => find(id),
        run,
        signal,
      ).finally(() => {
        followed.delete(id)
        followNew()
      })
      followed.set(id, following)
    }
  }

  function find(id: number): Found<Campaign> | undefined {
    const campaign = campaigns.find(id)
    const picked = campaign && pick(campaign)
    return campaign && picked !== undefined ? { subject: campaign, picked } : undefined
  }
}

/**
 * The same for work that all campaigns share: `run` is called with all there are, and anew when something of
 * one of them changes.
 */
export function followAllCampaigns(
  deps: Deps,
  {
    pick,
    run,
  }: { pick: Work['pick']; run(campaigns: readonly Campaign[], signal: AbortSignal): Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  const find = () => {
    const all = deps.campaigns.now()
    return { subject: all, picked: all.map(pick) }
  }
  return keepRunning(deps, find, run, signal)
}

interface Found<T> {
  subject: T
  /** Another one ends the run. */
  picked: unknown
}

/** Resolves when there is nothing to run for, or the signal aborts. */
async function keepRunning<T>(
  { campaigns, log }: Deps,
  find: () => Found<T> | undefined,
  run: (subject: T, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  for (;;) {
    const found = find()
    if (signal.aborted || !found) return
    const startedAt = performance.now()
    const over = new AbortController()
    campaigns.watch(() => isDeepStrictEqual(find()?.picked, found.picked) || over.abort(), over.signal)
    const until = AbortSignal.any([signal, over.signal])
    const outcome = await tryToRun(found.subject, until)
    if (outcome === 'ended') await untilAborted(until)
    const isOther = over.signal.aborted
    // Ends the looking, and what a run that failed may have left behind.
    over.abort()
    if (outcome === 'ended' || isOther) continue
    failures = performance.now() - startedAt > longestRetryMs ? 1 : failures + 1
    await sleep(backOff(failures, longestRetryMs), signal)
  }

  async function tryToRun(subject: T, until: AbortSignal): Promise<'ended' | 'failed'> {
    try {
      await run(subject, until)
      return 'ended'
    } catch (error) {
      const sentence = 'The work on this campaign broke off; it is tried again by itself.'
      log.error({ err: error }, error instanceof AppError ? error.message : sentence)
      return 'failed'
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
