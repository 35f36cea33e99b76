import { type Counts, countFeatures } from './count-features.ts'

/** A text as the model sees it: places in the vocabulary with their tf-idf weights. Its length is 1, or 0 if nothing is known. */
export interface SparseVector {
  places: Int32Array
  weights: Float64Array
}

export interface Vocabulary {
  size: number
  place(hash: number): number | undefined
  /** How rare the feature at a place is (idf). */
  rarity(place: number): number
  toVector(words: readonly string[]): SparseVector
}

/** Share of the words' channel in a vector, the pieces' is the rest. */
const wordShare = 0.3

/** Learns which features there are and how rare each is. */
export function createVocabulary(texts: readonly (readonly string[])[]): Vocabulary {
  const places = new Map<number, number>()
  const documents: number[] = []
  for (const text of texts) {
    const counts = countFeatures(text)
    for (const hash of [...counts.words.keys(), ...counts.pieces.keys()]) {
      const place = places.get(hash) ?? places.size
      places.set(hash, place)
      documents[place] = (documents[place] ?? 0) + 1
    }
  }
  const rarity = Float64Array.from(documents, (count) => Math.log((1 + texts.length) / (1 + count)) + 1)

  const collect = (channel: Counts['words'], share: number, known: number[], weights: number[]) => {
    const first = known.length
    let squares = 0
    for (const [hash, count] of channel) {
      const place = places.get(hash)
      if (place === undefined) continue
      const weight = (1 + Math.log(count)) * (rarity[place] ?? 0)
      squares += weight * weight
      known.push(place)
      weights.push(weight)
    }
    const scale = squares === 0 ? 0 : Math.sqrt(share / squares)
    for (let index = first; index < weights.length; index += 1) weights[index] = (weights[index] ?? 0) * scale
  }

  return {
    size: places.size,
    place: (hash) => places.get(hash),
    rarity: (place) => rarity[place] ?? 0,
    toVector(words) {
      const counts = countFeatures(words)
      const known: number[] = []
      const weights: number[] = []
      collect(counts.words, wordShare, known, weights)
      collect(counts.pieces, 1 - wordShare, known, weights)
      return { places: Int32Array.from(known), weights: Float64Array.from(weights) }
    },
  }
}
