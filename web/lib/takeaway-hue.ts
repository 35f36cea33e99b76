const drawn = [28, 65, 145, 200, 255, 320]

/**
 * The place of a takeaway, by its id, on the colour wheel, in OKLCH degrees. The first six are drawn by hand
 * (ui/tokens.css); more of them fill the widest gaps first, so that neighbours stay apart. Never the only
 * sign of a takeaway.
 */
export function takeawayHue(takeaway: number | null): number {
  if (takeaway === null) return 0
  const index = Math.max(0, takeaway - 1)
  const hue = drawn[index]
  if (hue !== undefined) return hue
  const gaps = [105, 290, 228, 172, 355, 46]
  const round = Math.floor((index - drawn.length) / gaps.length)
  return ((gaps[(index - drawn.length) % gaps.length] ?? 0) + round * 11) % 360
}
