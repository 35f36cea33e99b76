import {
  type EditorModel,
  listChanges,
  openEditor,
  withEdit,
  withFresh,
  withOthers,
  withoutChanges,
  withSaved,
} from '@wall/web/filing/seeds/editor-model'
import { createDraftKeeper } from '@wall/web/filing/seeds/kept-draft'
import { readList, tidySeeds, withAdded } from '@wall/web/filing/seeds/seeds-draft'
import { createKeptValues } from '@wall/web/lib/kept-values'
import { expect, test } from 'vitest'
import { makeAnswer, makeSeeds } from './make-seeds.ts'

const first = { takeaway: 1, kind: 'examples' } as const
const start = () => openEditor(makeAnswer(makeSeeds()), undefined, [1, 2])
const add = (model: EditorModel, line: string) =>
  withEdit(model, (seeds) => withAdded(seeds, first, [line]).seeds)
const lines = (model: EditorModel) => readList(model.draft, first)
const theirs = makeAnswer(makeSeeds({ 1: ['one a', 'one b', 'theirs'], 2: ['two a'] }), {
  version: 2,
  savedBy: 'Ben',
})

test('a change is unsaved until it was saved, and can be discarded', () => {
  const changed = add(start(), 'new')
  expect(listChanges(changed)).toEqual([{ key: first, added: ['new'], removed: [] }])
  expect(listChanges(withoutChanges(changed))).toEqual([])
  const answer = makeAnswer(tidySeeds(changed.draft), { version: 2, savedBy: 'Me' })
  const saved = withSaved(changed, changed.draft, answer)
  expect(listChanges(saved)).toEqual([])
  expect(saved).toMatchObject({ news: { kind: 'saved' }, answer: { version: 2 } })
  expect(add(saved, 'more').news).toBeNull()
})

test('when somebody else saved first, both changes are put together, theirs are told, and mine stay unsaved', () => {
  const met = withOthers(add(start(), 'mine'), theirs)
  expect(lines(met)).toEqual(['mine', 'one a', 'one b', 'theirs'])
  expect(met.news).toMatchObject({ kind: 'merged', by: 'Ben', theirs: [{ key: first, added: ['theirs'] }] })
  expect(met.answer.version).toBe(2)
  expect(listChanges(met)).toEqual([{ key: first, added: ['mine'], removed: [] }])
})

test('what is typed while a save is on its way stays, unsaved', () => {
  const asked = add(start(), 'mine')
  const typed = add(asked, 'typed late')
  const saved = withSaved(typed, asked.draft, makeAnswer(tidySeeds(asked.draft), { version: 2 }))
  expect(lines(saved)).toEqual(['typed late', 'mine', 'one a', 'one b'])
  expect(listChanges(saved)).toEqual([{ key: first, added: ['typed late'], removed: [] }])
})

test('unsaved changes go on when the page is opened again, on top of what was saved meanwhile', () => {
  const values = new Map<string, string>()
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => values.set(key, value),
    removeItem: (key: string) => values.delete(key),
  }
  const keeper = createDraftKeeper(
    createKeptValues(() => storage as unknown as Storage),
    'test',
  )
  const left = add(start(), 'mine')
  keeper.write({ version: left.answer.version, base: left.saved, draft: left.draft })

  const again = openEditor(makeAnswer(makeSeeds()), keeper.read(), [1, 2])
  expect(again.news).toEqual({ kind: 'found' })
  expect(lines(again)).toEqual(['mine', 'one a', 'one b'])
  const later = openEditor(theirs, keeper.read(), [1, 2])
  expect(later.news).toMatchObject({ kind: 'merged', by: 'Ben' })
  expect(lines(later)).toEqual(['mine', 'one a', 'one b', 'theirs'])

  keeper.remove()
  expect(keeper.read()).toBeUndefined()
  values.set('wall:seeds:test', '{"version":1,"draft":')
  expect(keeper.read()).toBeUndefined()
})

test('a draft that is what is saved by now is nothing to tell', () => {
  const left = { version: 1, base: makeSeeds(), draft: makeSeeds() }
  expect(openEditor(makeAnswer(makeSeeds()), left, [1, 2]).news).toBeNull()
})

test('somebody else’s save is taken over at once where nothing is unsaved, else put together with it', () => {
  const quiet = withFresh(start(), theirs)
  expect(lines(quiet)).toEqual(['one a', 'one b', 'theirs'])
  expect(quiet.news).toBeNull()
  const busy = withFresh(add(start(), 'mine'), theirs)
  expect(lines(busy)).toEqual(['mine', 'one a', 'one b', 'theirs'])
  expect(busy.news).toMatchObject({ kind: 'merged', by: 'Ben' })
  expect(withFresh(busy, theirs)).toBe(busy)
})
