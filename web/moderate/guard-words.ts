import { formatDateTime } from '../lib/i18n/dates.ts'
import type { Language } from '../lib/i18n/language.ts'
import { tellDecision } from './decision-words.ts'
import { namePlace } from './place-words.ts'
import type { Guard } from './queue/queue-model.ts'
import type { ModerateTranslate } from './translate.ts'

const decided = {
  approved: 'guardDecidedApproved',
  rejected: 'guardDecidedRejected',
  stashed: 'guardDecidedStashed',
  pending: 'guardDecidedPending',
} as const

/** What happened to the post in front, in a sentence. */
export function tellGuard(t: ModerateTranslate, language: Language, guard: Guard): string {
  switch (guard.kind) {
    case 'decided':
      return t(decided[guard.standing])
    case 'refiled':
      return t(guard.by === 'moderator' ? 'guardRefiled' : 'guardFiledItself', {
        place: namePlace(t, guard.takeaway),
      })
    case 'edited':
      return t('guardEdited')
    case 'hidden':
      return t('guardHidden')
    case 'erased':
      return t('guardErased')
    case 'left':
      return t('guardLeft')
    case 'conflict':
      return [t(guard.isUndo ? 'undoNotTaken' : 'decisionNotTaken'), tellConflict(t, language, guard)].join(
        ' ',
      )
  }
}

function tellConflict(
  t: ModerateTranslate,
  language: Language,
  { message, last, proposed }: Extract<Guard, { kind: 'conflict' }>,
): string {
  if (message) return message
  if (proposed === null) return t('proposalGone')
  if (proposed !== undefined) return t('proposalOther', { number: proposed })
  if (!last) return t('changedFirst')
  return t('decidedFirst', { what: tellDecision(t, last), at: formatDateTime(language, last.at) })
}
