import { createFeatureReader } from '../text/read-features.ts'
import { createWordReader } from '../text/read-words.ts'
import type { TrainingOptions } from '../text/train-model.ts'
import type { TrainingRow } from '../text/training-row.ts'
import { learnVocabulary, openVocabulary } from '../text/vocabulary.ts'
import { findConfused } from './confusions.ts'
import type { Judged } from './judged.ts'

export interface SameMeaning {
  pair: [number, number]
  /** How like their words are, from 0 to 1. */
  likeness: number
  /** Share of both takeaways' posts that were taken for the other's. */
  confused: number
}

/** Sure by words alone, or words that are like and posts that get confused. */
const surelyLike = 0.8
const ratherLike = 0.5
const oftenConfused = 0.25

/**
 * Takeaways that seem to mean the same, by the words of all that is known of them and by how often they get
 * confused.
 */
export function findSameMeaning(
  rows: readonly TrainingRow[],
  judged: readonly Judged[],
  options: TrainingOptions,
): SameMeaning[] {
  const readWords = createWordReader(options.hashtags)
  const { read } = createFeatureReader(options.alike ?? [])
  const takeaways = [...options.takeaways].sort((a, b) => a - b)
  const texts = takeaways.map((takeaway) => {
    const own = rows.filter((row) => row.takeaway === takeaway && row.kind !== 'decision')
    return read(own.flatMap((row) => readWords(row.text)))
  })
  const { toVector } = openVocabulary(learnVocabulary(texts))
  const vectors = texts.map((text) => {
    const { places, weights } = toVector(text)
    return new Map(Array.from(places, (place, at) => [place, weights[at] ?? 0]))
  })
  const confused = new Map(findConfused(judged, 0).map(({ pair, share }) => [pair.join(), share]))
  const found: SameMeaning[] = []
  for (const [at, first] of takeaways.entries()) {
    for (const [behind, second] of takeaways.slice(at + 1).entries()) {
      const likeness = compare(vectors[at], vectors[at + 1 + behind])
      const share = confused.get(`${first},${second}`) ?? 0
      if (likeness >= surelyLike || (likeness >= ratherLike && share >= oftenConfused)) {
        found.push({ pair: [first, second], likeness, confused: share })
      }
    }
  }
  return found.sort((a, b) => b.likeness - a.likeness)
}

function compare(
  one: ReadonlyMap<number, number> = new Map(),
  other: ReadonlyMap<number, number> = new Map(),
) {
  let product = 0
  for (const [place, weight] of one) product += weight * (other.get(place) ?? 0)
  return product / (lengthOf(one) * lengthOf(other) || 1)
}

/** Without a call that takes all weights at once: of long texts there are more than a call can take. */
function lengthOf(vector: ReadonlyMap<number, number>): number {
  let squares = 0
  for (const weight of vector.values()) squares += weight * weight
  return Math.sqrt(squares)
}
