import type { FilingView } from '@wall/api/wire/queue'
import {
  findMarks,
  findOutcome,
  findPictureReading,
  findReason,
  isOffered,
  listChips,
  listNear,
  listWordsAgainst,
} from '@wall/web/moderate/reason/filing-outcome'
import { expect, test } from 'vitest'

function makeFiling(changes: Partial<FilingView> = {}): FilingView {
  return {
    takeaway: null,
    by: null,
    confidence: 0.5,
    reason: 'no takeaway is named',
    suggestions: [
      { takeaway: 2, confidence: 0.5, words: ['coach', 'plan'] },
      { takeaway: null, confidence: 0.3, words: ['thanks'] },
      { takeaway: 5, confidence: 0.1, words: ['plan', 'data'] },
      { takeaway: 1, confidence: 0.1 },
    ],
    ...changes,
  }
}

test('three places are on offer, "none" among them, and they stay when one is taken', () => {
  expect(listChips(makeFiling()).map((one) => one.takeaway)).toEqual([2, null, 5])
  const taken = makeFiling({ by: 'moderator', takeaway: 2, confidence: 1 })
  expect(listChips(taken).map((one) => one.takeaway)).toEqual([2, null, 5])
  expect(listChips(makeFiling({ suggestions: [] }))).toEqual([])
  expect([2, null, 5, 1].map((takeaway) => isOffered(makeFiling(), takeaway))).toEqual([
    true,
    true,
    true,
    false,
  ])
})

test('a post is filed, suggested, or honestly none', () => {
  expect(findOutcome(makeFiling())).toBe('suggested')
  expect(findOutcome(makeFiling({ by: 'model', takeaway: 2 }))).toBe('filed')
  expect(findOutcome(makeFiling({ by: 'moderator' }))).toBe('filed')
  expect(findOutcome(makeFiling({ suggestions: [{ takeaway: null, confidence: 0.9 }] }))).toBe('none')
  expect(findOutcome(makeFiling({ suggestions: [] }))).toBe('unread')
})

test('the reason is told from what is known, and the English sentence is the last resort', () => {
  const three = {
    takeaway: 3,
    kind: 'marker',
    written: 'Takeaway 3',
    seen: 'says',
    confidence: 0.97,
  } as const
  const five = { ...three, takeaway: 5 }
  expect(findReason(makeFiling())).toMatchObject({ kind: 'words', takeaway: 2, words: ['coach', 'plan'] })
  expect(findReason(makeFiling({ by: 'rule', takeaway: 3, signals: [three] }))).toMatchObject({
    kind: 'rule',
  })
  expect(findReason(makeFiling({ signals: [three, five] }))).toMatchObject({ kind: 'several' })
  expect(findReason(makeFiling({ by: 'moderator', byName: 'Ana' }))).toEqual({ kind: 'person', name: 'Ana' })
  expect(findReason(makeFiling({ by: 'model', takeaway: 5 }))).toMatchObject({ words: ['plan', 'data'] })
  const whole = [{ takeaway: 2, confidence: 0.5, words: [] }]
  expect(findReason(makeFiling({ suggestions: whole }))).toEqual({ kind: 'words', takeaway: 2, words: [] })
  // Held back although one takeaway is named: only the sentence knows why.
  expect(findReason(makeFiling({ signals: [three] })).kind).toBe('told')
  const fresh = makeFiling({
    suggestions: [],
    reason: 'no takeaway is named; its words are read in a moment',
  })
  expect(findReason(fresh)).toEqual({ kind: 'unread' })
  expect(findReason(makeFiling({ suggestions: [] }))).toEqual({
    kind: 'told',
    reason: 'no takeaway is named',
  })
  expect(findReason(makeFiling({ suggestions: [{ takeaway: 2, confidence: 0.5 }], reason: '' })).kind).toBe(
    'nothing',
  )
})

test('a language model’s word is the reason only where the answer says so', () => {
  const secondOpinion = { takeaway: 2, reason: 'It is about plans.' }
  const advised = makeFiling({ secondOpinion })
  expect(findReason(advised)).toEqual({ kind: 'advised', ...secondOpinion })
  expect(findMarks(advised, undefined)).toEqual({ words: [], takeaway: null })
  expect(findReason(makeFiling({ secondOpinion: null })).kind).toBe('words')
  expect(findReason(makeFiling({ by: 'moderator', secondOpinion })).kind).toBe('person')
})

test('words are pointed out for the place that is asked about, else for the reason', () => {
  expect(findMarks(makeFiling(), undefined)).toMatchObject({ takeaway: 2, words: ['coach', 'plan'] })
  expect(findMarks(makeFiling(), 5)).toEqual({ takeaway: 5, words: ['plan', 'data'] })
  expect(findMarks(makeFiling(), 4)).toEqual({ takeaway: 4, words: [] })
})

test('against a place speak the words held against it, else those that draw the post elsewhere', () => {
  expect(listWordsAgainst(makeFiling(), 5)).toEqual({ words: ['coach'], drawnTo: 2 })
  const told = makeFiling({ suggestions: [{ takeaway: 5, confidence: 0.1, against: ['family'] }] })
  expect(listWordsAgainst(told, 5)).toEqual({ words: ['family'], drawnTo: undefined })
  expect(listWordsAgainst(makeFiling({ suggestions: [] }), 5)).toEqual({ words: [], drawnTo: undefined })
})

test('of what is like it erased posts are left out, and three are enough', () => {
  const near = [null, 'a', 'b', 'c', 'd'].map((text, at) => ({ takeaway: at % 2, postId: at, text }))
  expect(listNear(makeFiling({ near })).map((one) => one.text)).toEqual(['a', 'b', 'c'])
  expect(listNear(makeFiling({ near }), 0).map((one) => one.text)).toEqual(['b', 'd'])
  expect(listNear(makeFiling())).toEqual([])
  const far = makeFiling({ near: [{ takeaway: 5, postId: 9, text: 'far', isFar: true }] })
  expect(listNear(far)).toEqual([])
  expect(listNear(far, 5)).toHaveLength(1)
})

test('a post of pictures alone was read by their alt text, or there was nothing to read', () => {
  const media = (alt: string) => [
    { id: 1, kind: 'image' as const, src: '/media/1', alt, width: null, height: null },
  ]
  const tag = { kind: 'tag' as const, text: '#wall', tag: 'wall' }
  const text = { kind: 'text' as const, text: 'Names first ' }
  expect(findPictureReading({ body: [tag], media: media('A shelf') })).toBe('alt')
  expect(findPictureReading({ body: [tag], media: media(' ') })).toBe('nothing')
  expect(findPictureReading({ body: [text, tag], media: media('') })).toBeNull()
  expect(findPictureReading({ body: [tag], media: [] })).toBeNull()
})
