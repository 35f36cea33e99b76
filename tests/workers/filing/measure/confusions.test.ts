import { countConfusions, findConfused } from '@wall/filing/measure/confusions'
import type { Judged } from '@wall/filing/measure/judged'
import { expect, test } from 'vitest'

const judge = (truth: number | null, answer: number | null, times: number): Judged[] =>
  Array.from({ length: times }, () => ({ truth, ranking: [{ takeaway: answer, confidence: 0.9 }] }))

const judged = [
  ...judge(1, 1, 6),
  ...judge(1, 2, 2),
  ...judge(2, 1, 1),
  ...judge(2, 2, 3),
  ...judge(3, 3, 8),
  ...judge(3, 1, 2),
  ...judge(null, null, 4),
  ...judge(null, 3, 5),
]

test('the table counts what each place was taken for, none last', () => {
  expect(countConfusions(judged, [1, 2, 3])).toEqual({
    places: [1, 2, 3, null],
    counts: [
      [6, 2, 0, 0],
      [1, 3, 0, 0],
      [2, 0, 8, 0],
      [0, 0, 5, 4],
    ],
  })
})

test('pairs count both ways, of the posts of both; two posts are no pair, and none is left aside', () => {
  expect(findConfused(judged)).toEqual([{ pair: [1, 2], posts: 3, share: 3 / 12 }])
  expect(findConfused([...judged, ...judge(1, 3, 1)])).toEqual([
    { pair: [1, 2], posts: 3, share: 3 / 13 },
    { pair: [1, 3], posts: 3, share: 3 / 19 },
  ])
})

test('a pair that is mixed up seldom is none', () => {
  expect(findConfused([...judged, ...judge(1, 1, 60)])).toEqual([])
  expect(findConfused([...judged, ...judge(1, 1, 60)], 0)).toHaveLength(1)
})
