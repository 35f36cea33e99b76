const firstMs = 1_000

/**
 * How long to wait after so many failures in a row: longer each time, and never in step with others who
 * failed too.
 */
export function backOff(failures: number, longestMs: number): number {
  const most = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20))
  // Whole: times are stored so.
  return Math.round(most * (0.5 + Math.random() / 2))
}
