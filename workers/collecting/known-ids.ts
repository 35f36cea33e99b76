import { randomInt } from 'node:crypto'
import type { Store } from '@wall/db/store/store'

/** So many are kept apart, since each that is put among the others moves some of them. */
const defaultYoung = 4_096

/**
 * Remembers ids in eight bytes each: as numbers of 53 bits made of them, in order. An id that was added is
 * always found. Of ten million others one is found by mistake about once in a billion times, so whoever asks
 * must be able to bear it; another start makes other mistakes.
 */
export function createKnownIds(mostYoung = defaultYoung) {
  const seed = randomInt(2 ** 32)
  let sorted = new Float64Array()
  const young = new Set<number>()

  return {
    add(id: string): void {
      const number = toNumber(id, seed)
      if (!isIn(sorted, number)) young.add(number)
      if (young.size < mostYoung) return
      sorted = merge(sorted, Float64Array.from(young).sort())
      young.clear()
    },
    has(id: string): boolean {
      const number = toNumber(id, seed)
      return young.has(number) || isIn(sorted, number)
    },
  }
}

/** All posts, or all authors, that the store knows of a network, read in parts. */
export async function readKnownIds(
  store: Pick<Store, 'listKnownIds'>,
  network: string,
  kind: 'post' | 'author',
  signal: AbortSignal,
) {
  const known = createKnownIds()
  let ids = await store.listKnownIds(network, kind)
  for (let last = ids.at(-1); last !== undefined && !signal.aborted; last = ids.at(-1)) {
    for (const id of ids) known.add(id)
    ids = await store.listKnownIds(network, kind, last)
  }
  return known
}

/** cyrb53 by bryc (public domain): quick, and even enough for ids that differ in a few letters. */
function toNumber(id: string, seed: number): number {
  let low = 0xdeadbeef ^ seed
  let high = 0x41c6ce57 ^ seed
  for (let at = 0; at < id.length; at += 1) {
    const unit = id.charCodeAt(at)
    low = Math.imul(low ^ unit, 2_654_435_761)
    high = Math.imul(high ^ unit, 1_597_334_677)
  }
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  return 2 ** 32 * (high & 0x1f_ffff) + (low >>> 0)
}

function isIn(sorted: Float64Array, number: number): boolean {
  return sorted[findPlace(sorted, number)] === number
}

/** That of the first which is not smaller. */
function findPlace(sorted: Float64Array, number: number, from = 0): number {
  let to = sorted.length
  let at = from
  while (at < to) {
    const middle = (at + to) >>> 1
    if ((sorted[middle] ?? 0) < number) at = middle + 1
    else to = middle
  }
  return at
}

function merge(sorted: Float64Array, others: Float64Array): Float64Array<ArrayBuffer> {
  const merged = new Float64Array(sorted.length + others.length)
  let from = 0
  others.forEach((number, count) => {
    const to = findPlace(sorted, number, from)
    merged.set(sorted.subarray(from, to), from + count)
    merged[to + count] = number
    from = to
  })
  merged.set(sorted.subarray(from), from + others.length)
  return merged
}
