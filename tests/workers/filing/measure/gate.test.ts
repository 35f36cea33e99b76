import { readGate } from '@wall/filing/measure/gate'
import { expect, test } from 'vitest'

/** Posts that were judged so, each a little less sure than the one before. */
function judge(places: readonly [is: number | null, taken: number | null][]) {
  return places.map(([is, taken], index) => ({
    truth: is,
    ranking: [{ takeaway: taken, confidence: 0.99 - index / 1000 }],
  }))
}
const right = (count: number) =>
  judge(Array.from({ length: count }, (_, index) => [(index % 3) + 1, (index % 3) + 1]))

test('it opens with twenty posts that were all right, not with nineteen', () => {
  expect(readGate(right(19))).toMatchObject({ isOpen: false, why: 'too_few', threshold: null, posts: 19 })
  expect(readGate(right(20))).toMatchObject({
    isOpen: true,
    why: 'open',
    posts: 20,
    right: 20,
    threshold: 0.971,
  })
  expect(readGate([])).toMatchObject({ isOpen: false, why: 'too_few', posts: 0 })
})

test('its threshold is the lowest at which text will most likely be right often enough again', () => {
  const wrong = Array.from({ length: 30 }, (_, index): [number, number] => [1, (index % 2) + 2])
  const sure = Array.from({ length: 40 }, (_, index): [number, number] => [(index % 3) + 1, (index % 3) + 1])
  const gate = readGate(judge([...sure, ...wrong]))
  expect(gate).toMatchObject({ isOpen: true })
  expect(gate.right / gate.posts).toBeGreaterThanOrEqual(0.9)
  // Four wrong ones of 44 would still be nine in ten, but by luck.
  expect(gate.threshold).toBeGreaterThan(0.945)
  expect(gate.threshold).toBeLessThan(0.952)
})

test('it tells whether text is wrong too often, or right but not certainly so', () => {
  const mixed = Array.from({ length: 60 }, (_, index): [number, number] => [index % 2, (index % 3) + 1])
  expect(readGate(judge(mixed)).why).toBe('not_precise')
  const almost = Array.from({ length: 20 }, (_, index): [number, number] => [
    index < 2 ? 9 : (index % 3) + 1,
    (index % 3) + 1,
  ])
  expect(readGate(judge(almost))).toMatchObject({ isOpen: false, why: 'not_certain', right: 18, posts: 20 })
})

test('everything under one takeaway proves nothing, and posts called "none" do not count', () => {
  const one = Array.from({ length: 200 }, (): [number, number] => [1, 1])
  expect(readGate(judge(one))).toMatchObject({ isOpen: false, why: 'too_few' })
  const none = Array.from({ length: 200 }, (): [null, null] => [null, null])
  expect(readGate(judge(none))).toMatchObject({ isOpen: false, posts: 0 })
})
