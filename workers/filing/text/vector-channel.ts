import { addScores } from './chances.ts'
import { type Example, trainSoftmax } from './train-softmax.ts'

/**
 * What was learnt from sentence vectors: the mean of all, taken off each, and a softmax regression on what is
 * left.
 */
export interface VectorChannel {
  mean: Float64Array
  weights: Float32Array
}

interface VectorRow {
  vector?: Float32Array | undefined
  label: number
  weight: number
}

/**
 * Learns from the rows that have a vector; null when fewer than half of them do, or the vectors differ in
 * length.
 */
export function learnVectors(rows: readonly VectorRow[], classCount: number): VectorChannel | null {
  const known = rows.flatMap((row) => (row.vector ? [{ ...row, vector: row.vector }] : []))
  const size = known[0]?.vector.length ?? 0
  if (size === 0 || known.length < rows.length / 2 || known.some((row) => row.vector.length !== size))
    return null
  const mean = new Float64Array(size)
  for (const { vector } of known) {
    for (let at = 0; at < size; at += 1) mean[at] = (mean[at] ?? 0) + (vector[at] ?? 0) / known.length
  }
  const places = Int32Array.from({ length: size }, (_, at) => at)
  const examples = known.map(({ vector, label, weight }): Example => {
    return { places, weights: centre(vector, mean), label, weight }
  })
  return { mean, weights: trainSoftmax(examples, size, classCount) }
}

/** Adds what the vector says for each class. A vector of another length says nothing. */
export function scoreVector(
  { mean, weights }: VectorChannel,
  vector: Float32Array,
  scores: Float64Array,
): void {
  if (vector.length !== mean.length) return
  const places = Int32Array.from({ length: mean.length }, (_, at) => at)
  addScores(places, centre(vector, mean), weights, scores)
}

function centre(vector: Float32Array, mean: Float64Array): Float64Array {
  const centred = Float64Array.from(vector, (value, at) => value - (mean[at] ?? 0))
  const length = Math.hypot(...centred) || 1
  return centred.map((value) => value / length)
}
