/**
 * The range in which the true share lies in 95 of 100 cases, when `hits` of `of` were seen (Wilson's score
 * interval).
 */
export function wilsonBounds(hits: number, of: number, z = 1.96): { lower: number; upper: number } {
  if (of === 0) return { lower: 0, upper: 1 }
  const share = hits / of
  const square = z * z
  const middle = share + square / (2 * of)
  const spread = z * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))
  const scale = 1 + square / of
  return { lower: Math.max(0, (middle - spread) / scale), upper: Math.min(1, (middle + spread) / scale) }
}
