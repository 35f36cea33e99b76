/** How a confidence is told in words. */
export type ConfidenceBand = 'likely' | 'maybe' | 'guess'

/**
 * From 0.6 on a guess is right more often than not by a good margin; from 0.3 on it is well above chance
 * among a handful of takeaways.
 */
export function bandOf(confidence: number): ConfidenceBand {
  if (confidence >= 0.6) return 'likely'
  return confidence >= 0.3 ? 'maybe' : 'guess'
}
