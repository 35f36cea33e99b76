import { createWordReader } from '@wall/filing/text/read-words'

export interface FoldPost {
  text: string
  /** Posts that share it stay together; null for none. */
  group: string | null
}

/** Of two texts with so many of all their words in common one tells too much of the other. */
const nearlySame = 0.5

/**
 * The fold of each post, from 0: posts of one group, and posts with nearly the same words, are always in one.
 * The same posts in the same order are in the same folds.
 */
export function makeFolds(posts: readonly FoldPost[], count: number, hashtags: readonly string[]): number[] {
  const heads = posts.map((_, at) => at)
  const findHead = (at: number): number => {
    let head = at
    while (heads[head] !== head) head = heads[head] ?? head
    heads[at] = head
    return head
  }
  const join = (one: number, other: number) => {
    const [first, second] = [findHead(one), findHead(other)]
    heads[Math.max(first, second)] = Math.min(first, second)
  }
  const firstOf = new Map<string, number>()
  for (const [at, { group }] of posts.entries()) {
    if (group === null) continue
    const first = firstOf.get(group)
    if (first === undefined) firstOf.set(group, at)
    else join(first, at)
  }
  const readWords = createWordReader(hashtags)
  for (const [one, other] of findNearlySame(posts.map(({ text }) => new Set(readWords(text)))))
    join(one, other)

  const together = new Map<number, number[]>()
  for (const at of posts.keys()) {
    const head = findHead(at)
    together.set(head, [...(together.get(head) ?? []), at])
  }
  const sizes = Array.from({ length: count }, () => 0)
  const folds = posts.map(() => 0)
  for (const members of [...together.values()].sort((a, b) => b.length - a.length)) {
    const fold = sizes.indexOf(Math.min(...sizes))
    sizes[fold] = (sizes[fold] ?? 0) + members.length
    for (const at of members) folds[at] = fold
  }
  return folds
}

function* findNearlySame(sets: readonly ReadonlySet<string>[]): Generator<[number, number]> {
  const holders = new Map<string, number[]>()
  const common = new Int32Array(sets.length)
  for (const [at, words] of sets.entries()) {
    common.fill(0, 0, at)
    for (const word of words) {
      const known = holders.get(word) ?? []
      for (const other of known) common[other] = (common[other] ?? 0) + 1
      known.push(at)
      holders.set(word, known)
    }
    for (let other = 0; other < at; other += 1) {
      const both = common[other] ?? 0
      if (both > 0 && both / (words.size + (sets[other]?.size ?? 0) - both) >= nearlySame) yield [other, at]
    }
  }
}
