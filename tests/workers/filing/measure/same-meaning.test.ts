import { findSameMeaning } from '@wall/filing/measure/same-meaning'
import type { TrainingRow } from '@wall/filing/text/training-row'
import { expect, test } from 'vitest'

const options = { takeaways: [1, 2, 3], hashtags: [] }
const row = (takeaway: number, text: string): TrainingRow => ({ takeaway, text, kind: 'example', weight: 1 })

test('takeaways with the same words mean the same, others do not', () => {
  const rows = [
    row(1, 'rain barrels save water'),
    row(2, 'save water with rain barrels'),
    row(3, 'an oak gives shade'),
  ]
  expect(findSameMeaning(rows, [], options).map(({ pair }) => pair)).toEqual([[1, 2]])
})

test('a takeaway may have more words than a call can take arguments', () => {
  const words = (from: number) => Array.from({ length: 120 }, (_, at) => `w${(from * 120 + at).toString(36)}`)
  const many = Array.from({ length: 700 }, (_, index) => words(index).join(' '))
  const rows = [...many.map((text) => row(1, text)), ...many.map((text) => row(2, text)), row(3, 'oak')]
  expect(findSameMeaning(rows, [], options)).toMatchObject([{ pair: [1, 2], likeness: expect.closeTo(1, 6) }])
})
