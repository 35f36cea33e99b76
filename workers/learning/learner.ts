import type { KeptFiles } from '@wall/db/kept-files'
import type { Campaign } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import type { Filer } from '@wall/filing/file-post'
import type { VectorSource } from '../encoders/vectors-options.ts'
import type { Judge } from '../judge/judge.ts'
import type { Log } from '../log.ts'
import { createCampaignLearner } from './campaign-learner.ts'
import { type LearnerTimes, learnerTimes } from './learner-times.ts'
import { createVectors } from './vectors.ts'

export interface LearnerOptions {
  store: Store
  campaigns: readonly Campaign[]
  /** This worker's name among all; see `makeWorkerName`. */
  owner: string
  /** Whether a worker is known to be gone. */
  isGone?: (owner: string) => boolean
  /** Models and measures of before. */
  kept: KeptFiles
  clock: () => number
  log: Log
  encoder?: VectorSource | undefined
  /** Left out: no language model is asked. */
  judge?: Judge | null | undefined
  times?: LearnerTimes
}

export interface Learner {
  /** The one filer of a campaign, always by its newest model. */
  filerOf(campaign: Pick<Campaign, 'id'>): Filer
  /** Learns and files until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
}

/** Learns where posts belong, for each campaign on its own. */
export function createLearner({
  campaigns,
  encoder,
  judge = null,
  times = learnerTimes,
  ...deps
}: LearnerOptions): Learner {
  const learners = new Map(
    campaigns.map((campaign) => {
      const log = deps.log.child({ campaign: campaign.slug })
      const vectors = createVectors(deps.store, encoder)
      return [campaign.id, createCampaignLearner({ ...deps, log, times, vectors, judge }, campaign)] as const
    }),
  )
  const all = [...learners.values()]
  return {
    filerOf(campaign) {
      const learner = learners.get(campaign.id)
      if (!learner) throw new AppError('internal', 'Nobody learns for this campaign.')
      return learner.filer
    },
    run: async (signal) => void (await Promise.all(all.map((one) => one.run(signal)))),
  }
}
