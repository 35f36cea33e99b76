import type { Range } from '@wall/filing/signals/find-urls'

/**
 * Turns byte offsets of a text's UTF-8 form into UTF-16 ones. Gives null for a range that is not one: not whole
 * numbers, out of the text, empty, inverted, or with an end inside a character.
 */
export function createByteRanges(text: string): (byteStart: unknown, byteEnd: unknown) => Range | null {
  // @NOTE a lone surrogate becomes the three bytes of U+FFFD, here as in every client, and stays one unit long.
  const bytes = Buffer.from(text)
  const isEdge = (offset: unknown): offset is number =>
    Number.isInteger(offset) &&
    Number(offset) >= 0 &&
    Number(offset) <= bytes.length &&
    ((bytes[Number(offset)] ?? 0) & 0xc0) !== 0x80
  // Asked again and again for one text, whose offsets mostly rise: on from the last one.
  let last = { offset: 0, units: 0 }
  const toUnits = (offset: number) => {
    const from = offset >= last.offset ? last : { offset: 0, units: 0 }
    last = { offset, units: from.units + bytes.toString('utf8', from.offset, offset).length }
    return last.units
  }
  return (byteStart, byteEnd) => {
    if (!isEdge(byteStart) || !isEdge(byteEnd) || byteStart >= byteEnd) return null
    return { start: toUnits(byteStart), end: toUnits(byteEnd) }
  }
}
