/** How a confidence is told in words. */
export type ConfidenceBand = 'likely' | 'maybe' | 'unsure'

export function bandOf(confidence: number): ConfidenceBand {
  if (confidence >= 0.6) return 'likely'
  return confidence >= 0.3 ? 'maybe' : 'unsure'
}
