import { bestTakeaway, type Judged } from './judged.ts'

/** Two places that the model takes for each other. */
export interface Confusion {
  pair: [number | null, number | null]
  /** Posts of either that it put under the other. */
  posts: number
  /** Of all posts of both. */
  share: number
}

/** How often each place (row) was taken for each (column); `places` names both, "none" last. */
export interface ConfusionTable {
  places: (number | null)[]
  counts: number[][]
}

export function countConfusions(judged: readonly Judged[], takeaways: readonly number[]): ConfusionTable {
  const places = [...takeaways, null]
  const counts = places.map(() => places.map(() => 0))
  for (const { truth, ranking } of judged) {
    const row = counts[places.indexOf(truth)]
    const column = places.indexOf(ranking[0]?.takeaway ?? null)
    if (row) row[column] = (row[column] ?? 0) + 1
  }
  return { places, counts }
}

/**
 * Pairs of takeaways that get confused, worst first: at least three posts and a twentieth of both. "None" is
 * left aside.
 */
export function findConfused(judged: readonly Judged[], leastShare = 0.05): Confusion[] {
  const total = new Map<number, number>()
  const mixed = new Map<string, Confusion>()
  for (const one of judged) {
    const { truth } = one
    const answer = bestTakeaway(one)?.takeaway
    if (truth === null || answer === undefined) continue
    total.set(truth, (total.get(truth) ?? 0) + 1)
    if (answer === truth) continue
    const pair: [number, number] = truth < answer ? [truth, answer] : [answer, truth]
    const key = pair.join()
    const known = mixed.get(key) ?? { pair, posts: 0, share: 0 }
    known.posts += 1
    mixed.set(key, known)
  }
  return [...mixed.values()]
    .map(({ pair, posts }) => {
      const of = pair.reduce((so: number, place) => so + (total.get(place ?? 0) ?? 0), 0)
      return { pair, posts, share: of === 0 ? 0 : posts / of }
    })
    .filter(({ posts, share }) => posts >= 3 && share >= leastShare)
    .sort((a, b) => b.share - a.share || b.posts - a.posts)
}
