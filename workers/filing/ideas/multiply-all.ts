import type { IdeaVector } from './idea-vectors.ts'

/** The cosines of all pairs, row by row. Goes feature by feature: most pairs have few in common. */
export function multiplyAll(vectors: readonly IdeaVector[]): Float32Array {
  const count = vectors.length
  const products = new Float32Array(count * count)
  const holders = new Map<string, { place: number; weight: number }[]>()
  for (const [place, vector] of vectors.entries()) {
    for (const [feature, weight] of vector) {
      const list = holders.get(feature)
      if (list) list.push({ place, weight })
      else holders.set(feature, [{ place, weight }])
    }
  }
  for (const list of holders.values()) {
    for (const one of list) {
      const row = one.place * count
      for (const other of list) {
        products[row + other.place] = (products[row + other.place] ?? 0) + one.weight * other.weight
      }
    }
  }
  return products
}
