import type { Author } from './author.ts'

// How people's words stand on our pages: whatever a stranger wrote, what surrounds it stays as it is.

/**
 * Takes out what turns the direction of all that follows. Direction marks stay among letters that run from
 * right to left, where people need them; elsewhere they only turn figures and punctuation around.
 */
export function stripDirections(text: string): string {
  const stripped = text.replace(/[\u202A-\u202E\u2066-\u206F\uFFF9-\uFFFB]/g, '')
  return runsRightToLeft(stripped) ? stripped : stripped.replace(/[\u200E\u200F\u061C]/g, '')
}

export function runsRightToLeft(text: string): boolean {
  return rightToLeft.test(text)
}

/**
 * The pieces of a text, without what makes it taller or wider than what it says: of blank lines one stays, of
 * blanks one, of marks on one letter four, and what is said 25 times in a row or more is said eight times.
 * Pieces that end up empty go.
 */
export function tidyBody<T extends { text: string }>(body: readonly T[]): T[] {
  // The beginning counts as a blank line, so that none stands there.
  let before = '\n\n'
  const tidied = body.flatMap((piece) => {
    const words = stripDirections(piece.text.replace(lineEnds, '\n'))
      // Nothing is there for them to belong to.
      .replace(before.endsWith('\n') ? /^[\p{Default_Ignorable_Code_Point}\p{M}]+/u : before && unseen, '')
      .replace(manyMarks, (marks, kept: string) => (tibetan.test(marks) ? marks.slice(0, 8) : kept))
    const text = words.replace(blanks, (run, at: number) => tidyBlanks(run, at === 0 ? before : ''))
    const end = /[\s\u2800]*$/u.exec(text)?.[0] ?? ''
    before = end === text ? before + end : end
    return text === ''
      ? []
      : [{ ...piece, text: text.replace(repeats, (_, one: string) => `${one.repeat(8)}…`) }]
  })
  const last = tidied.findLastIndex(({ text }) => text.trim() !== '')
  return tidied
    .slice(0, last + 1)
    .map((piece, at) => (at === last ? { ...piece, text: piece.text.trimEnd() } : piece))
}

/** A text by itself, tidied like a post's words. */
export function tidyText(text: string): string {
  return tidyBody([{ text }])[0]?.text ?? ''
}

/** The same on one line, for names and titles. Empty when nobody could see anything of it. */
export function tidyLine(text: string): string {
  const line = tidyText(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
  return visible.test(line) ? line : ''
}

/** What to call somebody: the name they gave themselves if anything of it can be seen, else the handle. */
export function findAuthorName({
  displayName,
  handle,
}: Pick<Author, 'displayName' | 'handle'>): string | null {
  return tidyLine(displayName ?? '') || handle
}

/** Blanks that follow those in `before` add no more than what is missing for one blank line. */
function tidyBlanks(run: string, before: string): string {
  const had = countBreaks(before)
  const wanted = countBreaks(run)
  if (wanted > 0) return '\n'.repeat(Math.min(2, had + wanted) - had)
  if (before !== '') return ''
  return [...run].length === 1 ? run : ' '
}

function countBreaks(text: string): number {
  return Math.min(2, text.split('\n').length - 1)
}

const rightToLeft =
  /(?=\p{L})[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u
/** All that ends a line and is no line feed. */
export const lineEnds = /\r\n?|[\v\f\u0085\u2028\u2029]/g
const unseen = /^\p{Default_Ignorable_Code_Point}+/u
/**
 * Blanks, those that are letters to Unicode among them, with what is unseen behind one and marks that begin a
 * line.
 */
const blanks =
  /(?:\n[\s\u2800\p{Default_Ignorable_Code_Point}\p{M}]*|(?!\n)[\s\u115F\u1160\u2800\u3164\uFFA0](?:(?!\n)[\s\u2800\p{Default_Ignorable_Code_Point}])*)+/gu
const manyMarks = /(\p{M}{4})\p{M}+/gu
const tibetan = /\p{Script=Tibetan}/u
const repeats = /(.{1,16}?)\1{24,}/gsu
const visible = /[^\s\p{M}\p{C}\p{Default_Ignorable_Code_Point}\u2800\uFFFC\u{1D159}]/u
