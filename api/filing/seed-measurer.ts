import { AppError } from '@wall/db/model/error'
import type { Material, MeasuredSeeds } from '@wall/workers/filing/learning/jobs'
import { runJob } from '@wall/workers/filing/learning/run-job'

/** Measures seeds as they are edited, in threads: one a campaign, since the next edit makes the answer worthless. */
export interface SeedMeasurer {
  /** Throws `conflict` when newer seeds of the campaign came to be measured, `unavailable` when `signal` aborts. */
  measure(campaignId: number, material: Material, signal: AbortSignal): Promise<MeasuredSeeds>
  close(): void
}

export function createSeedMeasurer(): SeedMeasurer {
  const running = new Map<number, AbortController>()
  return {
    async measure(campaignId, material, signal) {
      running.get(campaignId)?.abort()
      const own = new AbortController()
      running.set(campaignId, own)
      try {
        return await runJob('measureSeeds', { material }, AbortSignal.any([signal, own.signal]))
      } catch (error) {
        if (own.signal.aborted) throw new AppError('conflict', 'Newer seeds are being measured by now.')
        throw error
      } finally {
        if (running.get(campaignId) === own) running.delete(campaignId)
      }
    },
    close() {
      for (const one of running.values()) one.abort()
    },
  }
}
