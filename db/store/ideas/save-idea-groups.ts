import { eq, inArray } from 'drizzle-orm'
import type { Engine, Tables, Transaction } from '../../engines/engine.ts'
import type { GatheredIdeas, PlannedGroup } from '../../model/idea.ts'
import { type FittedGroup, fitIdeaPlan } from './fit-idea-plan.ts'

interface Writing {
  transaction: Transaction
  tables: Tables
  isOneOf: Engine['isOneOf']
  campaignId: number
  now: number
}

/**
 * Brings groups and members to the plan, as far as it still fits what is there. Answers how many rows it
 * changed.
 */
export async function saveGroups(
  writing: Writing,
  gathered: GatheredIdeas,
  plan: readonly PlannedGroup[],
): Promise<number> {
  const wanted = new Map<number, number>()
  const rewritten = await listRewritten(writing, plan)
  const told = plan.map((group) => (rewritten.has(group.name?.postId) ? { ...group, name: null } : group))
  let changed = 0
  for (const fitted of fitIdeaPlan(gathered, told)) {
    const saved = await saveGroup(writing, fitted)
    if (saved.isChanged) changed += 1
    for (const postId of fitted.postIds) wanted.set(postId, saved.id)
  }
  changed += await moveIdeas(writing, gathered, wanted)
  return changed + (await dropEmpty(writing, gathered))
}

/** Posts that were to lend their words and have others by now, which nobody has read. */
async function listRewritten(
  { transaction, isOneOf, tables: { post, idea } }: Writing,
  plan: readonly PlannedGroup[],
): Promise<Set<number | undefined>> {
  const lending = plan.flatMap(({ name }) => name?.postId ?? [])
  const rows = await transaction.db
    .select({ postId: idea.postId, cid: post.cid, readAs: idea.readAs })
    .from(idea)
    .innerJoin(post, eq(idea.postId, post.id))
    .where(isOneOf(idea.postId, lending))
  return new Set(rows.flatMap(({ postId, cid, readAs }) => (readAs.includes(`|${cid}|`) ? [] : postId)))
}

async function saveGroup(
  { transaction, tables: { ideaGroup }, campaignId, now }: Writing,
  { known, takeaway, naming }: FittedGroup,
): Promise<{ id: number; isChanged: boolean }> {
  if (!known) {
    const unnamed = { name: '', namedBy: null, namePostId: null }
    const row = { campaignId, takeaway, ...unnamed, ...naming, isKept: false, createdAt: now }
    const [id = 0] = await transaction.insertMany(ideaGroup, [row])
    return { id, isChanged: true }
  }
  const isNamedSo = !naming || (known.name === naming.name && known.namePostId === naming.namePostId)
  if (known.takeaway === takeaway && isNamedSo) return { id: known.id, isChanged: false }
  await transaction.db
    .update(ideaGroup)
    .set({ takeaway, ...naming })
    .where(eq(ideaGroup.id, known.id))
  return { id: known.id, isChanged: true }
}

/** What a person holds in its place stays there. */
async function moveIdeas(
  { transaction, tables: { idea } }: Writing,
  { ideas }: GatheredIdeas,
  wanted: ReadonlyMap<number, number>,
): Promise<number> {
  const moves = new Map<number | null, number[]>()
  for (const { postId, groupId, counts, isHeld } of ideas) {
    const to = wanted.get(postId) ?? null
    // Who is hidden for now comes back to where it was.
    if (isHeld || to === groupId || (!counts && to === null)) continue
    moves.set(to, [...(moves.get(to) ?? []), postId])
  }
  for (const [groupId, postIds] of moves)
    await transaction.db.update(idea).set({ groupId }).where(inArray(idea.postId, postIds))
  return [...moves.values()].flat().length
}

async function dropEmpty(
  { transaction, tables: { idea, ideaGroup }, campaignId }: Writing,
  { groups }: GatheredIdeas,
): Promise<number> {
  const filled = await transaction.db
    .selectDistinct({ id: idea.groupId })
    .from(idea)
    .where(eq(idea.campaignId, campaignId))
  const kept = new Set(filled.map(({ id }) => id))
  const empty = groups.filter((group) => !kept.has(group.id)).map(({ id }) => id)
  if (empty.length > 0) await transaction.db.delete(ideaGroup).where(inArray(ideaGroup.id, empty))
  return empty.length
}
