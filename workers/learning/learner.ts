import type { CampaignList } from '@wall/db/campaign-list'
import type { KeptFiles } from '@wall/db/kept-files'
import type { Campaign } from '@wall/db/model/campaign'
import type { Store } from '@wall/db/store/store'
import type { Filer } from '@wall/filing/file-post'
import type { ReadAddress } from '@wall/filing/signals/announcement'
import type { VectorSource } from '../encoders/vectors-options.ts'
import { followCampaigns } from '../follow-campaigns.ts'
import type { Judge } from '../judge/judge.ts'
import type { Log } from '../log.ts'
import { type CampaignLearner, createCampaignLearner } from './campaign-learner.ts'
import { type LearnerTimes, learnerTimes } from './learner-times.ts'
import { createVectors } from './vectors.ts'

export interface LearnerOptions {
  store: Store
  campaigns: CampaignList
  /** This worker's name among all; see `makeWorkerName`. */
  owner: string
  /** Whether a worker is known to be gone. */
  isGone?: (owner: string) => boolean
  /** Models and measures of before. */
  kept: KeptFiles
  /** Tells a link to a post's page; left out: none does. */
  readAddress?: ReadAddress
  clock: () => number
  log: Log
  encoder?: VectorSource | undefined
  /** Left out: no language model is asked. */
  judge?: Judge | null | undefined
  times?: LearnerTimes
}

export interface Learner {
  /** The one filer of a campaign, always by its newest model. */
  filerOf(campaign: Campaign): Filer
  /** Learns and files until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
}

/** Learns where posts belong, for each campaign on its own, as long as it goes on. */
export function createLearner({
  campaigns,
  encoder,
  judge = null,
  times = learnerTimes,
  ...deps
}: LearnerOptions): Learner {
  /**
   * What a campaign has learnt stays as long as we run: it may be taken up again, and its posts are still
   * checked.
   */
  const learners = new Map<number, CampaignLearner>()

  return {
    filerOf: (campaign) => learnerOf(campaign).filer,
    run: (signal) =>
      followCampaigns(
        { campaigns, log: deps.log },
        {
          // It reads by itself what is new, and files by what it has meanwhile.
          pick: ({ archivedAt, slug }) => (archivedAt === undefined ? slug : undefined),
          run: (campaign, until) => learnerOf(campaign).run(until),
        },
        signal,
      ),
  }

  function learnerOf(campaign: Campaign): CampaignLearner {
    const known = learners.get(campaign.id)
    if (known) return known
    const log = deps.log.child({ campaign: campaign.slug })
    const vectors = createVectors(deps.store, encoder)
    const learner = createCampaignLearner(
      { ...deps, log, times, vectors, judge },
      campaign,
      () => campaigns.find(campaign.id) ?? campaign,
    )
    learners.set(campaign.id, learner)
    return learner
  }
}
