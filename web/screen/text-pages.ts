import type { SegmentView } from '@wall/api/wire/post'

type Body = readonly SegmentView[]

/** A line break takes about as much room as half a line of words. */
const lineBreakWeight = 30
/** Signs as wide as high: Chinese, Japanese and Korean ones, full-width forms, most emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1b000}-\u{1faff}\u{20000}-\u{3fffd}]/u
/** What is drawn in one place and may not be cut: a sign with all that is joined to it or stacked upon it. */
const signs = /(?:\p{RI}\p{RI}|\P{M})(?:\p{M}|\u200d\P{M}|[\u{1f3fb}-\u{1f3ff}])*|\p{M}+/gu

/** How much room words need, in letters. A wide sign counts two, and whatever stacks upon one nothing. */
export function weighText(body: Body): number {
  return body.reduce((sum, segment) => sum + weigh(segment.text), 0)
}

/**
 * Cuts words that are too long for one card into pages of about equal weight, at spaces where there are any.
 * Links, names and tags stay whole, on a page of their own where need be, unless they alone are more than two
 * pages. Nothing is left out: the pages joined are the words.
 */
export function splitPages(body: Body, mostWeight: number): SegmentView[][] {
  const total = weighText(body)
  if (total <= mostWeight) return [[...body]]
  const target = total / Math.ceil(total / mostWeight)
  const pages: SegmentView[][] = [[]]
  let weight = 0
  for (const segment of body) {
    const isWhole = segment.kind !== 'text' && weigh(segment.text) <= 2 * mostWeight
    const pieces = isWhole ? [segment.text] : cutIntoPieces(segment.text, target)
    let hasBegunHere = false
    for (const piece of pieces) {
      const more = weigh(piece)
      if (weight > 0 && weight + more > target * 1.04) {
        pages.push([])
        weight = 0
        hasBegunHere = false
      }
      const page = pages.at(-1) ?? []
      // Each segment is drawn in a box of its own: pieces of one must not stand apart, or its letters would
      // not join.
      const begun = (hasBegunHere && page.pop()?.text) || ''
      page.push({ ...segment, text: begun + piece })
      hasBegunHere = true
      weight += more
    }
  }
  return pages
}

function weigh(text: string): number {
  return listSigns(text).reduce(
    (sum, sign) => sum + (sign === '\n' ? 1 + lineBreakWeight : wide.test(sign) ? 2 : 1),
    0,
  )
}

function listSigns(text: string): string[] {
  return text.match(signs) ?? []
}

/** Words; and signs, where there is no space for so long that a page would stay half empty. */
function cutIntoPieces(text: string, pageWeight: number): string[] {
  const words = text.match(/\s*\S+\s*/g) ?? [text]
  return words.flatMap((word) => (weigh(word) > pageWeight / 2 ? listSigns(word) : [word]))
}
