import { expect, test } from 'vitest'
import { makeFolds } from './make-folds.ts'

const none = { group: null }
const posts = [
  { text: 'We walked along the river to the mill', ...none },
  { text: 'Porches in August', group: 'visits' },
  { text: 'A bus for the late club', ...none },
  { text: 'Knock on every door before school begins', group: 'visits' },
  { text: 'We walked along the river to the old mill!', ...none },
  { text: 'Seven kinds of apples', ...none },
]

test('posts of one group and posts with nearly the same words are in one fold', () => {
  const folds = makeFolds(posts, 3, [])
  expect(folds[1]).toBe(folds[3])
  expect(folds[0]).toBe(folds[4])
  expect(new Set(folds)).toEqual(new Set([0, 1, 2]))
  expect(makeFolds(posts, 3, [])).toEqual(folds)
})

test('what hangs together by a third one stays together', () => {
  const chain = [
    { text: 'one two three four', group: 'a' },
    { text: 'one two three five', group: 'b' },
    { text: 'quite another thing', group: 'b' },
    { text: 'and something else', ...none },
  ]
  const folds = makeFolds(chain, 2, [])
  expect(new Set(folds.slice(0, 3)).size).toBe(1)
  expect(folds[3]).not.toBe(folds[0])
})
