import {
  compareSeeds,
  completeSeeds,
  isSameSeeds,
  isSeeds,
  mergeSeeds,
  readList,
  splitLines,
  tidySeeds,
  withAdded,
  withList,
} from '@wall/web/filing/seeds/seeds-draft'
import { expect, test } from 'vitest'
import { makeSeeds } from './make-seeds.ts'

const first = { takeaway: 1, kind: 'examples' } as const
const none = { takeaway: null, kind: 'examples' } as const

test('pasted lines come without bullets, numbers in front and empty lines, but keep their own numbers', () => {
  expect(splitLines('- one\r\n\n  * two \n3. three\n4) four\n50 books a year\n1:1 time')).toEqual([
    'one',
    'two',
    'three',
    'four',
    '50 books a year',
    '1:1 time',
  ])
  expect(splitLines('x'.repeat(4000))[0]).toHaveLength(3000)
})

test('what is there already is not added twice, whatever its case and spaces', () => {
  const { seeds, added } = withAdded(makeSeeds(), first, ['One  A', 'one c', 'one c'])
  expect(added).toEqual(['one c'])
  expect(readList(seeds, first)).toEqual(['one c', 'one a', 'one b'])
})

test('a change is told by what came and what went, and going back is no change', () => {
  const changed = withList(withList(makeSeeds(), first, ['one b', 'new']), none, [])
  expect(compareSeeds(makeSeeds(), changed)).toEqual([
    { key: first, added: ['new'], removed: ['one a'] },
    { key: none, added: [], removed: ['thanks'] },
  ])
  expect(isSameSeeds(makeSeeds(), withList(changed, first, ['one b', 'one a']))).toBe(false)
  expect(isSameSeeds(makeSeeds(), makeSeeds())).toBe(true)
})

test('two people’s changes go together: nothing either wrote is lost, nothing either took out comes back', () => {
  const base = makeSeeds({ 1: ['kept', 'mine to remove', 'theirs to remove', 'both rewrite'] })
  const mine = makeSeeds({ 1: ['kept', 'theirs to remove', 'rewritten by me', 'mine'] })
  const theirs = makeSeeds({ 1: ['kept', 'mine to remove', 'rewritten by them', 'theirs'] }, [
    'thanks',
    'bye',
  ])
  const merged = mergeSeeds(base, mine, theirs)
  expect(readList(merged, first)).toEqual(['rewritten by me', 'mine', 'kept', 'rewritten by them', 'theirs'])
  expect(readList(merged, none)).toEqual(['thanks', 'bye'])
})

test('the same line added by both is there once', () => {
  const more = makeSeeds({ 1: ['one a', 'one b', 'same'], 2: ['two a'] })
  expect(readList(mergeSeeds(makeSeeds(), more, more), first)).toEqual(['one a', 'one b', 'same'])
})

test('every takeaway of the campaign has its lists, and no other one', () => {
  expect(completeSeeds(makeSeeds({ 2: ['two a'], 9: ['gone'] }), [1, 2]).takeaways).toEqual([
    { id: 1, examples: [], keywords: [] },
    { id: 2, examples: ['two a'], keywords: [] },
  ])
})

test('what is sent has no empty lines and no repeats', () => {
  const tidy = tidySeeds(makeSeeds({ 1: [' one ', '', 'ONE', 'two'] }))
  expect(readList(tidy, first)).toEqual(['one', 'two'])
})

test('a kept draft of another kind is no draft', () => {
  expect(isSeeds(makeSeeds())).toBe(true)
  for (const value of [null, {}, { takeaways: [{ id: 1 }], none: [] }, { takeaways: [], none: [1] }])
    expect(isSeeds(value)).toBe(false)
})
