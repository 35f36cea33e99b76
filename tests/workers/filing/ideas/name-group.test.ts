import { createIdeaSpaces } from '@wall/workers/filing/ideas/idea-space'
import { createNameSpotter, nameGroup } from '@wall/workers/filing/ideas/name-group'
import { expect, test } from 'vitest'

const createSpace = createIdeaSpaces([], ['rethinkingintervention'])

function name(texts: readonly string[], preferred: readonly number[] = []) {
  const space = createSpace(
    texts.map((text, index) => ({ id: index + 1, text })),
    1,
  )
  return nameGroup(
    space,
    texts.map((_, index) => index),
    createNameSpotter(texts),
    new Set(preferred),
  )
}

test('a group is named in the words of one of its posts', () => {
  const texts = ['Pay for home visits in August', 'I would add home visits, for every family']
  const named = name(texts)
  expect(named?.name.toLowerCase()).toContain('home visits')
  expect(texts[(named?.postId ?? 0) - 1]?.toLowerCase()).toContain(named?.name.toLowerCase())
})

test('posts that everybody may see lend their words first', () => {
  expect(name(['Pay for home visits in August', 'Home visits for every family please'], [2])?.postId).toBe(2)
})

test('neither handles nor names of people become names of groups', () => {
  for (const text of [
    '@ms.rivera.example.org home visits with Marisol Rivera every August',
    'Let Marisol Rivera plan the home visits',
  ]) {
    expect(name([text])?.name).not.toMatch(/marisol|rivera|example/i)
  }
})

test('a name has two to seven words', () => {
  const words = name([
    'More time for counselors to sit down and talk with every single family that needs them',
  ])?.name.split(' ')
  expect(words?.length).toBeGreaterThanOrEqual(2)
  expect(words?.length).toBeLessThanOrEqual(7)
})

test('a name is a clause as it was said rather than a piece of one, and never ends on a small word within it', () => {
  expect(name(['Idea for the list: open the library at 7. Costs one kettle.'])?.name).toBe(
    'Open the library at 7',
  )
  expect(
    name(['We redesigned the lunch line with the kids of our math club as a queueing problem'])?.name,
  ).not.toMatch(/ (the|with|of|our|as|a)$/)
})

test('a post without words names nothing', () => {
  expect(name(['😀'])).toBeUndefined()
})
