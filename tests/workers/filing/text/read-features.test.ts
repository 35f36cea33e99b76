import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createFeatureReader } from '@wall/filing/text/read-features'
import { createWordReader } from '@wall/filing/text/read-words'
import { learnVocabulary, openVocabulary } from '@wall/filing/text/vocabulary'
import { expect, test } from 'vitest'

const readWords = createWordReader(['rethinkingintervention'])

/** A made-up word of letters that no other post has. */
function makeLetters(post: number, length: number): string {
  let state = post + 1
  return Array.from({ length }, () => {
    state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647
    return String.fromCharCode(97 + (state % 26))
  }).join('')
}

test('a word of thousands of letters counts as several, apostrophes or not, and loses no letter', () => {
  const letters = makeLetters(1, 2_900)
  expect(readWords(letters).join('')).toBe(letters)
  for (const text of [letters, letters.replace(/.../g, "$&'")])
    expect(Math.max(...readWords(text).map((word) => word.length))).toBeLessThanOrEqual(243)
  expect(readWords("teachers' names don't wait")).toEqual(['teachers', 'names', "don't", 'wait'])
})

test('4,000 posts of one word of 2,900 letters each leave nothing behind in memory that counts', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heap = () => {
    collect()
    return process.memoryUsage().heapUsed / 1e6
  }
  const reader = createFeatureReader([])
  const vocabulary = openVocabulary(learnVocabulary([reader.read(readWords('names first'))]))
  const before = heap()
  for (let post = 0; post < 4_000; post += 1)
    vocabulary.toVector(reader.read(readWords(makeLetters(post, 2_900))))
  // The words of the last posts may be kept. Without a bound it was 330 MB.
  expect(heap() - before).toBeLessThan(80)
  expect(reader.readWord('names')).toHaveLength(1)
})
