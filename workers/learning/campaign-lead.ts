import { hasPassed } from '@wall/db/model/wait'
import type { Store } from '@wall/db/store/store'
import type { LearnerTimes } from './learner-times.ts'

interface Deps {
  store: Pick<Store, 'readFilingModel' | 'leaseFilingState' | 'releaseFilingState'>
  owner: string
  isGone?: (owner: string) => boolean
  clock: () => number
  times: Pick<LearnerTimes, 'leaseMs' | 'renewEveryMs'>
}

export interface CampaignLead {
  /** Whether this worker says which model is the newest, and measures it. */
  isHeld(): boolean
  /** The stamp that old posts are to be filed anew with. */
  published(): string | null
  /** Takes the lead if it is free, or keeps it, and then says that `stamp` is the newest. */
  renew(stamp: string): Promise<void>
  release(): Promise<void>
}

/** One worker of all leads a campaign's filing: who has the lease. */
export function createCampaignLead(
  { store, owner, isGone, clock, times }: Deps,
  campaignId: number,
): CampaignLead {
  let isHeld = false
  let renewedAt: number | null = null
  let published: string | null = null

  return {
    isHeld: () => isHeld,
    published: () => published,

    async renew(stamp) {
      published = await store.readFilingModel(campaignId)
      const isStale = isHeld && published !== stamp
      const isDue = renewedAt === null || hasPassed(times.renewEveryMs, renewedAt, clock())
      if (!isDue && !isStale) return
      renewedAt = clock()
      isHeld = await store.leaseFilingState(campaignId, owner, times.leaseMs, {
        model: stamp,
        ...(isGone && { isGone }),
      })
      if (isHeld) published = stamp
    },

    async release() {
      if (isHeld) await store.releaseFilingState(campaignId, owner)
      isHeld = false
    },
  }
}
