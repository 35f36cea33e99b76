import type { LabelledPost } from './labelled-post.ts'

/**
 * Draws `count` posts of each takeaway, and of none, but never more than half of a takeaway's. The same draw
 * of the same posts is always the same.
 */
export function drawDecisions(
  posts: readonly LabelledPost[],
  count: number,
  draw: number,
): { learnt: LabelledPost[]; kept: LabelledPost[] } {
  const random = createRandom(draw + 1)
  const shuffled = posts.map((post, index) => ({ index, post, key: random() })).sort((a, b) => a.key - b.key)
  const drawn = new Set<number>()
  for (const place of new Set(posts.map(({ takeaway }) => takeaway))) {
    const own = shuffled.filter(({ post }) => post.takeaway === place)
    for (const { index } of own.slice(0, Math.min(count, Math.floor(own.length / 2)))) drawn.add(index)
  }
  return {
    learnt: posts.filter((_, index) => drawn.has(index)),
    kept: shuffled.filter(({ index }) => !drawn.has(index)).map(({ post }) => post),
  }
}

/** Numbers from 0 to 1 that look random and are the same for the same start (mulberry32). */
function createRandom(start: number): () => number {
  let state = start * 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
