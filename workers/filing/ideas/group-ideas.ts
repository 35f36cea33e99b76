import type { IdeaSpace } from './idea-space.ts'

/**
 * Gathers like ideas: the two groups that are most alike on average join, as long as any are alike enough.
 * `cores` are groups that a person made (places in the space's ideas): they start as they are, keep what they
 * have, and never join each other. The order of the ideas does not matter as long as their ids say which
 * comes first. Answers groups of places, cores first and in order.
 */
export function groupIdeas(space: IdeaSpace, cores: readonly (readonly number[])[] = []): number[][] {
  const held = new Set(cores.flat())
  const free = space.ideas
    .map((idea, place) => ({ id: idea.id, place }))
    .filter(({ place }) => !held.has(place))
    .sort((a, b) => a.id - b.id)
  const groups: (number[] | null)[] = [...cores.map((core) => [...core]), ...free.map(({ place }) => [place])]
  const likeness = averageLikeness(space, groups as number[][])
  const count = groups.length
  const mayJoin = (one: number, other: number) => one >= cores.length || other >= cores.length
  /** The nearest later group of each, so that a round looks at every group once and not at every pair. */
  const nearest = new Int32Array(count).fill(-1)
  const findNearest = (one: number) => {
    let best = -1
    for (let other = one + 1; other < count; other += 1) {
      if (!groups[other] || !mayJoin(one, other)) continue
      if (best < 0 || at(one, other) > at(one, best)) best = other
    }
    nearest[one] = best
  }
  const at = (one: number, other: number) => likeness[one * count + other] ?? 0
  for (let one = 0; one < count; one += 1) findNearest(one)

  for (;;) {
    let one = -1
    for (let next = 0; next < count; next += 1) {
      const near = nearest[next] ?? -1
      if (groups[next] && near >= 0 && (one < 0 || at(next, near) > at(one, nearest[one] ?? 0))) one = next
    }
    const other = one < 0 ? -1 : (nearest[one] ?? -1)
    if (one < 0 || other < 0 || at(one, other) < space.threshold) break
    join(one, other)
  }
  return groups.filter((group) => group !== null)

  function join(one: number, other: number): void {
    const [first, second] = [groups[one] ?? [], groups[other] ?? []]
    for (let third = 0; third < count; third += 1) {
      if (!groups[third] || third === one || third === other) continue
      const sum = at(one, third) * first.length + at(other, third) * second.length
      const mean = sum / (first.length + second.length)
      likeness[one * count + third] = mean
      likeness[third * count + one] = mean
    }
    groups[one] = [...first, ...second]
    groups[other] = null
    for (let third = 0; third < count; third += 1) {
      const near = nearest[third] ?? -1
      if (!groups[third]) continue
      if (third === one || near === one || near === other) findNearest(third)
      else if (third < one && mayJoin(third, one) && (near < 0 || at(third, one) > at(third, near))) {
        nearest[third] = one
      }
    }
  }
}

function averageLikeness(space: IdeaSpace, groups: readonly number[][]): Float64Array {
  const count = groups.length
  const likeness = new Float64Array(count * count)
  for (let one = 0; one < count; one += 1) {
    for (let other = one + 1; other < count; other += 1) {
      const [first = [], second = []] = [groups[one], groups[other]]
      let sum = 0
      for (const a of first) for (const b of second) sum += space.likeness(a, b)
      const mean = first.length * second.length === 0 ? 0 : sum / (first.length * second.length)
      likeness[one * count + other] = mean
      likeness[other * count + one] = mean
    }
  }
  return likeness
}
