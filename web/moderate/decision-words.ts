import type { DecisionView } from '@wall/api/wire/queue'
import type { ModerateTranslate } from './translate.ts'

const keys = {
  approve: 'didApprove',
  reject: 'didReject',
  stash: 'didStash',
  requeue: 'didRequeue',
  refile: 'didRefile',
  undo: 'didUndo',
} as const

/** "Ben approved it". */
export function tellDecision(t: ModerateTranslate, { kind, by }: DecisionView): string {
  if (kind === 'return') return t('didReturn')
  return t(keys[kind], { name: by ?? t('somebody') })
}
