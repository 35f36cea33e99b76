import type { Accessor } from 'solid-js'
import { formatDateTime } from '../lib/i18n/dates.ts'
import type { Language } from '../lib/i18n/language.ts'
import { tellDecision } from './decision-words.ts'
import { type NumberOf, namePlace } from './place-words.ts'
import type { Guard } from './queue/queue-model.ts'
import type { ModerateTranslate } from './translate.ts'

const decided = {
  approved: 'guardDecidedApproved',
  rejected: 'guardDecidedRejected',
  stashed: 'guardDecidedStashed',
  pending: 'guardDecidedPending',
} as const

interface Told {
  language: Accessor<Language>
  numberOf: NumberOf
}

/** What happened to the post in front, in a sentence. */
export function tellGuard(
  t: ModerateTranslate,
  { language, numberOf, guard }: { language: Accessor<Language>; numberOf: NumberOf; guard: Guard },
): string {
  switch (guard.kind) {
    case 'decided':
      return t(decided[guard.standing])
    case 'refiled':
      return t(guard.by === 'moderator' ? 'guardRefiled' : 'guardFiledItself', {
        place: namePlace(t, numberOf, guard.takeaway),
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
      return [
        t(guard.isUndo ? 'undoNotTaken' : 'decisionNotTaken'),
        tellConflict(t, { language, numberOf, guard }),
      ].join(' ')
  }
}

function tellConflict(
  t: ModerateTranslate,
  { language, numberOf, guard }: Told & { guard: Extract<Guard, { kind: 'conflict' }> },
): string {
  const { message, last, proposed } = guard
  if (message) return message
  if (proposed === null) return t('proposalGone')
  if (proposed !== undefined) return t('proposalOther', { number: numberOf(proposed) })
  if (!last) return t('changedFirst')
  return t('decidedFirst', { what: tellDecision(t, last), at: formatDateTime(language(), last.at) })
}
