/** How well two groupings of the same things agree (Hubert and Arabie 1985): 1 when they are the same, about 0 by chance. */
export function adjustedRand(one: readonly string[], other: readonly string[]): number {
  const both = countPairs(one.map((name, index) => `${name}\n${other[index]}`))
  const first = countPairs(one)
  const second = countPairs(other)
  const all = (one.length * (one.length - 1)) / 2
  const expected = all === 0 ? 0 : (first * second) / all
  const most = (first + second) / 2
  return most === expected ? 1 : (both - expected) / (most - expected)
}

/** Pairs within the groups. */
function countPairs(names: readonly string[]): number {
  const sizes = new Map<string, number>()
  for (const name of names) sizes.set(name, (sizes.get(name) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
}
