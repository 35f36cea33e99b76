import { foldAccents, stemWord } from './stem-word.ts'

/** Features of one text as they come, each as a 32-bit hash of its kind and characters. */
export interface Features {
  /** Stems of words, and pairs of them. */
  words: number[]
  /** Groups of words that mean alike, in any language. */
  groups: number[]
  /** For each word its pieces of 3 to 5 characters: they see through endings and misspellings. */
  pieces: (readonly number[])[]
}

export interface FeatureReader {
  read(words: readonly string[]): Features
  /** The hashes that one word alone stands for: its stem and its groups. */
  readWord(word: string): readonly number[]
}

/** What is known of one word, kept since the same words come again and again. */
interface WordFeatures {
  stem: number
  folded: string
  groups: readonly number[]
  pieces: readonly number[]
}

/** By their pieces, since words differ in length: these are some 50,000 usual words. */
const maxKeptPieces = 1_000_000

/**
 * @param alike groups of words that mean alike; an underscore joins the two words of a pair ("grade_level")
 */
export function createFeatureReader(alike: readonly (readonly string[])[]): FeatureReader {
  const groupsOf = new Map<string, number[]>()
  for (const group of alike) {
    // Named by its first word, so that the order of the groups does not matter.
    const name = salt(hashText(group[0] ?? ''), 1)
    for (const word of group) {
      const key = foldAccents(word.toLowerCase()).replace(/[_-]/, ' ')
      const known = groupsOf.get(key)
      if (!known) groupsOf.set(key, [name])
      else if (!known.includes(name)) known.push(name)
    }
  }
  let kept = new Map<string, WordFeatures>()
  let keptPieces = 0
  const look = (word: string): WordFeatures => {
    const known = kept.get(word)
    if (known) return known
    const folded = foldAccents(word.replace(/'s$/, ''))
    const made = {
      stem: hashText(stemWord(word)),
      folded,
      groups: groupsOf.get(folded) ?? [],
      pieces: cutPieces(word),
    }
    if (keptPieces >= maxKeptPieces) {
      kept = new Map()
      keptPieces = 0
    }
    kept.set(word, made)
    keptPieces += made.pieces.length
    return made
  }

  return {
    read(words) {
      const features: Features = { words: [], groups: [], pieces: [] }
      let previous: WordFeatures | undefined
      for (const word of words) {
        const one = look(word)
        features.words.push(one.stem)
        features.groups.push(...one.groups)
        if (previous) {
          features.words.push(joinHashes(previous.stem, one.stem))
          const pair = groupsOf.size > 0 ? groupsOf.get(`${previous.folded} ${one.folded}`) : undefined
          if (pair) features.groups.push(...pair)
        }
        features.pieces.push(one.pieces)
        previous = one
      }
      return features
    },
    readWord(word) {
      const one = look(word)
      return [one.stem, ...one.groups]
    },
  }
}

/** Pieces of one word with a space on either side, as "ing " differs from "ing" inside. */
function cutPieces(word: string): number[] {
  const padded = ` ${word} `
  const pieces: number[] = []
  for (let start = 0; start < padded.length - 2; start += 1) {
    let hash = offset
    const end = Math.min(start + 5, padded.length)
    for (let index = start; index < end; index += 1) {
      hash = step(hash, padded.charCodeAt(index))
      if (index - start >= 2) pieces.push(salt(hash, 2 + index - start))
    }
  }
  return pieces
}

export function hashText(text: string): number {
  let hash = offset
  for (let index = 0; index < text.length; index += 1) hash = step(hash, text.charCodeAt(index))
  return hash
}

const offset = 0x811c9dc5

function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193)
}

function joinHashes(first: number, second: number): number {
  return Math.imul(first, 0x85ebca6b) ^ second
}

function salt(hash: number, kind: number): number {
  return hash ^ (kind << 28)
}
