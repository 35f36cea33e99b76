import { openModel } from '@wall/filing/text/open-model'
import { trainModel } from '@wall/filing/text/train-model'
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
  const near = (text: string) =>
    model
      .classify(text)
      .near.filter((one) => !one.isFar)
      .map((one) => one.text)
  expect(near('Greet them by name, everybody')).toEqual(['Greet them all by name'])
  // It has "name" in common with the second, too.
  expect(near('The name of the bus')).toEqual([examples[2]?.[1]])
})

test('against a place speak words that say less for it than for the mean, and more for the best one', () => {
  const { ranking } = model.classify('greet the families about the plan, friend by friend')
  const [first, second] = ranking
  expect(first).toMatchObject({ takeaway: 2 })
  const find = (takeaway: number | null) => ranking.find((one) => one.takeaway === takeaway)
  expect(find(1)?.against).toEqual(expect.arrayContaining(['families', 'plan']))
  expect(find(1)?.against).not.toContain('greet')
  for (const { words = [], against = [] } of ranking) {
    expect(against.length).toBeLessThanOrEqual(3)
    expect(against.filter((word) => words.includes(word))).toEqual([])
  }
  expect(second).toBeDefined()
})

test('where nothing is alike the nearest one of a place is told as what it is', () => {
  const { near } = model.classify('The name of the bus')
  expect(near).toEqual([
    { takeaway: 2, postId: null, text: examples[2]?.[1] },
    { takeaway: 1, postId: null, text: 'Greet them all by name', isFar: true },
  ])
})

test('of each place three known posts are told at most, likest first', () => {
  const many = [1, 2].flatMap((takeaway) =>
    [1, 2, 3, 4].map((n) => {
      const text = `rivers and lakes ${'here and there '.repeat(n)}${takeaway}`
      return { kind: 'example' as const, text, takeaway, weight: 1 }
    }),
  )
  const { near } = openModel(trainModel(many, { takeaways: [1, 2], hashtags: [] })).classify(
    'rivers and lakes',
  )
  expect(near.map((one) => one.takeaway).sort()).toEqual([1, 1, 1, 2, 2, 2])
})

test('of forty places those that stay with a post know what speaks against them, none among them', () => {
  const forty = Array.from({ length: 40 }, (_, at) => ({
    ...{ kind: 'example' as const, weight: 1, takeaway: at + 1 },
    text: `${String.fromCharCode(97 + (at % 26)).repeat(4)}${at < 26 ? 'ing' : 'ish'} by the river`,
  }))
  const none = { kind: 'example' as const, weight: 1, takeaway: null, text: 'thanks for the link' }
  const takeaways = forty.map(({ takeaway }) => takeaway)
  const { ranking } = openModel(trainModel([...forty, none], { takeaways, hashtags: [] })).classify(
    'aaaaing bbbbing',
  )
  expect(ranking).toHaveLength(41)
  const told = ranking.flatMap(({ takeaway, against }, at) => (against ? [{ takeaway, at }] : []))
  expect(told.filter(({ at }) => at < 10)).toHaveLength(10)
  expect(told.some(({ takeaway }) => takeaway === null)).toBe(true)
  expect(told.length).toBeLessThanOrEqual(11)
})

test('a word of a thousand letters is no reason: reasons stay with every post', () => {
  const long = 'x'.repeat(1000)
  const rows = [
    { kind: 'example' as const, text: `${long} river`, takeaway: 1, weight: 1 },
    { kind: 'example' as const, text: 'forest', takeaway: 2, weight: 1 },
  ]
  const { ranking } = openModel(trainModel(rows, { takeaways: [1, 2], hashtags: [] })).classify(
    `${long} river`,
  )
  expect(ranking.flatMap(({ words = [], against = [] }) => [...words, ...against])).not.toContain(long)
  expect(ranking[0]?.words).toContain('river')
})
