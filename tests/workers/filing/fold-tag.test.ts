import { foldTag, foldText } from '@wall/filing/signals/fold-tag'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test.each([
  ['#RethinkingIntervention', 'rethinkingintervention'],
  ['＃ＲｅｔｈｉｎｋｉｎｇＩｎｔｅｒｖｅｎｔｉｏｎ', 'rethinkingintervention'],
  ['##a', 'a'],
  ['﹟a', 'a'],
  ['#a\uFE0Fb\u200Bc\u200Cd\u200De\u2060f\uFEFFg\u00ADh', 'abcdefgh'],
  ['ﬁne', 'fine'],
  ['ΣΑΣ', 'σασ'],
  ['σας', 'σασ'],
  ['e\u0301', 'é'],
  ['n\u0336', 'n\u0336'],
  ['Ⅲ', 'iii'],
  ['', ''],
  ['#', ''],
])('%s folds to %s', (tag, folded) => {
  expect(foldTag(tag)).toBe(folded)
})

test('folding twice is the same as once, and case does not matter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (tag) => {
      expect(foldTag(foldTag(tag))).toBe(foldTag(tag))
      expect(foldText(foldText(tag))).toBe(foldText(tag))
    }),
    { numRuns: 2000 },
  )
})

test('composed and decomposed spellings fold alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (tag) => {
      expect(foldTag(tag.normalize('NFD'))).toBe(foldTag(tag.normalize('NFC')))
    }),
  )
})
