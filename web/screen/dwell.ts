const leastMs = 8_000
const arriveMs = 2_000
const charactersPerSecond = 15

/** How long words stand: two seconds to find them, then 15 characters a second, and never under eight seconds. */
export function dwellMs(characters: number): number {
  return Math.max(leastMs, arriveMs + (characters / charactersPerSecond) * 1000)
}
