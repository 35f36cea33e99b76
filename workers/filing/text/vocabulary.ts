import type { Features } from './read-features.ts'

/** A text as the model sees it: places in the vocabulary with their tf-idf weights. */
export interface SparseVector {
  places: Int32Array
  weights: Float64Array
  /** So many of the first places are words and groups; the others are pieces. */
  wordCount: number
  /** So many of those are words and pairs of them; the others are groups. */
  stemCount: number
}

/** What a vocabulary is made from again, fit to be sent to another thread. */
export interface VocabularyData {
  hashes: Int32Array
  /** How rare the feature at each place is (idf). */
  rarity: Float64Array
  /** So many of the first places are words and groups. */
  wordSize: number
}

export interface Vocabulary {
  /** The place of a word or a group. */
  place(hash: number): number | undefined
  toVector(features: Features): SparseVector
}

/** Squared length of each channel in a vector. */
export const shares = { words: 0.35, groups: 0.2, pieces: 0.5 }
/** The squared length of words and groups alone. */
export const wordShare = shares.words + shares.groups
/** A piece in one text only says little, and there are very many. */
const minPieceTexts = 2

/** Learns which features there are and how rare each is. Their places follow the order of the texts. */
export function learnVocabulary(texts: readonly Features[]): VocabularyData {
  const words = new Map<number, number>()
  const pieces = new Map<number, number>()
  for (const text of texts) {
    for (const hash of new Set([...text.words, ...text.groups])) words.set(hash, (words.get(hash) ?? 0) + 1)
    for (const hash of new Set(text.pieces.flat())) pieces.set(hash, (pieces.get(hash) ?? 0) + 1)
  }
  const kept = [...words, ...[...pieces].filter(([, count]) => count >= minPieceTexts)]
  return {
    hashes: Int32Array.from(kept, ([hash]) => hash),
    rarity: Float64Array.from(kept, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
    wordSize: words.size,
  }
}

export function openVocabulary({ hashes, rarity, wordSize }: VocabularyData): Vocabulary {
  const wordPlaces = new Map<number, number>()
  const piecePlaces = new Map<number, number>()
  for (const [place, hash] of hashes.entries()) (place < wordSize ? wordPlaces : piecePlaces).set(hash, place)
  const counts = new Int32Array(hashes.length)
  // The pieces of a word are the same list whenever it comes again, so their places are looked up once, and
  // kept as long as it is.
  const kept = new WeakMap<readonly number[], Int32Array>()
  const findPieces = (pieces: readonly number[]): Int32Array => {
    const known = kept.get(pieces)
    if (known) return known
    const places = Int32Array.from(
      pieces.map((hash) => piecePlaces.get(hash) ?? -1).filter((place) => place >= 0),
    )
    kept.set(pieces, places)
    return places
  }
  const see = (place: number, seen: number[]) => {
    const count = counts[place] ?? 0
    if (count === 0) seen.push(place)
    counts[place] = count + 1
  }
  const seeWords = (channel: readonly number[], seen: number[]) => {
    for (const hash of channel) {
      const place = wordPlaces.get(hash)
      if (place !== undefined) see(place, seen)
    }
  }
  const weigh = (seen: readonly number[], from: number, share: number, weights: number[]) => {
    let squares = 0
    for (let at = from; at < seen.length; at += 1) {
      const place = seen[at] ?? 0
      const count = counts[place] ?? 0
      const weight = (count === 1 ? 1 : 1 + Math.log(count)) * (rarity[place] ?? 0)
      counts[place] = 0
      squares += weight * weight
      weights.push(weight)
    }
    const scale = squares === 0 ? 0 : Math.sqrt(share / squares)
    for (let at = from; at < seen.length; at += 1) weights[at] = (weights[at] ?? 0) * scale
  }

  return {
    place: (hash) => wordPlaces.get(hash),
    toVector(features) {
      const seen: number[] = []
      const weights: number[] = []
      seeWords(features.words, seen)
      weigh(seen, 0, shares.words, weights)
      const stemCount = seen.length
      seeWords(features.groups, seen)
      weigh(seen, stemCount, shares.groups, weights)
      const wordCount = seen.length
      for (const pieces of features.pieces) {
        const places = findPieces(pieces)
        for (let at = 0; at < places.length; at += 1) see(places[at] ?? 0, seen)
      }
      weigh(seen, wordCount, shares.pieces, weights)
      return { places: Int32Array.from(seen), weights: Float64Array.from(weights), wordCount, stemCount }
    },
  }
}
