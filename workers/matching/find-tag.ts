import { findUrls, type Range } from '@wall/filing/signals/find-urls'
import { foldText } from '@wall/filing/signals/fold-tag'

export interface TagSearch {
  found: boolean
  /** The hashtag as it was written when found; else why the nearest thing to it does not count, or null. */
  note: string | null
}

/** Longer than any honest hashtag, even one with a zero-width character after every letter. */
const maxTagUnits = 600

/**
 * Looks for one of the folded tags behind a hash sign in a text, outside the ranges to skip and outside web
 * addresses.
 *
 * The tag must be whole: what follows it may be an apostrophe, a comma, another hash sign or a sign such as
 * an emoji, but not a letter, a combining mark, a digit or an underscore that goes on. What stands around the
 * tag is judged as it was written: folded, `ℹ️`, `3️⃣`, `™` and `½` are letters and digits. Before the hash
 * sign there must not be a word: `abc#tag` is a fragment of something else in every official client. Two
 * exceptions, because people do write so and mean it: a tag glued to another (`#edchat#tag`), and a tag in
 * Markdown underscores (`_#tag_`). Official clients ask for white space before the sign; we also take
 * brackets, quotes and emoji, which is the reason for reading the text at all.
 */
export function findTag(text: string, tags: readonly string[], skip: readonly Range[] = []): TagSearch {
  let note: string | null = null
  let isInUrl: ReturnType<typeof createWithin> | null = null
  const isSkipped = createWithin(skip)
  let startsTag = false
  let previousEnd = -1
  for (const { index } of text.matchAll(/[#＃﹟]/g)) {
    // `#️⃣` is a sign like any other keycap.
    if (/^\uFE0F?\p{Me}/u.test(text.slice(index + 1, index + 3))) continue
    const word = readWord(text, index + 1)
    if (index !== previousEnd) startsTag = !isWordBefore(text, index)
    previousEnd = index + 1 + word.length
    const folded = foldText(word)
    const begun = tags.filter((candidate) => folded.startsWith(candidate))
    const tag = begun.find((candidate) => isWhole(word, candidate)) ?? begun[0]
    if (tag === undefined) continue
    const isLonger = !isWhole(word, tag)
    const written = isLonger ? `#${folded.slice(0, 60).trim()}` : `#${tag}`
    isInUrl ??= createWithin(findUrls(text))
    if (isInUrl(index)) note ??= `${written} is part of a web address`
    else if (isSkipped(index)) note ??= `${written} is part of a link`
    else if (!startsTag) note ??= `${written} is joined to the word before it`
    else if (isLonger) note ??= `${written} is a longer word than #${tag}`
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

/**
 * Whether no word goes on behind the tag. Underscores at the end are punctuation, as in the official
 * detector.
 */
function isWhole(word: string, tag: string): boolean {
  const written = word.slice(0, measure(word, tag))
  if (foldText(written) !== tag) return false
  const rest = word.slice(written.length).replace(/^(?:\p{Default_Ignorable_Code_Point}|\p{Pc})+/u, '')
  return !goesOn(rest)
}

/**
 * Whether a letter, mark or digit comes first, and no sign. `ℹ` is a letter to Unicode, and the mark around
 * the keycap `3️⃣` makes a sign of it. Signs are raised letters, too, Roman figures and whole phrases in one
 * character, which folding turns into letters.
 */
function goesOn(text: string): boolean {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0)
  const isSign = oneOfSigns.test(first) && first.normalize('NFKC') !== first
  return !isSign && wordPart.test(text)
}

const wordPart = /^(?!\p{Extended_Pictographic}|.\uFE0F?\p{Me})[\p{L}\p{M}\p{Nd}\p{Nl}]/u
/** Of raised letters these with `\p{Lm}`, but not the half-width marks of Japanese. */
const oneOfSigns = /[ªº\u2160-\u2188\uFDF0-\uFDFD]|(?![\uFF70\uFF9E\uFF9F])\p{Lm}/u

function isWordBefore(text: string, index: number): boolean {
  // A zero-width space is there to part words; other unseen characters (of emoji, say) and marks are looked
  // through.
  const before = text
    .slice(Math.max(0, index - 64), index)
    .replace(/(?:(?!\u200B)\p{Default_Ignorable_Code_Point}|\p{Pc}|\p{Mn}|\p{Mc})+$/u, '')
  return goesOn([...before].at(-1) ?? '') && !/\p{Me}$/u.test(before)
}

/** How many UTF-16 units of the word, as written, make up the tag. */
function measure(word: string, tag: string): number {
  for (let length = Math.min(tag.length, word.length); length < word.length; length += 1) {
    if (foldText(word.slice(0, length)).startsWith(tag)) return length
  }
  return word.length
}

/** Whether a place stands in one of the ranges, which follow each other; asked for places in rising order. */
function createWithin(ranges: readonly Range[]): (index: number) => boolean {
  let at = 0
  return (index) => {
    while ((ranges[at]?.end ?? Number.POSITIVE_INFINITY) <= index) at += 1
    return (ranges[at]?.start ?? Number.POSITIVE_INFINITY) <= index
  }
}
