/** Adds to each class what the places of a text say for it. */
export function addScores(
  places: Int32Array,
  values: Float64Array,
  weights: Float32Array | Float64Array,
  scores: Float64Array,
): void {
  const classCount = scores.length
  for (let at = 0; at < places.length; at += 1) {
    const from = (places[at] ?? 0) * classCount
    const value = values[at] ?? 0
    for (let k = 0; k < classCount; k += 1) scores[k] = (scores[k] ?? 0) + value * (weights[from + k] ?? 0)
  }
}

/** Turns scores into chances that sum to 1, in place. */
export function toChances(scores: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY
  for (let k = 0; k < scores.length; k += 1) highest = Math.max(highest, scores[k] ?? 0)
  let sum = 0
  for (let k = 0; k < scores.length; k += 1) {
    scores[k] = Math.exp((scores[k] ?? 0) - highest)
    sum += scores[k] ?? 0
  }
  for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] ?? 0) / sum
  return scores
}
