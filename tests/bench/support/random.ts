/** Numbers that look random and are the same in every run (mulberry32). */
export function createRandom(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  return {
    next,
    pick,
    /** From `least` to `most`, both included. */
    count: (least: number, most: number) => least + Math.floor(next() * (most - least + 1)),
    /** Letters of atproto's base32, as ids have them. */
    id: (length: number) => Array.from({ length }, () => pick(base32)).join(''),
  }
}

export type Random = ReturnType<typeof createRandom>

const base32 = [...'234567abcdefghijklmnopqrstuvwxyz']
