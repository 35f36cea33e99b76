import type { TakeawayView } from '@wall/api/wire/campaign'
import type { ModerateTranslate } from './translate.ts'

/** See `Services`. */
export type NumberOf = (takeaway: number) => number | '–'

/** A place in short: "3" or "Unfiled". */
export function namePlace(t: ModerateTranslate, numberOf: NumberOf, takeaway: number | null): string {
  return takeaway === null ? t('unfiled') : String(numberOf(takeaway))
}

/** A place in full, as its title. */
export function titlePlace(
  t: ModerateTranslate,
  takeaways: readonly TakeawayView[],
  takeaway: number | null,
): string {
  if (takeaway === null) return t('unfiled')
  return takeaways.find(({ id }) => id === takeaway)?.title ?? '–'
}

/** The same as a guess: nowhere is "none of them", which is more than "not filed yet". */
export function titleGuess(
  t: ModerateTranslate,
  takeaways: readonly TakeawayView[],
  takeaway: number | null,
): string {
  return takeaway === null ? t('noneOfThem') : titlePlace(t, takeaways, takeaway)
}
