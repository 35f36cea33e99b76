import type { SparseVector } from './vocabulary.ts'

/** Added to every count, so that a word not seen under a takeaway does not rule it out. */
const smoothing = 0.2

/**
 * Naive Bayes over words and groups, present or not, every class alike likely beforehand. Returns the
 * logarithms of the chances, `classCount` for each of the first `wordSize` places in turn.
 */
export function trainBayes(
  vectors: readonly SparseVector[],
  labels: Int32Array,
  weights: Float64Array,
  wordSize: number,
  classCount: number,
): Float32Array {
  const counts = new Float32Array(wordSize * classCount)
  const totals = new Float64Array(classCount)
  for (const [row, { places, wordCount }] of vectors.entries()) {
    const label = labels[row] ?? 0
    const weight = weights[row] ?? 0
    for (let at = 0; at < wordCount; at += 1) {
      const place = (places[at] ?? 0) * classCount + label
      counts[place] = (counts[place] ?? 0) + weight
    }
    totals[label] = (totals[label] ?? 0) + weight * wordCount
  }
  for (let at = 0; at < counts.length; at += 1) {
    const total = totals[at % classCount] ?? 0
    counts[at] = Math.log(((counts[at] ?? 0) + smoothing) / (total + smoothing * wordSize))
  }
  return counts
}

export function scoreBayes(vector: SparseVector, logs: Float32Array, scores: Float64Array): void {
  const classCount = scores.length
  for (let at = 0; at < vector.wordCount; at += 1) {
    const from = (vector.places[at] ?? 0) * classCount
    for (let k = 0; k < classCount; k += 1) scores[k] = (scores[k] ?? 0) + (logs[from + k] ?? 0)
  }
}
