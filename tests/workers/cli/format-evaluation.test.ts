import type { Evaluation } from '@wall/filing/measure/evaluate'
import type { Figures } from '@wall/filing/measure/figures'
import { formatEvaluations } from '@wall/workers/cli/evaluate/format-evaluation'
import { expect, test } from 'vitest'

const figures = (top1: number | null): Figures => ({
  ...{ posts: 12, top1, top3: 1, macroF1: 0.5, macroF1WithNone: 0.25 },
  ...{ coverage80: 0.75, coverage90: 0.5, coverage95: 0.25, noneAuroc: null, reliabilityError: 0.123 },
  languages: { en: { posts: 8, top1: 0.875, top3: 1 } },
})
const make = (changes: Partial<Evaluation> = {}): Evaluation => ({
  decisions: 0,
  draws: 1,
  learnt: [],
  ...{ model: figures(0.8), seedsAlone: figures(0.7), naiveBayes: figures(0.6), nearestTitle: figures(null) },
  gate: { openIn: 2, of: 5, filed: 6, filedShare: 0.5, precision: 0.9167 },
  confusion: {
    places: [1, null],
    counts: [
      [10, 1],
      [0, 1],
    ],
  },
  confused: [],
  ...changes,
})

test('the table names each figure with its controls, and what could not be measured is a dash', () => {
  const text = formatEvaluations([make({ confused: [{ pair: [1, 4], posts: 3, share: 0.3 }] })], 12)
  expect(text).toContain('12 posts, each judged by a model that did not learn from it')
  expect(text).toContain('Figures of fewer than 50 posts say little.\n')
  expect(text).toContain('FROM THE SEEDS ALONE')
  expect(text).not.toContain('seeds alone')
  expect(text).toMatch(/best takeaway is right +80\.0 % +60\.0 % +–\n/)
  expect(text).toMatch(/none told apart \(AUROC\) +– +– +–\n/)
  expect(text).toMatch(/reliability error +12\.3 % /)
  expect(text).toMatch(/en: best right, among three \(8 posts\) +87\.5 % +100\.0 %\n/)
  expect(text).toContain('50.0 % of the posts, 91.7 % of them rightly (the gate opened in 2 of 5 trials)')
  expect(text).toContain('often confused: 1 and 4 (30.0 %)')
  expect(text).toMatch(/\n +1 +none\n +1 +10 +1\n +none +0 +1\n/)
})

test('after decisions the seeds alone stand beside, and how many were really learnt from', () => {
  const learnt = [
    { place: 1, decisions: 8 },
    { place: 2, decisions: 8 },
    { place: null, decisions: 8 },
  ]
  const whole = formatEvaluations([make({ decisions: 8, draws: 5, learnt })], 99)
  expect(whole).toContain('AFTER 24 DECISIONS: 8 FOR EACH TAKEAWAY AND FOR NONE\n')
  expect(whole).toContain('put under (columns), over 5 draws:\n')
  expect(whole).toMatch(/best takeaway is right +80\.0 % +70\.0 % +60\.0 % +–\n/)
  const few = [
    { place: 1, decisions: 8 },
    { place: 2, decisions: 3 },
    { place: null, decisions: 0 },
  ]
  expect(formatEvaluations([make({ decisions: 8, learnt: few })], 99)).toContain(
    'AFTER 11 DECISIONS: 8 FOR EACH TAKEAWAY AND FOR NONE, BUT NEVER MORE THAN HALF OF THE POSTS (2: 3, none: 0)\n',
  )
})
