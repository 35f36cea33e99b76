import { measureFigures } from '@wall/filing/measure/figures'
import { wilsonBounds } from '@wall/filing/measure/wilson'
import { expect, test } from 'vitest'

test('Wilson’s bounds are those of the textbook', () => {
  expect(wilsonBounds(0, 0)).toEqual({ lower: 0, upper: 1 })
  expect(wilsonBounds(20, 20).lower).toBeCloseTo(0.8389, 3)
  expect(wilsonBounds(19, 20).lower).toBeCloseTo(0.7639, 3)
})

test('a filed none counts as wrong, and shares of nothing are null', () => {
  const judge = (truth: number | null, confidence: number) => ({
    truth,
    ranking: [
      { takeaway: 1, confidence },
      { takeaway: 2, confidence: (1 - confidence) * 0.6 },
      { takeaway: null, confidence: (1 - confidence) * 0.4 },
    ],
  })
  expect(measureFigures([judge(1, 0.9), judge(null, 0.8)])).toMatchObject({
    ...{ posts: 2, top1: 1, coverage80: 0.5, coverage90: 0.5, noneAuroc: 1 },
  })
  expect(measureFigures([])).toMatchObject({ posts: 0, top1: null, top3: null, noneAuroc: null })
})
