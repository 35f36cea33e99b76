import { moderate as en } from '@wall/web/lib/i18n/en/moderate'
import { formatMessage } from '@wall/web/lib/i18n/messages'
import { createCommands } from '@wall/web/moderate/create-commands'
import type { Command } from '@wall/web/moderate/key-map'
import type { Outcome } from '@wall/web/moderate/queue/create-orders'
import { type Change, createQueueModel, type Guard } from '@wall/web/moderate/queue/queue-model'
import { expect, test } from 'vitest'
import { makeQueuePost } from './make-queue-post.ts'

type Picked = { takeaway: number | null } | 'changed' | undefined

/** Gives the command to a room that stands so; answers everything it led to. */
function obey(command: Command, room: Room = {}) {
  return enter(room)(command)
}

interface Room {
  isBlocked?: boolean
  guard?: Guard
  outcome?: Outcome
  picked?: Picked
  wasSeen?: boolean
  wasPostSeen?: boolean
  pressedAt?: number
  proposed?: number
}

/** Gives commands to one room, one after the other; each answers all that was said and done so far. */
function enter(room: Room) {
  const seen: (string | Change)[] = []
  const outcome = room.outcome ?? 'done'
  const { obey } = createCommands({
    t: (key, values) => formatMessage('en', en[key], values),
    queue: {
      model: () => ({ ...createQueueModel('pending'), guard: room.guard ?? null }),
      current: () => {
        const post = makeQueuePost(1)
        return { ...post, filing: { ...post.filing, proposed: room.proposed ?? null } }
      },
      isBlocked: () => room.isBlocked ?? false,
      act: (change) => {
        seen.push(change)
        return outcome
      },
      undo: () => outcome,
      takeBack: (decisionId, standing) => {
        seen.push(`take back ${decisionId} to ${standing}`)
        return outcome
      },
      step: (by) => void seen.push(`step ${by}`),
    },
    why: { isOpen: () => false, setOpen: (isOpen) => void seen.push(`why ${isOpen}`) },
    suggestions: { pick: () => room.picked },
    announcement: {
      say: (text, { canUndo } = { canUndo: false }) => void seen.push(text, `undo ${canUndo}`),
    },
    onHelp: () => void seen.push('help'),
    language: () => 'en',
    // Called otherwise than it is kept.
    numberOf: (takeaway) => takeaway + 10,
    pressedAt: () => room.pressedAt ?? performance.now(),
    wasSeen: () => room.wasSeen ?? true,
    wasPostSeen: () => room.wasPostSeen ?? room.wasSeen ?? true,
  })
  return (command: Command) => {
    obey(command)
    return seen
  }
}

test('a decision is taken and told, and can be undone', () => {
  expect(obey({ kind: 'approve' })).toEqual([{ standing: 'approved' }, 'Approved', 'undo true'])
  expect(obey({ kind: 'requeue' })[0]).toEqual({ standing: 'pending' })
  expect(obey({ kind: 'file', takeaway: null })).toEqual([
    { takeaway: null },
    'Filed under Unfiled',
    'undo true',
  ])
  expect(obey({ kind: 'undo' })).toEqual([en.doneUndone, 'undo false'])
  expect(obey({ kind: 'undo' }, { outcome: 'nothing' })).toEqual([en.nothingToUndo, 'undo false'])
})

test('an approval takes what is proposed with it, and says so', () => {
  expect(obey({ kind: 'approve' }, { proposed: 4 })).toEqual([
    { standing: 'approved', proposed: 4 },
    'Approved under 14',
    'undo true',
  ])
  expect(obey({ kind: 'approve' }, { proposed: 4, wasSeen: false })).toEqual([en.notSeen, 'undo false'])
  expect(obey({ kind: 'reject' }, { proposed: 4 })[0]).toEqual({ standing: 'rejected' })
})

test('what stood so already is not told as done', () => {
  expect(obey({ kind: 'approve' }, { outcome: 'same' })).toEqual([{ standing: 'approved' }])
})

test('a key that a notice stopped says the notice', () => {
  const room = { outcome: 'blocked', guard: { kind: 'edited' } } as const
  expect(obey({ kind: 'reject' }, room)).toEqual([
    { standing: 'rejected' },
    `That was not done. ${en.guardEdited} Look again, then decide.`,
    'undo false',
  ])
})

test('a suggestion is taken by its place, unless the places just changed', () => {
  const third = { kind: 'suggest', at: 2 } as const
  expect(obey(third, { picked: { takeaway: 5 } })[0]).toEqual({ takeaway: 5 })
  expect(obey(third, { picked: 'changed' })).toEqual([en.suggestionsChanged, 'undo false'])
  expect(obey(third)).toEqual([])
})

test('what has only just come in front is not decided, in any way, and that is said', () => {
  const kinds = ['approve', 'reject', 'stash', 'requeue'] as const
  const commands: Command[] = [
    ...kinds.map((kind) => ({ kind })),
    { kind: 'file', takeaway: 3 },
    { kind: 'file', takeaway: null },
    { kind: 'suggest', at: 0 },
    { kind: 'take_back', decisionId: 9, standing: 'pending' },
  ]
  for (const command of commands)
    expect(obey(command, { wasSeen: false, picked: { takeaway: 5 } })).toEqual([en.notSeen, 'undo false'])
  // What was just done can be taken back at once, and reading goes on.
  expect(obey({ kind: 'undo' }, { wasSeen: false })[0]).toBe(en.doneUndone)
  expect(obey({ kind: 'next' }, { wasSeen: false })).toEqual(['step 1'])
})

test('one decision after the other is taken back on a card, though a notice has only just gone; one press takes back one', () => {
  const takeBack = (decisionId: number) => ({ kind: 'take_back', decisionId, standing: 'approved' }) as const
  expect(obey(takeBack(9), { wasSeen: false, wasPostSeen: true })[0]).toBe('take back 9 to approved')
  const both = enter({})
  both(takeBack(9))
  expect(both(takeBack(8))).toContain('take back 8 to approved')
  // A double click began before the first of the two was done.
  const twice = enter({ pressedAt: performance.now() })
  twice(takeBack(9))
  expect(twice(takeBack(8))).not.toContain('take back 8 to approved')
})

test('while the server can’t be reached only what needs no server goes on', () => {
  const isBlocked = true
  const kinds = ['help', 'next', 'previous', 'why', 'approve', 'undo'] as const
  expect(kinds.flatMap((kind) => obey({ kind }, { isBlocked }))).toEqual([
    'help',
    'step 1',
    'step -1',
    'why true',
  ])
  expect(obey({ kind: 'suggest', at: 0 }, { isBlocked, picked: { takeaway: 1 } })).toEqual([])
})
