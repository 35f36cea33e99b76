import { createRing } from '@wall/api/live/ring'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const frame = (text: string) => Buffer.from(text)
const read = (found: { kept: Buffer }[] | undefined) => found?.map(({ kept }) => String(kept))
const create = (floor: number, maxEntries: number, maxSize: number) =>
  createRing<Buffer>({ floor, maxEntries, maxSize, sizeOf: (kept) => kept.length })

describe('ring', () => {
  test('gives what came after a place, in order', () => {
    const ring = create(3, 10, 100)
    ring.push(4, 'a', frame('4'))
    ring.push(7, 'b', frame('7'))
    expect(read(ring.listAfter(3))).toEqual(['4', '7'])
    expect(read(ring.listAfter(4))).toEqual(['7'])
    expect(read(ring.listAfter(6))).toEqual(['7'])
    expect(read(ring.listAfter(7))).toEqual([])
    expect(ring.listAfter(2)).toBeUndefined()
  })

  test('a newer frame of a post empties the older one', () => {
    const ring = create(0, 10, 100)
    ring.push(1, 'a', frame('words'))
    ring.push(2, 'b', frame('other'))
    ring.push(3, 'a', frame('gone'))
    expect(read(ring.listAfter(0))).toEqual(['other', 'gone'])
    expect(ring.size).toBe(9)
  })

  test('beyond its bounds the oldest go, and a gap is never filled in part', () => {
    const ring = create(0, 2, 100)
    for (const seq of [1, 2, 3]) ring.push(seq, String(seq), frame(String(seq)))
    expect(ring.listAfter(0)).toBeUndefined()
    expect(read(ring.listAfter(1))).toEqual(['2', '3'])
  })

  test('a frame larger than the ring is not kept, and known to be missing', () => {
    const ring = create(0, 5, 3)
    ring.push(1, 'a', frame('four'))
    expect(ring.listAfter(0)).toBeUndefined()
    expect(ring.size).toBe(0)
  })

  test('behaves like the plain list it stands for', () => {
    const pushes = fc.array(
      fc.record({ key: fc.integer({ min: 0, max: 5 }), size: fc.integer({ min: 1, max: 9 }) }),
      {
        maxLength: 60,
      },
    )
    fc.assert(
      fc.property(
        pushes,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 5, max: 60 }),
        (list, maxEntries, maxBytes) => {
          const ring = create(0, maxEntries, maxBytes)
          let model: { seq: number; key: number; size: number }[] = []
          let floor = 0
          list.forEach(({ key, size }, index) => {
            const seq = index + 1
            ring.push(seq, String(key), frame('x'.repeat(size)))
            model = [
              ...model.map((entry) => (entry.key === key ? { ...entry, size: 0 } : entry)),
              { seq, key, size },
            ]
            const bytes = () => model.reduce((sum, entry) => sum + entry.size, 0)
            while (model.length > maxEntries || bytes() > maxBytes) floor = model.shift()?.seq ?? floor
            for (let since = 0; since <= seq; since += 1) {
              const wanted = model
                .filter((entry) => entry.seq > since && entry.size > 0)
                .map((entry) => entry.size)
              const found = ring.listAfter(since)?.map(({ kept }) => kept.length)
              expect(found).toEqual(since < floor ? undefined : wanted)
            }
            expect(ring.size).toBe(bytes())
          })
        },
      ),
      { numRuns: 60 },
    )
  })
})
