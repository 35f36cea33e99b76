import type { Filing } from './filing.ts'

/** What a language model said about a post. The reason is its own words: one line, without links. */
export interface Judgement {
  /** One of the campaign's numbers, or null for none of them. */
  takeaway: number | null
  /** As it says itself, 0 to 1; calibrated by nobody. */
  confidence: number
  reason: string
}

/** Kept with a post whose own words were unsure, once a language model was asked about it. */
export interface SecondOpinion {
  /** Who was asked: another one may be asked again. */
  judge: string
  /** Null when nothing could be made of the answer; kept all the same, so that it is not paid for twice. */
  judgement: Judgement | null
}

/** Below this the best guess of a post's own words is unsure: others may be asked, and count. */
export const unsureBelow = 0.6

/**
 * Whether it is what a suggestion rests on: only while nothing names a takeaway, nothing filed the post and
 * its words are unsure.
 */
export function isAdvised(
  { by, signals = [], suggestions }: Filing,
  judgement: Judgement | null | undefined,
): judgement is Judgement {
  const [best] = suggestions
  if (!judgement || !best || by !== null || signals.length > 0) return false
  return best.takeaway === judgement.takeaway && best.confidence < unsureBelow
}
