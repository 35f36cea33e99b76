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
 * Cuts words that are too long for one card into pages of about equal weight, at spaces where there are any. Links and
 * mentions stay whole, unless they alone are more than a page. Nothing is left out: the pages joined are the words.
 */
export function splitPages(body: Body, mostWeight: number): SegmentView[][] {
  const total = weighText(body)
  if (total <= mostWeight) return [[...body]]
  const target = total / Math.ceil(total / mostWeight)
  const pages: SegmentView[][] = [[]]
  let weight = 0
  for (const piece of body.flatMap((segment) => cutIntoPieces(segment, target))) {
    const more = weighText([piece])
    if (weight > 0 && weight + more > target * 1.04) {
      pages.push([])
      weight = 0
    }
    append(pages.at(-1) ?? [], piece)
    weight += more
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
function cutIntoPieces(segment: SegmentView, pageWeight: number): SegmentView[] {
  if (segment.kind !== 'text')
    return weigh(segment.text) > pageWeight
      ? listSigns(segment.text).map((text) => ({ ...segment, text }))
      : [segment]
  return (segment.text.match(/\s*\S+\s*/g) ?? [segment.text])
    .flatMap((word) => (weigh(word) > pageWeight / 2 ? listSigns(word) : [word]))
    .map((text) => ({ kind: 'text', text }))
}

function append(page: SegmentView[], piece: SegmentView): void {
  const last = page.at(-1)
  if (
    last &&
    last.kind === piece.kind &&
    (piece.kind === 'text' || ('href' in piece && 'href' in last && last.href === piece.href))
  )
    page[page.length - 1] = { ...last, text: last.text + piece.text }
  else page.push(piece)
}
