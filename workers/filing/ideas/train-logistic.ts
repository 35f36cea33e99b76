export interface LogisticRow {
  features: readonly string[]
  isTrue: boolean
  weight: number
}

/** How likely it is that a text with these features is one. */
export type Chance = (features: readonly string[]) => number

/**
 * Logistic regression with an L2 penalty on rows of length 1, whatever is rarer weighing more. Some thousand
 * rows take a fraction of a second. The same rows in the same order give the same weights.
 */
export function trainLogistic(rows: readonly LogisticRow[], penalty = 0.1): Chance {
  const space = readSpace(rows)
  const vectors = rows.map((row) => space.toVector(row.features))
  const weights = new Float64Array(space.size + 1)
  const steps = new Float64Array(space.size + 1).fill(1e-8)
  const slopes = new Float64Array(space.size + 1)
  const score = (places: Int32Array, values: Float64Array) => {
    let sum = weights[space.size] ?? 0
    for (let at = 0; at < places.length; at += 1) sum += (weights[places[at] ?? 0] ?? 0) * (values[at] ?? 0)
    return sum
  }
  for (let round = 0; round < rounds; round += 1) {
    slopes.fill(0)
    for (const [index, { places, values }] of vectors.entries()) {
      const row = rows[index]
      if (!row) continue
      const miss = (toChance(score(places, values)) - (row.isTrue ? 1 : 0)) * row.weight
      for (let at = 0; at < places.length; at += 1) {
        const place = places[at] ?? 0
        slopes[place] = (slopes[place] ?? 0) + miss * (values[at] ?? 0)
      }
      slopes[space.size] = (slopes[space.size] ?? 0) + miss
    }
    const pace = 0.15 * (1 - round / rounds)
    for (let place = 0; place <= space.size; place += 1) {
      const slope = (slopes[place] ?? 0) + (place < space.size ? penalty * (weights[place] ?? 0) : 0)
      const seen = 0.9 * (steps[place] ?? 0) + 0.1 * slope * slope
      steps[place] = seen
      weights[place] = (weights[place] ?? 0) - (pace * slope) / (Math.sqrt(seen) + 1e-6)
    }
  }
  return (features) => {
    const { places, values } = space.toVector(features)
    return toChance(score(places, values))
  }
}

const rounds = 60

function toChance(score: number): number {
  return 1 / (1 + Math.exp(-score))
}

/** What occurs only once says nothing of other texts. */
function readSpace(rows: readonly LogisticRow[]) {
  const counts = new Map<string, number>()
  for (const row of rows) {
    for (const feature of new Set(row.features)) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  }
  const places = new Map<string, { place: number; rarity: number }>()
  for (const [feature, count] of counts) {
    if (count < 2) continue
    places.set(feature, { place: places.size, rarity: Math.log((1 + rows.length) / (1 + count)) + 1 })
  }
  return {
    size: places.size,
    toVector(features: readonly string[]) {
      const known = [...new Set(features)].flatMap((feature) => places.get(feature) ?? [])
      const length = Math.hypot(...known.map(({ rarity }) => rarity)) || 1
      return {
        places: Int32Array.from(known, ({ place }) => place),
        values: Float64Array.from(known, ({ rarity }) => rarity / length),
      }
    },
  }
}
