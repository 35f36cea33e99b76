import { capDecisions } from '@wall/filing/text/cap-decisions'
import { openModel } from '@wall/filing/text/open-model'
import { trainModel } from '@wall/filing/text/train-model'
import type { Decision, TrainingRow } from '@wall/filing/text/training-row'
import { expect, test } from 'vitest'

const options = { takeaways: [1, 2], hashtags: ['wall'] }
const row = (text: string, takeaway: number | null): TrainingRow => {
  return { text, takeaway, weight: 1, kind: 'example' }
}
const rows = [
  row('we cleaned the river', 1),
  row('lakes and rivers are for swimming', 1),
  row('trees in the forest', 2),
  row('a walk in the forests', 2),
  row('thanks for the link', null),
]
const decide = (more: Partial<Decision> & { text: string }): Decision => {
  return { takeaway: 1, userId: 1, authorId: more.text, ...more }
}
const weigh = (decisions: Decision[]) => capDecisions(decisions).reduce((so, { weight }) => so + weight, 0)

test('the same rows make the same model, whatever their order', () => {
  expect(trainModel(rows.toReversed(), options)).toEqual(trainModel(rows, options))
})

test('whoever makes a model can end it at any of its steps', () => {
  let steps = 0
  const stopped = new Error('stopped')
  const stop = () => {
    steps += 1
    if (steps === 2) throw stopped
  }
  expect(() => trainModel(rows, options, stop)).toThrow(stopped)
  expect(steps).toBe(2)
})

test('another row makes another model, and taking it away undoes it', () => {
  const more = trainModel([...rows, row('forest rivers', 2)], options)
  expect(more.id).not.toBe(trainModel(rows, options).id)
  expect(openModel(structuredClone(more)).classify('rivers')).toEqual(openModel(more).classify('rivers'))
})

test('the same rows judge as they did: else raise `method` in train-model.ts, which the model’s name is made with', () => {
  const data = trainModel(rows, options)
  const texts = ['the river was cold', 'a walk among trees', 'thanks to all', 'swimming in the forest lake']
  const judged = texts.map((text) => {
    const { ranking } = openModel(data).classify(text)
    return ranking.map(({ takeaway, confidence }) => `${takeaway} ${confidence.toFixed(2)}`).join(', ')
  })
  expect([data.id, ...judged]).toMatchInlineSnapshot(`
    [
      "text-e201385687ac",
      "1 0.94, null 0.03, 2 0.03",
      "2 0.96, null 0.02, 1 0.02",
      "null 0.91, 2 0.04, 1 0.04",
      "2 0.96, 1 0.02, null 0.01",
    ]
  `)
})

test('it tells the nearest known post and the words for each place', () => {
  const { ranking, near } = openModel(trainModel(rows, options)).classify('the river was cold')
  expect(ranking[0]).toMatchObject({ takeaway: 1, words: ['river'] })
  expect(near[0]).toEqual({ takeaway: 1, postId: null, text: 'we cleaned the river' })
  const decided = trainModel(
    [...rows, ...capDecisions([decide({ text: 'cold rivers', postId: 7 })])],
    options,
  )
  expect(openModel(decided).classify('cold rivers').near[0]).toEqual({ takeaway: 1, postId: 7, text: null })
})

test('words that mean alike stand for each other in any language', () => {
  const alike = [['river', 'rivers', 'río', 'ríos']]
  const { ranking } = openModel(trainModel(rows, { ...options, alike })).classify('el río')
  expect(ranking[0]?.takeaway).toBe(1)
})

test.each(['', '#wall', '教育', 'الماء', 'river '.repeat(500)])('%j makes chances that sum to 1', (text) => {
  const { ranking } = openModel(trainModel(rows, options)).classify(text)
  expect(ranking.reduce((so, { confidence }) => so + confidence, 0)).toBeCloseTo(1, 6)
})

test('sentence vectors join in when most rows have one, and a vector of another length says nothing', () => {
  const withVectors = rows.map((one) => {
    return { ...one, vector: Float32Array.from([one.takeaway === 1 ? 1 : -1, one.takeaway === 2 ? 1 : -1]) }
  })
  const { classify } = openModel(trainModel(withVectors, options))
  const sureOf2 = (vector?: Float32Array) =>
    classify('forest river', vector).ranking.find(({ takeaway }) => takeaway === 2)?.confidence ?? 0
  expect(sureOf2(Float32Array.from([-1, 1]))).toBeGreaterThan(sureOf2())
  expect(sureOf2(new Float32Array(3))).toBeCloseTo(sureOf2(), 12)
})

test('a text that is posted again and again counts once, an author as four posts', () => {
  expect(
    weigh(Array.from({ length: 50 }, (_, n) => decide({ text: `Buy now! ${n}`, authorId: n }))),
  ).toBeCloseTo(1)
  const words = Array.from({ length: 20 }, (_, n) => String.fromCharCode(97 + n).repeat(5))
  expect(weigh(words.map((text) => decide({ text, authorId: 'one' })))).toBeCloseTo(4)
})

test('a moderator who files everything under one takeaway counts for forty posts there', () => {
  const text = (n: number) =>
    `${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26))}`
  expect(weigh(Array.from({ length: 500 }, (_, n) => decide({ text: text(n), authorId: n })))).toBeCloseTo(40)
})
