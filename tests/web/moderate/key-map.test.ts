import type { KeyPress } from '@wall/web/moderate/key-map'
import { fileKey, findCommand, suggestKeys } from '@wall/web/moderate/key-map'
import { expect, test } from 'vitest'

const on = {
  isSingleKeysOn: true,
  takeaways: [1, 2, 3, 4, 5, 6, 12].map((number) => ({ id: number + 100, number })),
}
const off = { ...on, isSingleKeysOn: false }

function press(key: string, changes: Partial<KeyPress> = {}): KeyPress {
  const rest = {
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    repeat: false,
    isComposing: false,
    defaultPrevented: false,
  }
  return { key, ...rest, ...changes }
}

test.each([
  ['a', 'approve'],
  ['A', 'approve'],
  ['r', 'reject'],
  ['s', 'stash'],
  ['q', 'requeue'],
  ['u', 'undo'],
  ['j', 'next'],
  ['k', 'previous'],
  ['?', 'help'],
  ['w', 'why'],
  ['ArrowRight', 'next'],
  ['ArrowLeft', 'previous'],
])('%s means %s', (key, kind) => {
  expect(findCommand(press(key), on)).toEqual({ kind })
})

test('digits file under the takeaway of that number, 0 under none, and unknown numbers do nothing', () => {
  expect(findCommand(press('3'), on)).toEqual({ kind: 'file', takeaway: 103 })
  expect(findCommand(press('0'), on)).toEqual({ kind: 'file', takeaway: null })
  expect(findCommand(press('9'), on)).toBeUndefined()
  expect(fileKey({ id: 3, number: 12 })).toBeUndefined()
})

test('F, G and H take the first, second and third place on offer, and only once', () => {
  expect(['f', 'G', 'h'].map((key) => findCommand(press(key), on))).toEqual([
    { kind: 'suggest', at: 0 },
    { kind: 'suggest', at: 1 },
    { kind: 'suggest', at: 2 },
  ])
  expect(findCommand(press('f', { repeat: true }), on)).toBeUndefined()
  expect(suggestKeys).toEqual(['F', 'G', 'H'])
})

test('a held key repeats moves only', () => {
  expect(findCommand(press('a', { repeat: true }), on)).toBeUndefined()
  expect(findCommand(press('3', { repeat: true }), on)).toBeUndefined()
  expect(findCommand(press('j', { repeat: true }), on)).toEqual({ kind: 'next' })
})

test('with single keys off letters, digits and signs mean nothing; arrows and Ctrl+Z stay', () => {
  for (const key of ['a', 'r', 's', 'u', 'j', 'k', '?', '0', '3', 'f', 'g', 'h', 'w'])
    expect(findCommand(press(key), off)).toBeUndefined()
  expect(findCommand(press('ArrowRight'), off)).toEqual({ kind: 'next' })
  expect(findCommand(press('z', { ctrlKey: true }), off)).toEqual({ kind: 'undo' })
  expect(findCommand(press('z', { metaKey: true }), off)).toEqual({ kind: 'undo' })
})

test('the browser keeps its own combinations', () => {
  expect(findCommand(press('r', { ctrlKey: true }), on)).toBeUndefined()
  expect(findCommand(press('a', { metaKey: true }), on)).toBeUndefined()
  expect(findCommand(press('ArrowLeft', { altKey: true }), on)).toBeUndefined()
  expect(findCommand(press('a', { isComposing: true }), on)).toBeUndefined()
})
