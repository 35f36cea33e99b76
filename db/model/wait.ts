// Times that were stored may have been written by a clock that was wrong, and clocks are set while the
// program runs.

/** Clocks are set back by so much now and then, and nothing is wrong. */
export const slackMs = 5_000
/** As far apart as clocks of two machines may be before one of them counts as wrong. */
export const clockSlackMs = 60_000

/** No wait of `longestMs` ends so late: a clock that was ahead wrote it, and it counts as over. */
export function isTooFarAhead(endsAt: number, now: number, longestMs: number): boolean {
  return endsAt > now + Math.max(longestMs, 0) + slackMs
}

/**
 * Whether `waitMs` have passed since. What began later than now began by a clock that was ahead, and is over.
 */
export function hasPassed(waitMs: number, since: number, now: number): boolean {
  return now - since >= waitMs || now < since - slackMs
}
