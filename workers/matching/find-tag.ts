import { findUrls, type Range } from './find-urls.ts'
import { foldText, wordCharacter } from './fold-tag.ts'

export interface TagSearch {
  found: boolean
  /** The hashtag as it was written when found; else why the nearest thing to it does not count, or null. */
  note: string | null
}

/** Longer than any honest hashtag, even one with a zero-width character after every letter. */
const maxTagUnits = 600

/**
 * Looks for one of the folded tags behind a hash sign in a text, outside the ranges to skip and outside web addresses.
 *
 * The tag must be whole: what follows it may be an apostrophe, a comma, another hash sign or an emoji, but not a letter, a
 * combining mark, a digit or an underscore that goes on. Before the hash sign there must not be a word: `abc#tag` is a
 * fragment of something else in every official client. Two exceptions, because people do write so and mean it: a tag
 * glued to another (`#edchat#tag`), and a tag in Markdown underscores (`_#tag_`). Official clients ask for white space
 * before the sign; we also take brackets, quotes and emoji, which is the reason for reading the text at all.
 */
export function findTag(text: string, tags: readonly string[], skip: readonly Range[] = []): TagSearch {
  let note: string | null = null
  let urls: Range[] | null = null
  let startsTag = false
  let previousEnd = -1
  for (const { index } of text.matchAll(/[#＃﹟]/g)) {
    const word = readWord(text, index + 1)
    if (index !== previousEnd) startsTag = !isWordBefore(text, index)
    previousEnd = index + 1 + word.length
    const folded = foldText(word)
    const begun = tags.filter((candidate) => folded.startsWith(candidate))
    const tag = begun.find((candidate) => !goesOn(folded.slice(candidate.length))) ?? begun[0]
    if (tag === undefined) continue
    const written = `#${folded.slice(0, 60).trim()}`
    urls ??= findUrls(text)
    const end = skip.length === 0 ? index + 1 : index + 1 + measure(word, tag)
    if (isInside(urls, index, index + 1)) note ??= `${written} is part of a web address`
    else if (isInside(skip, index, end)) note ??= `${written} is part of a link`
    else if (!startsTag) note ??= `${written} is joined to the word before it`
    else if (goesOn(folded.slice(tag.length))) note ??= `${written} is a longer word than #${tag}`
    else return { found: true, note: `#${tag}` }
  }
  return { found: false, note }
}

/** Up to the next white space or hash sign. A byte order mark counts as unseen here, not as white space. */
function readWord(text: string, from: number): string {
  const rest = text.slice(from, from + maxTagUnits)
  const end = rest.search(/[#＃﹟]|(?!\uFEFF)\s/u)
  return end < 0 ? rest : rest.slice(0, end)
}

/** Underscores at the end of a word are punctuation, as in the official detector. */
function goesOn(rest: string): boolean {
  const next = [...rest.slice(0, 80).replace(/^\p{Pc}+/u, '')][0]
  if (next === undefined) return false
  return wordCharacter.test(next)
}

function isWordBefore(text: string, index: number): boolean {
  // A zero-width space is there to part words; other unseen characters (of emoji, say) are looked through.
  const before = text
    .slice(Math.max(0, index - 64), index)
    .replace(/(?:(?!\u200B)\p{Default_Ignorable_Code_Point}|\p{Pc})+$/u, '')
  const last = [...before].at(-1)
  // An enclosing mark (the keycap of 1️⃣) makes a sign of its letter.
  return last !== undefined && wordCharacter.test(last) && !/\p{Me}/u.test(last)
}

/** How many UTF-16 units of the word, as written, make up the tag. */
function measure(word: string, tag: string): number {
  for (let length = Math.min(tag.length, word.length); length < word.length; length += 1) {
    if (foldText(word.slice(0, length)).startsWith(tag)) return length
  }
  return word.length
}

function isInside(ranges: readonly Range[], start: number, end: number): boolean {
  return ranges.some((range) => range.start < end && start < range.end)
}
