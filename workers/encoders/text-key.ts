import { createHash } from 'node:crypto'

/** More says little about what a post is about, and the time it takes grows with the square. */
const maxCharacters = 1_000

/**
 * What the encoder is given of a text: one line, composed characters, cut. Texts that are alike here have one
 * vector.
 */
export function normaliseText(text: string): string {
  const line = text
    .slice(0, 4 * maxCharacters)
    .normalize('NFC')
    .replace(unseen, '')
    .replace(/\s+/gu, ' ')
    .trim()
  if (line.length <= maxCharacters) return line.toWellFormed()
  // Half of a pair at the end would be no character.
  return line
    .slice(0, maxCharacters)
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed()
}

/** Stands for a text where its words need not be kept. */
export function makeTextKey(normalised: string): string {
  return createHash('sha256').update(normalised).digest('base64')
}

/** Control characters other than white space, and those that have no width. */
const unseen = /(?!\s)[\p{Cc}\u200B\u2060\uFEFF]|\uFEFF/gu
