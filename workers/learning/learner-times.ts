export interface LearnerTimes {
  /** So long after the last change, or so long after the first, the model is made anew. */
  quietMs: number
  longestMs: number
  /** While a model is to be made; at rest the lead is only renewed. */
  lookEveryMs: number
  /** A model is measured once it has lasted so long: the next one may be on its way. */
  measureAfterMs: number
  /** How long a worker that is not heard of still says which model is the newest. */
  leaseMs: number
  renewEveryMs: number
  /** How long it keeps the posts it is filing. */
  claimMs: number
  /** How often it is looked whether a language model is to be asked. */
  askEveryMs: number
  /** So long a post waits that a language model had no answer for. */
  askAgainMs: number
}

export const learnerTimes: LearnerTimes = {
  quietMs: 2_000,
  longestMs: 10_000,
  lookEveryMs: 1_000,
  measureAfterMs: 3_000,
  leaseMs: 10_000,
  renewEveryMs: 3_000,
  claimMs: 20_000,
  askEveryMs: 3_000,
  askAgainMs: 3_600_000,
}
