import type { Place, Standing } from '../queue/queue-model.ts'
import type { ModerateTranslate } from '../translate.ts'

const titles = {
  pending: 'emptyPendingTitle',
  approved: 'emptyApproved',
  rejected: 'emptyRejected',
  stashed: 'emptyStashed',
} as const

/** That a list holds nothing, in a few words. */
export function titleEmpty(t: ModerateTranslate, standing: Standing, place: Place): string {
  return t(place === 'all' ? titles[standing] : 'emptyPlace')
}
