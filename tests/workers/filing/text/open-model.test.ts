import { openModel } from '@wall/workers/filing/text/open-model'
import { trainModel } from '@wall/workers/filing/text/train-model'
import { expect, test } from 'vitest'

const examples: [number, string][] = [
  [1, "There's a friend for you, so there's hope"],
  [1, 'Greet them all by name'],
  [
    2,
    'We asked the families and wrote down what they said about the plan, the homework, the bus and the price of lunch',
  ],
]
const rows = examples.map(([takeaway, text]) => ({ kind: 'example' as const, text, takeaway, weight: 1 }))
const model = openModel(trainModel(rows, { takeaways: [1, 2], hashtags: [] }))

test('words that tell a reader nothing are no reason', () => {
  const { ranking } = model.classify("there's a name")
  const words = ranking.flatMap((one) => one.words ?? [])
  expect(words).toContain('name')
  expect(words).not.toContain("there's")
})

test('known posts that share little but filler are not called alike', () => {
  const near = (text: string) => model.classify(text).near.map((one) => one.text)
  expect(near('Greet them by name, everybody')).toEqual(['Greet them all by name'])
  // It has "name" in common with the second, too.
  expect(near('The name of the bus')).toEqual([examples[2]?.[1]])
})
