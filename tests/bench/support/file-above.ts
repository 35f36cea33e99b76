import { bestTakeaway, type Judged } from '@wall/filing/measure/judged'

/** The lowest confidence from which on the best takeaway is right so often; null when there is none. */
export function findThreshold(judged: readonly Judged[], precision: number): number | null {
  const guesses = judged
    .map((one) => ({ best: bestTakeaway(one), truth: one.truth }))
    .sort((a, b) => (b.best?.confidence ?? 0) - (a.best?.confidence ?? 0))
  let right = 0
  let threshold: number | null = null
  for (const [index, { best, truth }] of guesses.entries()) {
    if (best && best.takeaway === truth) right += 1
    const confidence = best?.confidence ?? 0
    // Equal ones are filed together or not at all.
    if (confidence === guesses[index + 1]?.best?.confidence) continue
    if (right / (index + 1) >= precision) threshold = confidence
  }
  return threshold
}

/**
 * What comes of filing every post whose best takeaway is so sure. `mayBeNone`: also where "none" is surer
 * still.
 */
export function fileAbove(
  judged: readonly Judged[],
  threshold: number | null,
  mayBeNone: boolean,
): { filed: number; right: number } {
  if (threshold === null) return { filed: 0, right: 0 }
  const filed = judged.flatMap((one) => {
    const best = bestTakeaway(one)
    const isFirst = mayBeNone || one.ranking[0]?.takeaway === best?.takeaway
    return best && isFirst && best.confidence >= threshold ? [best.takeaway === one.truth] : []
  })
  return { filed: filed.length, right: filed.filter(Boolean).length }
}
