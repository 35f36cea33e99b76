import type { Term } from './read-terms.ts'

/** Features of one text with their weights; its length is 1, or 0 if it has none. */
export type IdeaVector = ReadonlyMap<string, number>

export interface IdeaVectors {
  toVector(terms: readonly Term[]): IdeaVector
}

/** What a vector is made of, in shares of its squared length. */
const shares = { keys: 0.75, pairs: 0.15, pieces: 0.1 } as const

/** In how many texts each feature occurs. */
export interface FeatureCounts {
  texts: number
  counts: ReadonlyMap<string, number>
}

export function countFeatures(texts: readonly (readonly Term[])[]): FeatureCounts {
  const counts = new Map<string, number>()
  for (const terms of texts) {
    const { keys, pairs, pieces } = readFeatures(terms)
    for (const feature of new Set([...keys, ...pairs, ...pieces])) {
      counts.set(feature, (counts.get(feature) ?? 0) + 1)
    }
  }
  return { texts: texts.length, counts }
}

/**
 * Weighs features by how rare they are in all these texts together (idf). The order of the texts does not
 * matter.
 */
export function createIdeaVectors(...parts: readonly FeatureCounts[]): IdeaVectors {
  const texts = parts.reduce((sum, part) => sum + part.texts, 0)
  const rarity = (feature: string) => {
    const count = parts.reduce((sum, part) => sum + (part.counts.get(feature) ?? 0), 0)
    return Math.log((1 + texts) / (1 + count)) + 1
  }

  return {
    toVector(terms) {
      const features = readFeatures(terms)
      const vector = new Map<string, number>()
      for (const [channel, share] of Object.entries(shares) as [keyof typeof shares, number][]) {
        const weights = new Map<string, number>()
        for (const feature of features[channel]) weights.set(feature, (weights.get(feature) ?? 0) + 1)
        let squares = 0
        for (const [feature, count] of weights) {
          const weight = (1 + Math.log(count)) * rarity(feature)
          weights.set(feature, weight)
          squares += weight * weight
        }
        const scale = squares === 0 ? 0 : Math.sqrt(share / squares)
        for (const [feature, weight] of weights) vector.set(feature, weight * scale)
      }
      return vector
    },
  }
}

/** The cosine of two vectors of length 1. */
export function multiply(one: IdeaVector, other: IdeaVector): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  let sum = 0
  for (const [feature, weight] of small) sum += weight * (large.get(feature) ?? 0)
  return sum
}

function readFeatures(terms: readonly Term[]) {
  const keys = terms.map((term) => `k${term.key}`)
  const pairs = terms.slice(1).map((term, at) => `p${terms[at]?.key} ${term.key}`)
  const pieces = terms.flatMap(({ stem }) => {
    const padded = ` ${stem} `
    return [3, 4, 5].flatMap((length) =>
      Array.from(
        { length: Math.max(0, padded.length - length + 1) },
        (_, at) => `c${padded.slice(at, at + length)}`,
      ),
    )
  })
  return { keys, pairs, pieces }
}
