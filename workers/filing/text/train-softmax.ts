import { toChances } from './chances.ts'
import { createSums } from './class-sums.ts'
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
 * Softmax regression with an L2 penalty, classes of equal weight. Returns `classCount` weights for each of
 * `size` places in turn. The weights are always a sum of rows, so the search keeps two numbers for each row
 * and class (what the row adds, and what it scores) in place of one for each feature and class: several times
 * fewer.
 */
export function trainSoftmax(
  examples: readonly Example[],
  size: number,
  classCount: number,
  onStep: () => void = () => {},
): Float32Array {
  const counts = balance(examples, classCount)
  const half = examples.length * classCount
  const sums = createSums(size, classCount)

  /** Scores of all rows under the weights that these parts of them make. */
  const score = (parts: Float64Array, into: Float64Array) => {
    sums.clear()
    for (const [row, example] of examples.entries()) sums.add(example, parts, row * classCount)
    for (const [row, example] of examples.entries()) sums.score(example, into, row * classCount)
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
        onStep()
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
  sums.clear()
  for (const [row, example] of examples.entries()) sums.add(example, parts, row * classCount)
  return sums.read()
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
