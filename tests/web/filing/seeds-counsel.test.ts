import { guessLanguage } from '@wall/web/filing/seeds/guess-language'
import { enoughExamples, enoughKeywords, listCounsel } from '@wall/web/filing/seeds/seeds-counsel'
import { expect, test } from 'vitest'
import { listShippedSeeds } from '../../support/browser/filing-answers.ts'

const many = (count: number, word: string) => Array.from({ length: count }, (_, at) => `${word} ${at}`)
const spanish = ['La confianza se gana con las familias.', 'Más tiempo para la relación']

test('a place with too little is named with what it lacks; one with enough is not', () => {
  const seeds = {
    takeaways: [
      {
        id: 1,
        examples: [...many(enoughExamples, 'post'), ...spanish],
        keywords: many(enoughKeywords, 'word'),
      },
      {
        id: 2,
        examples: many(enoughExamples - 1, 'post'),
        keywords: [...many(enoughKeywords, 'w'), ...spanish],
      },
      { id: 3, examples: many(enoughExamples, 'post'), keywords: [] },
    ],
    none: [...many(enoughExamples, 'thanks'), ...spanish],
  }
  expect(listCounsel(seeds)).toMatchObject([
    { takeaway: 2, hasFewExamples: true, hasFewKeywords: false, hasLittleSpanish: false },
    { takeaway: 3, hasFewExamples: false, hasFewKeywords: true, hasLittleSpanish: true },
  ])
  expect(listCounsel({ takeaways: [], none: [] })).toMatchObject([
    { takeaway: null, hasFewExamples: true, hasFewKeywords: false },
  ])
})

test('the shipped seeds need no counsel', () => {
  expect(listCounsel(listShippedSeeds())).toEqual([])
})

test.each([
  ['Que las familias entren en la escuela', 'es'],
  ['¿Dónde está la grabación?', 'es'],
  ['confianza mutua y tiempo', undefined],
  ['evaluación formativa', 'es'],
  ['Names before fractions, every single day', undefined],
  ['I love the café near school', undefined],
  ['La Quinta Elementary does home visits', undefined],
])('%s is marked %s', (line, language) => {
  expect(guessLanguage(line)).toBe(language)
})
