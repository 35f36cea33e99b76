import type { Suggestion } from '@wall/db/model/filing/filing'

/** A post with what a person says of it and what the model said without knowing that. */
export interface Judged {
  /** The takeaway that it belongs under; null for none. */
  truth: number | null
  lang?: string | undefined
  /** Every takeaway and "none", best first. */
  ranking: readonly Suggestion[]
}

/**
 * The takeaway that it is likest to, whether or not "none" is likelier; null in a campaign without takeaways.
 */
export function bestTakeaway({ ranking }: Judged): { takeaway: number; confidence: number } | null {
  for (const { takeaway, confidence } of ranking) if (takeaway !== null) return { takeaway, confidence }
  return null
}
