// What a command does. Keys, buttons and toasts all speak through `obey`.
import type { Accessor } from 'solid-js'
import type { Language } from '../lib/i18n/language.ts'
import type { createAnnouncement } from './create-announcement.ts'
import { tellGuard } from './guard-words.ts'
import type { Command } from './key-map.ts'
import { type NumberOf, namePlace } from './place-words.ts'
import type { Queue } from './queue/create-queue.ts'
import { type Change, findProposal } from './queue/queue-model.ts'
import type { createSuggestions } from './reason/create-suggestions.ts'
import type { createWhy } from './reason/create-why.ts'
import type { ModerateTranslate } from './translate.ts'

const standingOf = { reject: 'rejected', stash: 'stashed', requeue: 'pending' } as const
const doneWords = {
  reject: 'doneRejected',
  stash: 'doneStashed',
  requeue: 'donePending',
} as const

/** What needs the server; all else works without it. */
type Changing = Exclude<Command, { kind: 'help' | 'next' | 'previous' | 'why' }>

export function createCommands(deps: {
  t: ModerateTranslate
  queue: Pick<Queue, 'model' | 'current' | 'isBlocked' | 'act' | 'undo' | 'takeBack' | 'step'>
  why: Pick<ReturnType<typeof createWhy>, 'isOpen' | 'setOpen'>
  suggestions: ReturnType<typeof createSuggestions>
  announcement: Pick<ReturnType<typeof createAnnouncement>, 'say'>
  /** When the press that leads to a command began, and whether what is in front had been seen by then. */
  pressedAt: () => number
  wasSeen: (pressedAt: number) => boolean
  /** The same for the post alone, whatever notice has come or gone over it. */
  wasPostSeen: (pressedAt: number) => boolean
  language: Accessor<Language>
  numberOf: NumberOf
  onHelp: () => void
}): { obey: (command: Command) => void } {
  const { t, queue, why, suggestions, announcement } = deps
  let undoneAt = 0
  return { obey }

  function obey(command: Command): void {
    if (command.kind === 'help') deps.onHelp()
    else if (command.kind === 'next') queue.step(1)
    else if (command.kind === 'previous') queue.step(-1)
    else if (command.kind === 'why') why.setOpen(!why.isOpen())
    else if (!queue.isBlocked()) change(command)
  }

  function change(command: Changing): void {
    if (command.kind === 'undo') undo()
    else if (command.kind === 'take_back') takeBack(command)
    else if (!deps.wasSeen(deps.pressedAt())) announcement.say(t('notSeen'))
    else if (command.kind === 'suggest') take(command.at)
    else if (command.kind === 'file') file(command.takeaway)
    else if (command.kind === 'approve') approve()
    else decide({ standing: standingOf[command.kind] }, t(doneWords[command.kind]))
  }

  /** Under what the button says: a proposal that is shown is taken with it. */
  function approve(): void {
    const post = queue.current()
    const proposed = post ? findProposal(post) : null
    if (proposed === null) decide({ standing: 'approved' }, t('doneApproved'))
    else
      decide({ standing: 'approved', proposed }, t('doneApprovedUnder', { number: deps.numberOf(proposed) }))
  }

  /**
   * Also of a post that has only just gone; but the second click of two was not meant for the decision
   * before.
   */
  function undo(): void {
    if (deps.pressedAt() < undoneAt) return
    undoneAt = performance.now()
    announcement.say(queue.undo() === 'done' ? t('doneUndone') : t('nothingToUndo'))
  }

  /**
   * It names its decision, so that a notice is nothing more to read; but the second click of two meant the
   * decision before.
   */
  function takeBack({ decisionId, standing }: Extract<Command, { kind: 'take_back' }>): void {
    if (deps.pressedAt() < undoneAt) return
    undoneAt = performance.now()
    if (!deps.wasPostSeen(deps.pressedAt())) announcement.say(t('notSeen'))
    else if (queue.takeBack(decisionId, standing) === 'done') announcement.say(t('doneUndone'))
  }

  function take(at: number): void {
    const picked = suggestions.pick(at)
    if (picked === 'changed') announcement.say(t('suggestionsChanged'))
    else if (picked) file(picked.takeaway)
  }

  function file(takeaway: number | null): void {
    decide({ takeaway }, t('doneFiled', { place: namePlace(t, deps.numberOf, takeaway) }))
  }

  function decide(change: Change, done: string): void {
    // The try takes it down.
    const { guard } = queue.model()
    const outcome = queue.act(change)
    if (outcome === 'blocked' && guard)
      announcement.say(t('notTaken', { why: tellGuard(t, { ...deps, guard }) }))
    if (outcome === 'done') announcement.say(done, { canUndo: true })
  }
}
