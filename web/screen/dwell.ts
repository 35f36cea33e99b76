const leastMs = 8_000
const arriveMs = 2_000
const charactersPerSecond = 15
/**
 * Everybody stands for about the same time, whether alone or with others, with few words or many: twice as
 * long at most.
 */
const leastSceneMs = 18_000
export const mostSceneMs = 36_000

/**
 * How long words stand: two seconds to find them, then 15 characters a second, and never under eight seconds.
 */
export function dwellMs(characters: number): number {
  return Math.max(leastMs, arriveMs + (characters / charactersPerSecond) * 1000)
}

/** How long all that stands together does. */
export function sceneMs(characters: number): number {
  return Math.min(mostSceneMs, Math.max(leastSceneMs, dwellMs(characters)))
}
