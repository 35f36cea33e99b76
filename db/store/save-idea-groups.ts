import { eq, inArray } from 'drizzle-orm'
import type { Database, Tables, Transaction } from '../engines/engine.ts'
import type { GatheredIdeas, PlannedGroup } from './idea-store.ts'

interface Writing {
  db: Database
  insertMany: Transaction['insertMany']
  tables: Tables
  campaignId: number
  now: number
}

/** Brings groups and members to the plan, as far as it still fits what is there. Answers how many rows it changed. */
export async function saveGroups(
  { db, insertMany, tables, campaignId, now }: Writing,
  { ideas, groups }: GatheredIdeas,
  plan: readonly PlannedGroup[],
): Promise<number> {
  const { idea, ideaGroup } = tables
  const known = new Map(groups.map((group) => [group.id, group]))
  const free = new Map(ideas.filter(({ isHeld }) => !isHeld).map((one) => [one.postId, one]))
  const wanted = new Map<number, number>()
  // A post that was taken back while the plan was made lends no words any more.
  const there = new Set(ideas.map(({ postId }) => postId))
  const nameOf = ({ name }: PlannedGroup) => toColumns(name && there.has(name.postId) ? name : null)
  let changed = 0

  for (const planned of plan) {
    const group = planned.id === null ? undefined : known.get(planned.id)
    // Somebody undid or merged it away meanwhile: the next round looks again.
    if (planned.id !== null && !group) continue
    // A post that went elsewhere meanwhile waits for the next round too.
    const postIds = planned.postIds.filter((postId) => free.get(postId)?.takeaway === planned.takeaway)
    if (!group) {
      if (postIds.length === 0) continue
      const [id] = await insertMany(ideaGroup, [
        { campaignId, takeaway: planned.takeaway, ...nameOf(planned), isKept: false, createdAt: now },
      ])
      changed += 1
      for (const postId of postIds) wanted.set(postId, id ?? 0)
      continue
    }
    for (const postId of postIds) wanted.set(postId, group.id)
    const next = {
      takeaway: planned.takeaway,
      ...(group.namedBy === null ? nameOf(planned) : {}),
    }
    const isSame =
      group.takeaway === next.takeaway &&
      (next.name === undefined || (group.name === next.name && group.namePostId === next.namePostId))
    if (isSame) continue
    await db.update(ideaGroup).set(next).where(eq(ideaGroup.id, group.id))
    changed += 1
  }

  const moves = new Map<number | null, number[]>()
  for (const { postId, groupId, counts } of free.values()) {
    const to = wanted.get(postId) ?? null
    // Who is hidden for now comes back to where it was.
    if (to === groupId || (!counts && to === null)) continue
    moves.set(to, [...(moves.get(to) ?? []), postId])
  }
  for (const [groupId, postIds] of moves) {
    await db.update(idea).set({ groupId }).where(inArray(idea.postId, postIds))
    changed += postIds.length
  }
  return changed + (await dropEmpty())

  async function dropEmpty(): Promise<number> {
    const filled = await db
      .selectDistinct({ id: idea.groupId })
      .from(idea)
      .where(eq(idea.campaignId, campaignId))
    const kept = new Set(filled.map(({ id }) => id))
    const empty = groups.filter((group) => !kept.has(group.id)).map(({ id }) => id)
    if (empty.length > 0) await db.delete(ideaGroup).where(inArray(ideaGroup.id, empty))
    return empty.length
  }
}

function toColumns(name: PlannedGroup['name']): { name: string; namedBy: null; namePostId: number | null } {
  return { name: name?.name ?? '', namedBy: null, namePostId: name?.postId ?? null }
}
