// Which key means what in the moderators' room. The key is printed on each button from the same table.

import type { TakeawayView } from '@wall/api/wire/campaign'
import type { Standing } from './queue/queue-model.ts'

export type Command =
  | { kind: 'approve' }
  | { kind: 'reject' }
  | { kind: 'stash' }
  | { kind: 'requeue' }
  | { kind: 'undo' }
  | { kind: 'next' }
  | { kind: 'previous' }
  | { kind: 'help' }
  | { kind: 'file'; takeaway: number | null }
  /** Takes one of the places on offer, by its place among them, from 0. */
  | { kind: 'suggest'; at: number }
  | { kind: 'why' }
  /** A decision that the card tells of; `standing` is what the post goes back to. */
  | { kind: 'take_back'; decisionId: number; standing: Standing }

export type CommandKind = Command['kind']

/** The parts of a KeyboardEvent that matter here. */
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  repeat: boolean
  isComposing: boolean
  defaultPrevented: boolean
}

const letters: Record<string, Command> = {
  a: { kind: 'approve' },
  r: { kind: 'reject' },
  s: { kind: 'stash' },
  q: { kind: 'requeue' },
  u: { kind: 'undo' },
  j: { kind: 'next' },
  k: { kind: 'previous' },
  '?': { kind: 'help' },
  // Side by side under one hand on every common keyboard; the place counts, so they work for forty takeaways,
  // too.
  f: { kind: 'suggest', at: 0 },
  g: { kind: 'suggest', at: 1 },
  h: { kind: 'suggest', at: 2 },
  w: { kind: 'why' },
}

const arrows: Record<string, Command> = { ArrowRight: { kind: 'next' }, ArrowLeft: { kind: 'previous' } }

export type PrintedKind = Exclude<CommandKind, 'file' | 'suggest' | 'take_back'>

/** What to print on the button. */
export const printedKeys: Record<PrintedKind, string> = {
  approve: 'A',
  reject: 'R',
  stash: 'S',
  requeue: 'Q',
  undo: 'U',
  next: 'J',
  previous: 'K',
  help: '?',
  why: 'W',
}
/** On the places on offer, best first. */
export const suggestKeys = ['F', 'G', 'H'] as const

/**
 * The command of a key press, if it is one. Keys held down repeat only moves, never decisions. With single
 * keys off (WCAG 2.1.4) letters, digits and signs mean nothing; arrows and Ctrl+Z stay.
 */
export function findCommand(
  press: KeyPress,
  options: { isSingleKeysOn: boolean; takeaways: readonly KeyedTakeaway[] },
): Command | undefined {
  if (press.defaultPrevented || press.isComposing || press.altKey) return undefined
  if (press.ctrlKey || press.metaKey)
    return press.key.toLowerCase() === 'z' && !press.repeat ? { kind: 'undo' } : undefined
  const arrow = arrows[press.key]
  if (arrow) return arrow
  if (!options.isSingleKeysOn) return undefined
  const command = letters[press.key.toLowerCase()] ?? findFiling(press.key, options.takeaways)
  return command && press.repeat && command.kind !== 'next' && command.kind !== 'previous'
    ? undefined
    : command
}

/**
 * Typing, choosing and dialogs keep their keys to themselves; of a list of takeaways that is all but letters.
 */
export function isForTyping(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (target instanceof HTMLSelectElement && /^\p{L}$/u.test(key)) return false
  return (
    target.closest(
      'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="dialog"], [role="menu"]',
    ) !== null
  )
}

type KeyedTakeaway = Pick<TakeawayView, 'id' | 'number'>

/** The key that files under a takeaway: its number if it has one digit. */
export function fileKey(takeaway: KeyedTakeaway | null): string | undefined {
  if (takeaway === null) return '0'
  return takeaway.number <= 9 ? String(takeaway.number) : undefined
}

function findFiling(key: string, takeaways: readonly KeyedTakeaway[]): Command | undefined {
  if (key === '0') return { kind: 'file', takeaway: null }
  const takeaway = takeaways.find((one) => fileKey(one) === key)
  return takeaway && { kind: 'file', takeaway: takeaway.id }
}
