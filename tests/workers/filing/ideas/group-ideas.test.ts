import { groupIdeas } from '@wall/filing/ideas/group-ideas'
import { createIdeaSpaces, type Idea } from '@wall/filing/ideas/idea-space'
import { describe, expect, test } from 'vitest'

const texts = [
  'Visit every family at home in August, two teachers and no forms',
  'Home visits before school opens: sit in the kitchen with the family',
  'Que visiten las casas de las familias en agosto',
  'Every principal should teach one class a week',
  'Que los directores den una clase a la semana',
  'Give each program an expiration date',
]
const ideas: Idea[] = texts.map((text, index) => ({ id: index + 1, text }))
const createSpace = createIdeaSpaces([], ['rethinkingintervention'])

function groupTexts(given: readonly Idea[], cores: readonly number[][] = []): string[][] {
  const space = createSpace(given, 1)
  const places = (ids: readonly number[]) => ids.map((id) => given.findIndex((idea) => idea.id === id))
  return groupIdeas(space, cores.map(places))
    .map((group) => group.map((place) => given[place]?.text ?? '').sort())
    .sort((a, b) => (a[0] ?? '').localeCompare(b[0] ?? ''))
}

describe('like ideas', () => {
  test('gather across languages, others stay apart', () => {
    const groups = groupTexts(ideas)
    expect(groups).toHaveLength(3)
    expect(groups.find((group) => group.includes(texts[0] ?? ''))).toEqual(texts.slice(0, 3).sort())
    expect(groups.find((group) => group.includes(texts[3] ?? ''))).toEqual(texts.slice(3, 5).sort())
  })

  test('gather in the same way whatever order they came in', () => {
    expect(groupTexts(ideas.toReversed())).toEqual(groupTexts(ideas))
    expect(groupTexts([3, 0, 5, 1, 4, 2].map((at) => ideas[at] as Idea))).toEqual(groupTexts(ideas))
  })
})

describe('groups that a person made', () => {
  test('keep what they have, and others may join', () => {
    // Put together by hand though they have nothing in common.
    const groups = groupTexts(ideas, [[1, 6]])
    const made = groups.find((group) => group.includes(texts[5] ?? ''))
    expect(made).toContain(texts[0])
    expect(made).toContain(texts[1])
  })

  test('never join each other, however alike they are', () => {
    const groups = groupTexts(ideas, [[1], [2]])
    expect(groups.find((group) => group.includes(texts[0] ?? ''))).not.toContain(texts[1])
  })

  test('need no idea at all', () => {
    expect(groupTexts([])).toEqual([])
    expect(groupTexts([{ id: 1, text: '' }])).toEqual([['']])
  })
})
