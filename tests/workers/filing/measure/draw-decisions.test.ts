import { drawDecisions } from '@wall/filing/measure/draw-decisions'
import { expect, test } from 'vitest'

const posts = [
  ...Array.from({ length: 10 }, (_, at) => ({ text: `one ${at}`, takeaway: 1 })),
  ...Array.from({ length: 5 }, (_, at) => ({ text: `two ${at}`, takeaway: 2 })),
  { text: 'three', takeaway: 3 },
  ...Array.from({ length: 4 }, (_, at) => ({ text: `none ${at}`, takeaway: null })),
]
const count = (list: readonly { takeaway: number | null }[]) =>
  [1, 2, 3, null].map((place) => list.filter(({ takeaway }) => takeaway === place).length)

test('as many of each place are drawn as asked, but never more than half, and the rest is kept', () => {
  const { learnt, kept } = drawDecisions(posts, 3, 0)
  expect(count(learnt)).toEqual([3, 2, 0, 2])
  expect(count(kept)).toEqual([7, 3, 1, 2])
  expect(new Set([...learnt, ...kept])).toEqual(new Set(posts))
  expect(count(drawDecisions(posts, 0, 0).learnt)).toEqual([0, 0, 0, 0])
})

test('the same draw is always the same, another draw another one', () => {
  expect(drawDecisions(posts, 3, 1)).toEqual(drawDecisions(posts, 3, 1))
  const texts = [0, 1, 2, 3, 4].map((draw) =>
    drawDecisions(posts, 3, draw)
      .learnt.map(({ text }) => text)
      .join(),
  )
  expect(new Set(texts).size).toBeGreaterThan(1)
})
