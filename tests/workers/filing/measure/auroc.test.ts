import { tellAuroc } from '@wall/filing/measure/auroc'
import { expect, test } from 'vitest'

const judge = (trueScores: number[], otherScores: number[]) =>
  tellAuroc([
    ...trueScores.map((score) => ({ score, isTrue: true })),
    ...otherScores.map((score) => ({ score, isTrue: false })),
  ])

test('it is 1 when all that is true scores higher, 0 when all of it scores lower', () => {
  expect(judge([0.8, 0.9], [0.1, 0.2, 0.7])).toBe(1)
  expect(judge([0.1], [0.2, 0.7])).toBe(0)
})

test('equal scores count half', () => {
  expect(judge([0.5, 0.5], [0.5])).toBe(0.5)
  expect(judge([0.5, 0.9], [0.5, 0.1])).toBe(3.5 / 4)
})

test('without either kind there is nothing to tell', () => {
  expect(judge([0.5], [])).toBeNull()
  expect(judge([], [0.5])).toBeNull()
})
