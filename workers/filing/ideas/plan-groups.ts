import type { GatheredIdea, GatheredIdeas, PlannedGroup } from '@wall/db/store/idea-store'
import { groupIdeas } from './group-ideas.ts'
import type { CreateIdeaSpace } from './idea-space.ts'
import { createNameSpotter, type IsName, nameGroup } from './name-group.ts'

/** More ideas than this under one takeaway are not compared anew each time: the oldest stay where they are. */
const mostCompared = 1500

/**
 * What the groups should be: those that a person made, with what that person placed in them and what is like it; the rest gathered
 * anew. The same ideas and the same hands give the same groups, whatever came first.
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
    const own = all.filter((idea) => idea.takeaway === takeaway).sort((a, b) => a.postId - b.postId)
    const oldest = new Set(own.slice(0, Math.max(0, own.length - mostCompared)).map(({ postId }) => postId))
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
    const settled = [
      ...new Set(
        own.filter(({ postId, isHeld }) => oldest.has(postId) && !isHeld).map((idea) => idea.groupId),
      ),
    ]
      .filter((id): id is number => id !== null && !cores.some((core) => core.id === id))
      .map((id) => ({
        id,
        members: placesOf(own, (idea) => oldest.has(idea.postId) && !idea.isHeld && idea.groupId === id),
      }))
    const fixed = [...cores, ...settled]
    const shown = new Set(own.filter(({ isShown }) => isShown).map(({ postId }) => postId))
    for (const { id } of fixed) known.taken.add(id)
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
    return reuseGroups(planned, own, known.taken)
  }
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
