import { and, eq } from 'drizzle-orm'
import type { Engine, Tables, Transaction } from '../../engines/engine.ts'
import type { IdeaReadingOrder } from './idea-store.ts'

type IdeaRow = Tables['idea']['$inferSelect']

/**
 * Keeps what posts were read to say, as far as they still stand so. Answers how many say something else than
 * before.
 */
export async function recordReadings(
  writing: {
    transaction: Transaction
    tables: Tables
    isOneOf: Engine['isOneOf']
    campaignId: number
  },
  model: string,
  readings: readonly IdeaReadingOrder[],
): Promise<number> {
  const { transaction, tables, isOneOf, campaignId } = writing
  const { post, idea } = tables
  const { db } = transaction
  const ids = readings.map(({ postId }) => postId)
  const rows = await db
    .select({ post, idea })
    .from(post)
    .leftJoin(idea, eq(idea.postId, post.id))
    .where(and(eq(post.campaignId, campaignId), isOneOf(post.id, ids)))
  const known = new Map(rows.map((row) => [row.post.id, row]))
  let changed = 0
  for (const reading of readings) {
    const row = known.get(reading.postId)
    if (!row || !isStill(row.post, reading)) continue
    const { postId } = reading
    const after = withReading(row.idea, model, reading)
    if (row.idea) await db.update(idea).set(after).where(eq(idea.postId, postId))
    else await db.insert(idea).values({ postId, campaignId, ...after })
    const before = row.idea ?? { isIdea: false, action: null }
    if (before.isIdea !== after.isIdea || before.action !== after.action) changed += 1
  }
  return changed
}

/** Neither changed nor refiled since it was read. */
function isStill(post: Tables['post']['$inferSelect'], reading: IdeaReadingOrder): boolean {
  return post.cid === reading.cid && post.takeaway === reading.takeaway && post.removedWhy === null
}

/** A person's word stays. */
function withReading(
  before: IdeaRow | null,
  model: string,
  reading: IdeaReadingOrder,
): Omit<IdeaRow, 'postId' | 'campaignId'> {
  const { isIdea, ideaConfidence, action, actionConfidence } = reading
  const read = {
    readAs: tellReadAs(model, reading),
    ...{ isIdea, ideaConfidence, ideaBy: 'model' as const },
    ...{ action, actionConfidence, actionBy: 'model' as const },
  }
  if (!before) return { ...read, groupId: null, isHeld: false }
  const { groupId, isHeld } = before
  const isByPerson = before.ideaBy === 'moderator'
  const place = isByPerson || isIdea ? { groupId, isHeld } : { groupId: null, isHeld: false }
  // An action is one of a takeaway: a person's word on it ends where the post goes elsewhere.
  const isActionByPerson = before.actionBy === 'moderator' && isSamePlace(before.readAs, read.readAs)
  return {
    ...{ ...read, ...place },
    ...(isByPerson ? pickIdea(before) : {}),
    ...(isActionByPerson ? pickAction(before) : {}),
  }
}

function pickIdea({ isIdea, ideaConfidence, ideaBy }: IdeaRow) {
  return { isIdea, ideaConfidence, ideaBy }
}

function pickAction({ action, actionConfidence, actionBy }: IdeaRow) {
  return { action, actionConfidence, actionBy }
}

/** Which model read which version of the post, standing where. */
function tellReadAs(model: string, { cid, takeaway }: IdeaReadingOrder): string {
  return `${model}|${cid}|${takeaway ?? 0}`
}

function isSamePlace(one: string, other: string): boolean {
  const placeOf = (readAs: string) => readAs.slice(readAs.lastIndexOf('|') + 1)
  return placeOf(one) === placeOf(other)
}
