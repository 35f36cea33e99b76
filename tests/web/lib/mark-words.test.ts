import { markWords } from '@wall/web/lib/mark-words'
import { expect, test } from 'vitest'

const marked = (text: string, words: string[]) =>
  markWords(text, words)
    .filter((piece) => piece.isMarked)
    .map((piece) => piece.text)

test('the pieces together are the text again, whatever is in it', () => {
  const text = 'Café “plan time” 👏🏽 — ﬁne, İstanbul, e\u0301cole\nplan'
  const pieces = markWords(text, ['plan time', 'cafe', 'ecole', 'istanbul', 'plan'])
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
})

test('words are found whatever their case and accents, phrases across punctuation and line breaks', () => {
  expect(marked('La EVALUACIÓN diaria', ['evaluacion'])).toEqual(['EVALUACIÓN'])
  expect(marked('We need planning\ntime, planning-time!', ['planning time'])).toEqual([
    'planning\ntime',
    'planning-time',
  ])
  expect(marked('Don’t stop', ["don't"])).toEqual(['Don’t'])
  expect(marked('now #takeaway3 is', ['#takeaway3'])).toEqual(['#takeaway3'])
})

test('a word inside of another one is left alone', () => {
  expect(marked('Explaining plans to planners: plan', ['plan'])).toEqual(['plan'])
})

test('what overlaps is marked once', () => {
  expect(marked('new teachers need time', ['new teachers', 'teachers need'])).toEqual(['new teachers need'])
})

test('signs of patterns and empty words do no harm', () => {
  expect(marked('a+b (c) [d] .*', ['.*', '(c', '', '   ', 'a+b'])).toEqual(['a+b', '(c'])
  expect(markWords('', ['x'])).toEqual([{ text: '', isMarked: false }])
})

test('signs in a word mean themselves', () => {
  expect(
    markWords('a take-away #3 (yes/no)', ['take-away #3', 'yes/no']).filter((one) => one.isMarked),
  ).toEqual([
    { text: 'take-away #3', isMarked: true },
    { text: 'yes/no', isMarked: true },
  ])
})
