import type { SegmentView } from '@wall/api/wire/post'

type Body = readonly SegmentView[]

/** A line break takes about as much room as half a line of words. */
const lineBreakWeight = 30

/** How much room words need, in characters. */
export function weighText(body: Body): number {
  const text = body.map((segment) => segment.text).join('')
  return [...text].length + (text.match(/\n/g)?.length ?? 0) * lineBreakWeight
}

/**
 * Cuts words that are too long for one card into pages of about equal weight, at spaces only. Links and mentions stay
 * whole. Nothing is left out: the pages joined are the words.
 */
export function splitPages(body: Body, mostWeight: number): SegmentView[][] {
  const total = weighText(body)
  if (total <= mostWeight) return [[...body]]
  const target = total / Math.ceil(total / mostWeight)
  const pages: SegmentView[][] = [[]]
  let weight = 0
  for (const piece of body.flatMap(cutIntoWords)) {
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

function cutIntoWords(segment: SegmentView): SegmentView[] {
  if (segment.kind !== 'text') return [segment]
  return (segment.text.match(/\s*\S+\s*/g) ?? [segment.text]).map((text) => ({ kind: 'text', text }))
}

function append(page: SegmentView[], piece: SegmentView): void {
  const last = page.at(-1)
  if (last?.kind === 'text' && piece.kind === 'text')
    page[page.length - 1] = { kind: 'text', text: last.text + piece.text }
  else page.push(piece)
}
