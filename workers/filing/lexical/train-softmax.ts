import type { SparseVector } from './vocabulary.ts'

export interface TrainingVector {
  vector: SparseVector
  /** Index of its class. */
  label: number
  weight: number
}

/**
 * Softmax regression with an L2 penalty, classes of equal weight. Solved in its dual form (each class is a sum of rows), which
 * for some hundred rows is quicker than working on every feature. The same rows give the same model. Returns the weights,
 * `classCount` for each place of the vocabulary in turn.
 */
export function trainSoftmax(
  rows: readonly TrainingVector[],
  size: number,
  classCount: number,
  strength = 100,
): Float64Array {
  const rowCount = rows.length
  const products = multiplyAll(rows, size)
  const rowWeights = balance(rows, classCount)
  const stepSize = 1 / (1 + 0.5 * strength * largestEigenvalue(products, rowWeights))
  let current = new Float64Array(rowCount * classCount)
  let ahead = current
  let momentum = 1
  for (let round = 0; round < rounds; round += 1) {
    const next = new Float64Array(current.length)
    const chances = new Float64Array(classCount)
    for (let row = 0; row < rowCount; row += 1) {
      chances.fill(0)
      for (let other = 0; other < rowCount; other += 1) {
        const product = products[row * rowCount + other] ?? 0
        if (product === 0) continue
        for (let k = 0; k < classCount; k += 1) {
          chances[k] = (chances[k] ?? 0) + product * (ahead[other * classCount + k] ?? 0)
        }
      }
      toChances(chances)
      for (let k = 0; k < classCount; k += 1) {
        const at = row * classCount + k
        const miss = (chances[k] ?? 0) - (rows[row]?.label === k ? 1 : 0)
        const value = ahead[at] ?? 0
        next[at] = value - stepSize * (value + strength * (rowWeights[row] ?? 0) * miss)
      }
    }
    const nextMomentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const push = (momentum - 1) / nextMomentum
    const previous = current
    ahead = next.map((value, index) => value + push * (value - (previous[index] ?? 0)))
    current = next
    momentum = nextMomentum
  }
  return toFeatureWeights(rows, current, size, classCount)
}

/** Turns scores into chances that sum to 1, in place. */
export function toChances(scores: Float64Array): Float64Array {
  const highest = Math.max(...scores)
  let sum = 0
  for (let k = 0; k < scores.length; k += 1) {
    scores[k] = Math.exp((scores[k] ?? 0) - highest)
    sum += scores[k] ?? 0
  }
  for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] ?? 0) / sum
  return scores
}

const rounds = 60

function multiplyAll(rows: readonly TrainingVector[], size: number): Float64Array {
  const products = new Float64Array(rows.length ** 2)
  const spread = new Float64Array(size)
  for (const [index, row] of rows.entries()) {
    row.vector.places.forEach((place, at) => {
      spread[place] = row.vector.weights[at] ?? 0
    })
    for (let other = index; other < rows.length; other += 1) {
      const { places, weights } = rows[other]?.vector ?? row.vector
      let sum = 0
      for (let at = 0; at < places.length; at += 1) sum += (spread[places[at] ?? 0] ?? 0) * (weights[at] ?? 0)
      products[index * rows.length + other] = sum
      products[other * rows.length + index] = sum
    }
    spread.fill(0)
  }
  return products
}

/** Makes the classes weigh the same, the mean row weighing 1. */
function balance(rows: readonly TrainingVector[], classCount: number): Float64Array {
  const sums = new Float64Array(classCount)
  for (const row of rows) sums[row.label] = (sums[row.label] ?? 0) + row.weight
  const present = sums.filter((sum) => sum > 0).length
  return Float64Array.from(rows, (row) => (row.weight * rows.length) / (present * (sums[row.label] ?? 1)))
}

function largestEigenvalue(products: Float64Array, rowWeights: Float64Array): number {
  const count = rowWeights.length
  let vector = new Float64Array(count).fill(1)
  let value = 1
  for (let round = 0; round < 20; round += 1) {
    const next = new Float64Array(count)
    for (let row = 0; row < count; row += 1) {
      let sum = 0
      for (let other = 0; other < count; other += 1)
        sum += (products[row * count + other] ?? 0) * (vector[other] ?? 0)
      next[row] = sum * (rowWeights[row] ?? 0)
    }
    value = Math.hypot(...next) || 1
    vector = next.map((part) => part / value)
  }
  return value * 1.05
}

function toFeatureWeights(
  rows: readonly TrainingVector[],
  shares: Float64Array,
  size: number,
  classCount: number,
): Float64Array {
  const weights = new Float64Array(size * classCount)
  for (const [row, { vector }] of rows.entries()) {
    vector.places.forEach((place, at) => {
      for (let k = 0; k < classCount; k += 1) {
        const index = place * classCount + k
        weights[index] =
          (weights[index] ?? 0) + (vector.weights[at] ?? 0) * (shares[row * classCount + k] ?? 0)
      }
    })
  }
  return weights
}
