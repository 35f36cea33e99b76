import type { TakeawayView } from '@wall/api/wire/campaign'
import type { ModerateTranslate } from './translate.ts'

/** A place in short: "3" or "Unfiled". */
export function namePlace(t: ModerateTranslate, takeaway: number | null): string {
  return takeaway === null ? t('unfiled') : String(takeaway)
}

/** A place in full, as its title. */
export function titlePlace(
  t: ModerateTranslate,
  takeaways: readonly TakeawayView[],
  takeaway: number | null,
): string {
  if (takeaway === null) return t('unfiled')
  return takeaways.find((known) => known.number === takeaway)?.title ?? String(takeaway)
}

/** The same as a guess: nowhere is "none of them", which is more than "not filed yet". */
export function titleGuess(
  t: ModerateTranslate,
  takeaways: readonly TakeawayView[],
  takeaway: number | null,
): string {
  return takeaway === null ? t('noneOfThem') : titlePlace(t, takeaways, takeaway)
}
