import type { SeedsView } from '@wall/api/wire/filing'
import { guessLanguage } from './guess-language.ts'

/** From here on more of them help little; measured in docs/filing.md. */
export const enoughExamples = 10
export const enoughKeywords = 10
const enoughSpanish = 2

export interface Counsel {
  /** Null is what speaks to none. */
  takeaway: number | null
  examples: number
  keywords: number
  hasFewExamples: boolean
  hasFewKeywords: boolean
  /** Answers in Spanish are only found by words in Spanish. */
  hasLittleSpanish: boolean
}

/** Where a team's next ten minutes are best spent; only places that lack something. */
export function listCounsel(seeds: SeedsView): Counsel[] {
  const places = [
    ...seeds.takeaways.map(({ id, examples, keywords }) => ({ takeaway: id, examples, keywords })),
    { takeaway: null, examples: seeds.none, keywords: undefined },
  ]
  return places
    .map(({ takeaway, examples, keywords }) => {
      const spanish = [...examples, ...(keywords ?? [])].filter((line) => guessLanguage(line) === 'es').length
      return {
        takeaway,
        examples: examples.length,
        keywords: keywords?.length ?? 0,
        hasFewExamples: examples.length < enoughExamples,
        hasFewKeywords: keywords !== undefined && keywords.length < enoughKeywords,
        hasLittleSpanish: spanish < enoughSpanish,
      }
    })
    .filter((one) => one.hasFewExamples || one.hasFewKeywords || one.hasLittleSpanish)
}
