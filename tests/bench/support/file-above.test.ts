import type { Judged } from '@wall/filing/measure/judged'
import { expect, test } from 'vitest'
import { fileAbove, findThreshold } from './file-above.ts'

const judge = (confidence: number, isRight: boolean): Judged => ({
  truth: isRight ? 1 : 2,
  ranking: [
    { takeaway: 1, confidence },
    { takeaway: null, confidence: 1 - confidence },
  ],
})
const judged = [judge(0.9, true), judge(0.8, true), judge(0.7, false), judge(0.6, true), judge(0.4, false)]

test('the lowest threshold that holds is taken, and no other', () => {
  expect(findThreshold(judged, 1)).toBe(0.8)
  expect(findThreshold(judged, 0.75)).toBe(0.6)
  expect(findThreshold(judged, 0.6)).toBe(0.4)
  expect(findThreshold([judge(0.9, false)], 0.5)).toBeNull()
})

test('of equal confidences none is taken alone', () => {
  expect(findThreshold([judge(0.9, true), judge(0.9, false)], 1)).toBeNull()
})

test('what is filed counts, and "none" may be surer only where that is asked for', () => {
  expect(fileAbove(judged, 0.7, true)).toEqual({ filed: 3, right: 2 })
  expect(fileAbove([judge(0.4, true)], 0.4, true)).toEqual({ filed: 1, right: 1 })
  const none: Judged = { ...judge(0.4, true), ranking: judge(0.4, true).ranking.toReversed() }
  expect(fileAbove([none], 0.4, false)).toEqual({ filed: 0, right: 0 })
  expect(fileAbove(judged, null, true)).toEqual({ filed: 0, right: 0 })
})
