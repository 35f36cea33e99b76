/** Features of one text: how often each occurs, by a 32-bit hash of its kind and characters. */
export interface Counts {
  words: Map<number, number>
  pieces: Map<number, number>
}

/**
 * Counts words and pairs of words, and the pieces of 3 to 5 characters in them: pieces see through endings and misspellings.
 * Hashes are made from character codes, with no strings in between, since this is the costly part of filing.
 */
export function countFeatures(text: readonly string[]): Counts {
  const words = new Map<number, number>()
  const pieces = new Map<number, number>()
  let previous = 0
  for (const word of text) {
    const hash = hashWord(word)
    add(words, hash)
    if (previous !== 0) add(words, Math.imul(previous, 0x85ebca6b) ^ hash)
    previous = hash
    countPieces(word, pieces)
  }
  return { words, pieces }
}

export function hashWord(word: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < word.length; index += 1) hash = step(hash, word.charCodeAt(index))
  return hash
}

/** Pieces of one word with a space on either side, as "ing " differs from "ing" inside. */
function countPieces(word: string, pieces: Map<number, number>): void {
  const padded = ` ${word} `
  for (let start = 0; start + 3 <= padded.length; start += 1) {
    let hash = 0x2166136f
    const end = Math.min(start + 5, padded.length)
    for (let index = start; index < end; index += 1) {
      hash = step(hash, padded.charCodeAt(index))
      if (index - start >= 2) add(pieces, hash ^ ((index - start) << 28))
    }
  }
}

function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193)
}

function add(counts: Map<number, number>, hash: number): void {
  counts.set(hash, (counts.get(hash) ?? 0) + 1)
}
