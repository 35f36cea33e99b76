import type { GatheredIdeas, PlannedGroup } from '../../model/idea.ts'

type KnownGroup = GatheredIdeas['groups'][number]

/** A planned group as it can be saved now. */
export interface FittedGroup {
  /** Null: it is to be made. */
  known: KnownGroup | null
  takeaway: number | null
  /** Left out where a person named it. */
  naming: { name: string; namedBy: null; namePostId: number | null } | undefined
  postIds: number[]
}

/**
 * What of a plan still fits: people, and other workers, go on while it is made. Whatever went elsewhere
 * meanwhile waits for the next round.
 */
export function fitIdeaPlan({ ideas, groups }: GatheredIdeas, plan: readonly PlannedGroup[]): FittedGroup[] {
  const known = new Map(groups.map((group) => [group.id, group]))
  const there = new Map(ideas.map((idea) => [idea.postId, idea]))
  const claimed = new Set(plan.map(({ id }) => id))

  return plan.flatMap((planned) => {
    const { id, takeaway } = planned
    const postIds = planned.postIds.filter((postId) => {
      const idea = there.get(postId)
      return idea && !idea.isHeld && idea.takeaway === takeaway
    })
    const group = id === null ? findMadeMeanwhile(takeaway, postIds) : known.get(id)
    // Somebody undid or merged it away.
    if (!group && (id !== null || postIds.length === 0)) return []
    if (group) claimed.add(group.id)
    return [{ known: group ?? null, takeaway, naming: group?.namedBy ? undefined : nameIt(planned), postIds }]
  })

  /**
   * Where another worker made the same group meanwhile, it goes on as that one: people may have it in hand by
   * now.
   */
  function findMadeMeanwhile(takeaway: number | null, postIds: readonly number[]): KnownGroup | undefined {
    const counts = new Map<number, number>()
    for (const postId of postIds) {
      const group = known.get(there.get(postId)?.groupId ?? 0)
      if (group && group.takeaway === takeaway && !group.isKept && !claimed.has(group.id))
        counts.set(group.id, (counts.get(group.id) ?? 0) + 1)
    }
    const [most] = [...counts].sort(([a, one], [b, other]) => other - one || a - b)
    return most && known.get(most[0])
  }

  /** A post that was taken back lends no words any more. */
  function nameIt({ name }: PlannedGroup): FittedGroup['naming'] {
    const isTold = name !== null && there.has(name.postId)
    return { name: isTold ? name.name : '', namedBy: null, namePostId: isTold ? name.postId : null }
  }
}
