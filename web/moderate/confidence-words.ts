// How sure a guess is, told as far as it is known: in words while few decisions stand behind it, in figures after.
import type { FilingView } from '@wall/api/wire/queue'
import type { Language } from '../lib/i18n/language.ts'
import type { ModerateTranslate } from './translate.ts'

/** From here on a guess is right more often than not by a good margin. */
export const likelyFrom = 0.6
/** From here on it is well above chance among a handful of takeaways; below it is a guess. */
export const maybeFrom = 0.3

export type Band = 'likely' | 'maybe' | 'guess'

const keys = { likely: 'bandLikely', maybe: 'bandMaybe', guess: 'bandGuess' } as const

export function chooseBand(confidence: number): Band {
  if (confidence >= likelyFrom) return 'likely'
  return confidence >= maybeFrom ? 'maybe' : 'guess'
}

/** "likely", or "64 %" once decisions enough stand behind it. */
export function tellConfidence(
  t: ModerateTranslate,
  language: Language,
  confidence: number,
  toldIn: FilingView['toldIn'],
): string {
  if (toldIn !== 'figures') return t(keys[chooseBand(confidence)])
  return new Intl.NumberFormat(language, { style: 'percent' }).format(confidence)
}
