import { measureFigures } from '@wall/filing/measure/figures'
import type { Judged } from '@wall/filing/measure/judged'
import { expect, test } from 'vitest'

/** Places in order with their confidences. */
const judge = (truth: number | null, lang: string, ...ranking: [number | null, number][]): Judged => ({
  truth,
  lang,
  ranking: ranking.map(([takeaway, confidence]) => ({ takeaway, confidence })),
})

const judged = [
  judge(1, 'en', [1, 0.9], [2, 0.05], [3, 0.04], [null, 0.01]),
  judge(1, 'es', [2, 0.6], [1, 0.3], [3, 0.06], [null, 0.04]),
  judge(2, 'en', [2, 0.8], [1, 0.1], [3, 0.06], [null, 0.04]),
  // "None" is left aside for the best takeaway.
  judge(2, 'en', [null, 0.5], [2, 0.3], [1, 0.15], [3, 0.05]),
  judge(null, 'en', [null, 0.7], [1, 0.2], [2, 0.05], [3, 0.05]),
]

test('every figure is what a hand gets', () => {
  expect(measureFigures(judged)).toEqual({
    posts: 5,
    top1: 3 / 4,
    top3: 1,
    // 1: one right of two, none wrongly; 2: two right, one wrongly.
    macroF1: (2 / 3 + 4 / 5) / 2,
    // With none as an answer 2 is right once, and none is taken once too often.
    macroF1WithNone: expect.closeTo((2 / 3 + 2 / 4 + 2 / 3) / 3, 12),
    // Surest first: right, right, wrong, right, wrong.
    coverage80: 2 / 5,
    coverage90: 2 / 5,
    coverage95: 2 / 5,
    noneAuroc: 1,
    // Bands: 0.9 right, 0.6 wrong, 0.8 right, 0.5 wrong, 0.7 right.
    reliabilityError: expect.closeTo((0.1 + 0.6 + 0.2 + 0.5 + 0.3) / 5, 12),
    languages: { en: { posts: 3, top1: 1, top3: 1 }, es: { posts: 1, top1: 0, top3: 1 } },
  })
})

test('where there is nothing to measure nothing is told', () => {
  expect(measureFigures([])).toMatchObject({
    ...{ posts: 0, top1: null, top3: null, macroF1: null, macroF1WithNone: null },
    ...{ coverage80: 0, noneAuroc: null, reliabilityError: 0, languages: {} },
  })
  expect(measureFigures(judged.slice(0, 1))).toMatchObject({ top1: 1, noneAuroc: null })
})
