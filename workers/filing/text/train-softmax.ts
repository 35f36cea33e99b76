import { addScores, toChances } from './chances.ts'
import { minimise } from './minimise.ts'

export interface Example {
  places: Int32Array
  weights: Float64Array
  /** Index of its class. */
  label: number
  /** How much it counts. */
  weight: number
}

/** Inverse of the penalty on large weights. */
const strength = 30
/** More change the held-out figures by less than chance does. */
const maxRounds = 15

/**
 * Softmax regression with an L2 penalty, classes of equal weight. Returns `classCount` weights for each of `size` places in
 * turn. The weights are always a sum of rows, so the search keeps two numbers for each row and class (what the row adds, and
 * what it scores) in place of one for each feature and class: several times fewer.
 */
export function trainSoftmax(examples: readonly Example[], size: number, classCount: number): Float32Array {
  const counts = balance(examples, classCount)
  const half = examples.length * classCount
  const sums = new Float64Array(size * classCount)

  /** Scores of all rows under the weights that these parts of them make. */
  const score = (parts: Float64Array, into: Float64Array) => {
    addRows(examples, parts, sums, classCount)
    for (const [row, { places, weights }] of examples.entries()) {
      addScores(places, weights, sums, into.subarray(row * classCount, (row + 1) * classCount))
    }
  }
  const misses = new Float64Array(half)
  const missScores = new Float64Array(half)
  const chances = new Float64Array(classCount)

  const parts = minimise(
    {
      size: 2 * half,
      multiply: (one, other) => {
        let sum = 0
        for (let at = 0; at < half; at += 1) sum += (one[at] ?? 0) * (other[half + at] ?? 0)
        return sum
      },
      measure(point, slope) {
        let height = 0
        for (let at = 0; at < half; at += 1) height += (point[at] ?? 0) * (point[half + at] ?? 0)
        height /= 2 * strength
        for (const [row, { label }] of examples.entries()) {
          const count = counts[row] ?? 0
          const from = row * classCount
          chances.set(point.subarray(half + from, half + from + classCount))
          toChances(chances)
          height -= count * Math.log(Math.max(chances[label] ?? 0, 1e-300))
          for (let k = 0; k < classCount; k += 1) {
            misses[from + k] = count * ((chances[k] ?? 0) - (k === label ? 1 : 0))
          }
        }
        missScores.fill(0)
        score(misses, missScores)
        for (let at = 0; at < half; at += 1) {
          slope[at] = (point[at] ?? 0) / strength + (misses[at] ?? 0)
          slope[half + at] = (point[half + at] ?? 0) / strength + (missScores[at] ?? 0)
        }
        return height
      },
    },
    maxRounds,
  )
  addRows(examples, parts, sums, classCount)
  return Float32Array.from(sums)
}

/** The weights that these parts of the rows make. */
function addRows(
  examples: readonly Example[],
  parts: Float64Array,
  sums: Float64Array,
  classCount: number,
): void {
  sums.fill(0)
  for (let row = 0; row < examples.length; row += 1) {
    const { places, weights } = examples[row] as Example
    const own = parts.subarray(row * classCount, (row + 1) * classCount)
    for (let at = 0; at < places.length; at += 1) {
      const from = (places[at] ?? 0) * classCount
      const weight = weights[at] ?? 0
      for (let k = 0; k < classCount; k += 1) sums[from + k] = (sums[from + k] ?? 0) + weight * (own[k] ?? 0)
    }
  }
}

/** Makes the classes weigh the same, the mean row weighing 1. */
function balance(examples: readonly Example[], classCount: number): Float64Array {
  const sums = new Float64Array(classCount)
  for (const { label, weight } of examples) sums[label] = (sums[label] ?? 0) + weight
  const present = sums.filter((sum) => sum > 0).length
  return Float64Array.from(
    examples,
    ({ label, weight }) => (weight * examples.length) / (present * (sums[label] || 1)),
  )
}
