import type { GatheredIdea, GatheredIdeas, PlannedGroup } from '@wall/db/model/idea'
import { groupIdeas } from './group-ideas.ts'
import type { CreateIdeaSpace } from './idea-space.ts'
import { createNameSpotter, type IsName, nameGroup } from './name-group.ts'

/**
 * More ideas than this under one takeaway are not compared, since time and memory grow with the square and
 * anybody may post: the oldest stay where they are.
 */
const mostCompared = 1500
/**
 * Of the groups of those, the largest stand among the compared by their newest few: new ideas still find
 * them.
 */
const mostSettled = 200
const speakersOfSettled = 3

/**
 * What the groups should be: those that a person made, with what that person placed in them and what is like
 * it; the rest gathered anew. The same ideas and the same hands give the same groups, whatever came first.
 */
export function planGroups({ ideas, groups }: GatheredIdeas, createSpace: CreateIdeaSpace): PlannedGroup[] {
  const counting = ideas.filter(({ counts }) => counts)
  const isName = createNameSpotter(counting.map(({ text }) => text))
  const homes = findHomes(ideas, groups)
  const places = new Set([...counting.map(({ takeaway }) => takeaway), ...homes.values()])
  const taken = new Set<number>()
  return [...places]
    .sort((a, b) => (a ?? 0) - (b ?? 0))
    .flatMap((takeaway) => planUnder(takeaway, counting, { groups, homes, taken, isName }))

  function planUnder(
    takeaway: number | null,
    all: readonly GatheredIdea[],
    known: { groups: GatheredIdeas['groups']; homes: Homes; taken: Set<number>; isName: IsName },
  ): PlannedGroup[] {
    const whole = all.filter((idea) => idea.takeaway === takeaway).sort((a, b) => a.postId - b.postId)
    const old = whole.slice(0, Math.max(0, whole.length - mostCompared)).filter(({ isHeld }) => !isHeld)
    const withOld = gatherOld(old)
    const oldGroups = withOld.filter(({ id }) => !known.homes.has(id))
    const spoken = oldGroups.slice(0, mostSettled)
    const oldest = new Set(old.map(({ postId }) => postId))
    const speakers = new Set(spoken.flatMap(({ ids }) => ids.slice(-speakersOfSettled)))
    const own = whole.filter(({ postId }) => !oldest.has(postId) || speakers.has(postId))
    const space = createSpace(
      own.map(({ postId, text }) => ({ id: postId, text })),
      takeaway,
    )
    const cores = known.groups
      .filter(({ id }) => known.homes.has(id) && known.homes.get(id) === takeaway)
      .map(({ id }) => ({
        id,
        members: placesOf(own, (idea) => idea.isHeld && idea.groupId === id),
      }))
      .filter(({ members }) => members.length > 0)
    const settled = spoken.map(({ id }) => ({
      id,
      members: placesOf(own, (idea) => speakers.has(idea.postId) && idea.groupId === id),
    }))
    const fixed = [...cores, ...settled]
    const shown = new Set(own.filter(({ isShown }) => isShown).map(({ postId }) => postId))
    for (const { id } of [...fixed, ...oldGroups]) known.taken.add(id)
    const gathered = groupIdeas(
      space,
      fixed.map(({ members }) => members),
    )
    const planned = gathered.map((members, index) => ({
      id: fixed[index]?.id ?? null,
      takeaway,
      name: nameGroup(space, members, known.isName, shown) ?? null,
      postIds: members.map((place) => own[place]?.postId ?? 0),
    }))
    const silent = new Map(
      withOld.map(({ id, ids }) => [id, ids.filter((postId) => !speakers.has(postId))] as const),
    )
    const gatheredNow = reuseGroups(planned, own, known.taken).map((group) => ({
      ...group,
      postIds: [...group.postIds, ...(silent.get(group.id ?? 0) ?? [])],
    }))
    const asTheyWere = oldGroups.slice(mostSettled).map(({ id, ids }) => {
      const name = nameAsItWas(
        known.groups.find((group) => group.id === id),
        ids,
      )
      return { id, takeaway, name, postIds: [...ids] }
    })
    return [...gatheredNow, ...asTheyWere]
  }
}

/** The groups that hold ideas which are no longer compared, with these, largest first. */
function gatherOld(old: readonly GatheredIdea[]): { id: number; ids: number[] }[] {
  const groups = new Map<number, number[]>()
  for (const { postId, groupId } of old) {
    if (groupId === null) continue
    const ids = groups.get(groupId)
    if (ids) ids.push(postId)
    else groups.set(groupId, [postId])
  }
  return [...groups]
    .map(([id, ids]) => ({ id, ids }))
    .sort((a, b) => b.ids.length - a.ids.length || a.id - b.id)
}

function nameAsItWas(
  group: GatheredIdeas['groups'][number] | undefined,
  ids: readonly number[],
): PlannedGroup['name'] {
  const { name = '', namePostId = null } = group ?? {}
  return name !== '' && namePostId !== null && ids.includes(namePostId) ? { name, postId: namePostId } : null
}

/** By group that a person made: the takeaway it stands under, that of most of what was placed in it. */
type Homes = ReadonlyMap<number, number | null>

function findHomes(ideas: readonly GatheredIdea[], groups: GatheredIdeas['groups']): Homes {
  const homes = new Map<number, number | null>()
  for (const group of groups.filter(({ isKept }) => isKept)) {
    const votes = new Map<number | null, number>([[group.takeaway, 0.5]])
    for (const { groupId, isHeld, takeaway } of ideas) {
      if (isHeld && groupId === group.id) votes.set(takeaway, (votes.get(takeaway) ?? 0) + 1)
    }
    const [home] = [...votes].sort(([a, one], [b, other]) => other - one || (a ?? 0) - (b ?? 0))[0] ?? [null]
    homes.set(group.id, home)
  }
  return homes
}

/** A group made by the product goes on as the one that it has most posts in common with. */
function reuseGroups(
  planned: readonly PlannedGroup[],
  ideas: readonly GatheredIdea[],
  taken: Set<number>,
): PlannedGroup[] {
  const groupOf = new Map(ideas.map(({ postId, groupId }) => [postId, groupId]))
  const overlaps = planned.flatMap((group, index) => {
    if (group.id !== null) return []
    const counts = new Map<number, number>()
    for (const postId of group.postIds) {
      const id = groupOf.get(postId) ?? null
      if (id !== null && !taken.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    return [...counts].map(([id, count]) => ({ index, id, count }))
  })
  const ids = new Map<number, number>()
  for (const { index, id } of overlaps.sort(
    (a, b) => b.count - a.count || a.id - b.id || a.index - b.index,
  )) {
    if (ids.has(index) || taken.has(id)) continue
    ids.set(index, id)
    taken.add(id)
  }
  return planned.map((group, index) => ({ ...group, id: group.id ?? ids.get(index) ?? null }))
}

function placesOf(ideas: readonly GatheredIdea[], isIn: (idea: GatheredIdea) => boolean): number[] {
  return ideas.flatMap((idea, place) => (isIn(idea) ? [place] : []))
}
