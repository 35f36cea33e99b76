// How sure a guess is, told as far as it is known: in words while few decisions stand behind it, in figures
// after.
import { bandOf } from '@wall/api/wire/filing-limits'
import type { FilingView } from '@wall/api/wire/queue'
import type { Language } from '../../lib/i18n/language.ts'
import type { ModerateTranslate } from '../translate.ts'

const keys = { likely: 'bandLikely', maybe: 'bandMaybe', guess: 'bandGuess' } as const

/** "likely", or "64 %" once decisions enough stand behind it. */
export function tellConfidence(
  t: ModerateTranslate,
  language: Language,
  confidence: number,
  toldIn: FilingView['toldIn'],
): string {
  if (toldIn !== 'figures') return t(keys[bandOf(confidence)])
  return new Intl.NumberFormat(language, { style: 'percent' }).format(confidence)
}
