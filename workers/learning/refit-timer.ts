import { hasPassed } from '@wall/db/model/wait'
import type { LearnerTimes } from './learner-times.ts'

export interface RefitTimer {
  /** What a model would be made of now. */
  note(key: string): void
  /** Whether a model is to be made now; not before the one that is being made is there. */
  isDue(): boolean
  /** Whether one is to be made now or soon. */
  isExpected(): boolean
  begin(): void
  /** `key`: what the new model was made of. */
  succeed(key: string): void
  fail(): void
}

/**
 * When the model is to be made anew: at once the first time, and then once changes pause or have gone on for
 * long.
 */
export function createRefitTimer(
  clock: () => number,
  times: Pick<LearnerTimes, 'quietMs' | 'longestMs'>,
): RefitTimer {
  let seenKey: string | undefined
  let fittedKey: string | undefined
  let firstChangeAt: number | null = null
  let lastChangeAt = 0
  let isFitting = false
  let hasFailed = false

  return {
    note(key) {
      if (key === seenKey) return
      seenKey = key
      lastChangeAt = clock()
      firstChangeAt = key === fittedKey ? null : (firstChangeAt ?? lastChangeAt)
    },

    isDue() {
      if (isFitting || fittedKey === seenKey) return false
      if (fittedKey === undefined && !hasFailed) return true
      const now = clock()
      return (
        hasPassed(times.quietMs, lastChangeAt, now) || hasPassed(times.longestMs, firstChangeAt ?? now, now)
      )
    },

    isExpected: () => isFitting || fittedKey !== seenKey,

    begin() {
      isFitting = true
      firstChangeAt = null
    },

    succeed(key) {
      fittedKey = key
      isFitting = false
    },

    fail() {
      // Not again at once.
      lastChangeAt = clock()
      hasFailed = true
      isFitting = false
    },
  }
}
