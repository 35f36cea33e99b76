export type Place = { column: number; row: number; span: number }

/**
 * Where cards of these heights stand in columns with even gaps: each in the column that is shortest so far,
 * the leftmost of equals, so that reading order stays close to the order in time and adding at the end moves
 * nothing. Rows are one pixel high; columns and rows count from 1 as CSS grid does.
 */
export function placeCards(heights: readonly number[], columns: number, gap: number): Place[] {
  const ends = Array.from({ length: Math.max(1, columns) }, () => 0)
  return heights.map((height) => {
    const shortest = ends.indexOf(Math.min(...ends))
    const start = ends[shortest] ?? 0
    const span = Math.ceil(height) + gap
    ends[shortest] = start + span
    return { column: shortest + 1, row: start + 1, span }
  })
}

/** As many columns as fit without any of them getting narrower than `narrowest`. */
export function countColumns(width: number, narrowest: number, gap: number): number {
  return Math.max(1, Math.floor((width + gap) / (narrowest + gap)))
}
