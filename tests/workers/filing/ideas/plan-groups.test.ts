import type { GatheredIdea, GatheredIdeas, PlannedGroup } from '@wall/db/model/idea'
import { createIdeaSpaces } from '@wall/filing/ideas/idea-space'
import { planGroups } from '@wall/filing/ideas/plan-groups'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const createSpace = createIdeaSpaces([], ['rethinkingintervention'])
const texts = [
  'Visit every family at home in August, two teachers and no forms',
  'Home visits before school opens: sit in the kitchen with the family',
  'Que visiten las casas de las familias en agosto',
  'Every principal should teach one class a week',
  'Que los directores den una clase a la semana',
  'Give each program an expiration date',
]

function idea(postId: number, set: Partial<GatheredIdea> = {}): GatheredIdea {
  return {
    ...{ postId, authorId: postId, takeaway: 1, text: texts[postId - 1] ?? 'Something else entirely' },
    ...{ isShown: false, counts: true, groupId: null, isHeld: false, ...set },
  }
}

function group(
  id: number,
  set: Partial<GatheredIdeas['groups'][number]> = {},
): GatheredIdeas['groups'][number] {
  const made = { id, takeaway: 1, name: '', namedBy: null, isKept: false, createdAt: 0, namePostId: null }
  return { ...made, ...set }
}

const plan = (gathered: GatheredIdeas) => planGroups(gathered, createSpace)
const sortPlan = (groups: PlannedGroup[]) =>
  groups
    .map(({ id, name, postIds }) => ({ id, name, postIds: [...postIds].sort() }))
    .sort((a, b) => Number(a.postIds[0]) - Number(b.postIds[0]))
const groupOf = (groups: PlannedGroup[], postId: number) =>
  groups.find(({ postIds }) => postIds.includes(postId))
const all = [1, 2, 3, 4, 5, 6].map((id) => idea(id))

test('the order in which ideas are handed over changes nothing, names included', () => {
  const wanted = sortPlan(plan({ ideas: all, groups: [] }))
  expect(wanted.map(({ postIds }) => postIds)).toEqual([[1, 2, 3], [4, 5], [6]])
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (ideas) => {
      expect(sortPlan(plan({ ideas, groups: [] }))).toEqual(wanted)
    }),
    { numRuns: 30 },
  )
})

test('a group goes on as the one it was, and a new idea joins it', () => {
  const before = [idea(1, { groupId: 7 }), idea(2, { groupId: 7 }), idea(4, { groupId: 9 })]
  const groups = plan({ ideas: [...before, idea(3), idea(5)], groups: [group(7), group(9)] })
  expect(groupOf(groups, 3)?.id).toBe(7)
  expect(groupOf(groups, 5)?.id).toBe(9)
})

describe('what a person did', () => {
  test('stays where it was put, and what is like it joins', () => {
    const held = { groupId: 7, isHeld: true }
    const groups = plan({
      ideas: [idea(1, held), idea(6, held), idea(2), idea(3)],
      groups: [group(7, { isKept: true, name: 'Ours', namedBy: 'moderator' })],
    })
    const made = groups.find(({ id }) => id === 7)
    expect(made?.postIds).toEqual(expect.arrayContaining([1, 6]))
  })

  test('two groups that were parted are not put together again', () => {
    const groups = plan({
      ideas: [idea(1, { groupId: 7, isHeld: true }), idea(2, { groupId: 8, isHeld: true }), idea(3)],
      groups: [group(7, { isKept: true }), group(8, { isKept: true })],
    })
    expect(groupOf(groups, 1)?.id).toBe(7)
    expect(groupOf(groups, 2)?.id).toBe(8)
    expect([7, 8]).toContain(groupOf(groups, 3)?.id)
  })

  test('moves along when all that was put into a group is filed elsewhere', () => {
    const held = { groupId: 7, isHeld: true, takeaway: 2 }
    const groups = plan({
      ideas: [idea(1, held), idea(2, held), idea(3)],
      groups: [group(7, { isKept: true, takeaway: null })],
    })
    expect(groups.find(({ id }) => id === 7)).toMatchObject({ takeaway: 2 })
    expect(groupOf(groups, 3)?.id).toBeNull()
  })
})

test('who is hidden for now takes no part, and lends no words', () => {
  const groups = plan({ ideas: [idea(1, { counts: false }), idea(2)], groups: [] })
  expect(groups).toHaveLength(1)
  expect(groups[0]).toMatchObject({ postIds: [2], name: { postId: 2 } })
})

test('hundreds of ideas without a word, and one with three thousand letters, are no trouble', () => {
  const ideas = Array.from({ length: 300 }, (_, index) =>
    idea(index + 1, { text: index === 0 ? 'ab '.repeat(1000) : '😀' }),
  )
  const groups = plan({ ideas, groups: [] })
  expect(groups.flatMap(({ postIds }) => postIds)).toHaveLength(300)
})

test('of very many ideas only the newest are compared, and the older ones stay where they were', () => {
  const old = Array.from({ length: 2500 }, (_, index) => {
    return idea(index + 1, { text: `Idea of word${index} and term${index}`, groupId: (index % 500) + 1 })
  })
  const groups = Array.from({ length: 500 }, (_, index) =>
    group(index + 1, { name: `Name ${index + 1}`, namePostId: index + 1 }),
  )
  // Somebody merged into group 3 and named it; others had joined it by themselves.
  groups[2] = group(3, { name: 'By hand', namedBy: 'moderator', isKept: true })
  old[2] = idea(3, { groupId: 3, isHeld: true })
  const sizes: number[] = []
  const planned = planGroups({ ideas: old, groups }, (ideas, takeaway) => {
    sizes.push(ideas.length)
    const space = createSpace([], takeaway)
    const places = ideas.map((one) => ({ ...one, terms: [] }))
    return { ...space, ideas: places, likeness: () => 0 }
  })
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2100)
  const home = new Map(planned.flatMap(({ id, postIds }) => postIds.map((postId) => [postId, id])))
  expect(home.size).toBe(2500)
  for (const { postId, groupId } of old.slice(0, 1000)) expect(home.get(postId)).toBe(groupId)
  // Posts 1 to 200 and others may lend their words anew; a group that nobody speaks for keeps its name.
  expect(planned.find(({ id }) => id === 450)?.name).toEqual({ name: 'Name 450', postId: 450 })
})
