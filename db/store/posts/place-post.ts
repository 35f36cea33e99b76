// A person's decision on where a post stands: written as a row of its own, together with what it does to the
// post.
import { and, eq } from 'drizzle-orm'
import type { Actor } from '../../model/actor.ts'
import type { DecisionKind, Placement } from '../../model/decision.ts'
import { AppError } from '../../model/error.ts'
import { findProposal } from '../../model/filing/filing.ts'
import { isErased } from '../../model/visibility.ts'
import { listTakeaways } from '../filing/known-takeaways.ts'
import { lookAgainIfMoved } from '../filing/look-again.ts'
import type { PostRow } from '../lists/read-posts.ts'
import type { Writing } from '../writing.ts'
import { changePost, type PostState, readStates } from './change-post.ts'
import { byHand, placementColumns, toPlacement } from './placement.ts'

export async function getState(
  { transaction, tables: { post }, tables }: Writing,
  campaignId: number,
  postId: number,
): Promise<PostState> {
  const where = and(eq(post.id, postId), eq(post.campaignId, campaignId))
  const [state] = await readStates(transaction.db, tables, where)
  if (!state) throw new AppError('not_found', 'There is no such post.')
  return state
}

/** Where the post would stand under another takeaway, by a person's word. */
export async function fileUnder(
  writing: Writing,
  { post }: PostState,
  takeaway: number | null,
): Promise<Placement> {
  if (takeaway !== null && !(await listTakeaways(writing, post.campaignId)).has(takeaway))
    throw new AppError('invalid', `This campaign has no takeaway ${takeaway}.`)
  // Agreeing with a guess is a decision too: from now on it is a person's.
  return {
    ...toPlacement(post),
    takeaway,
    filedBy: 'moderator',
    confidence: 1,
    reason: byHand,
  }
}

/**
 * Where the post would stand by the word of a person who agreed with what was proposed. Throws `conflict`
 * when that is not what is proposed now: the model may have changed since, and nothing is filed where nobody
 * saw it.
 */
export async function takeProposal(writing: Writing, state: PostState, proposed: number): Promise<Placement> {
  const { post } = state
  const isTaken = post.filedBy === 'moderator' && post.takeaway === proposed
  if (!isTaken && findProposal(post) !== proposed)
    throw new AppError(
      'conflict',
      'Another place is proposed for this post now. Look at it again, then decide.',
    )
  const filed = await fileUnder(writing, state, proposed)
  return { ...filed, reason: 'A moderator approved it as proposed', wasProposed: true }
}

/**
 * Answers the decision's id, null when the post stands so already. Throws `conflict` for another version than
 * it has now.
 */
export async function placePost(
  writing: Writing,
  state: PostState,
  by: { version: number; actor: Actor; kind: DecisionKind },
  after: Placement,
): Promise<number | null> {
  const { transaction, tables, now } = writing
  const { post } = state
  const before = toPlacement(post)
  if (isErased(post))
    throw new AppError('conflict', 'Its author took this post back; there is nothing left to decide.')
  if (isSame(before, after)) return null
  if (post.version !== by.version)
    throw new AppError('conflict', 'This post changed since you saw it. Look at it again, then decide.')
  const version = post.version + 1
  const set = { ...placementColumns(after), ...(await stand(writing, before, after)), version }
  await changePost(writing, state, set, before.standing === after.standing ? 'post_filed' : 'post_decided')
  const { campaignId, id: postId } = post
  await lookAgainIfMoved(writing, post, set)
  const row = { campaignId, postId, kind: by.kind, userId: by.actor.id, at: now, before, after, version }
  const [decisionId = null] = await transaction.insertMany(tables.decision, [row])
  return decisionId
}

function isSame(before: Placement, after: Placement): boolean {
  return (
    before.standing === after.standing &&
    before.takeaway === after.takeaway &&
    before.filedBy === after.filedBy
  )
}

async function stand(
  { now, readDbNow }: Writing,
  before: Placement,
  after: Placement,
): Promise<Partial<PostRow>> {
  if (before.standing === after.standing) return {}
  // What was rejected is no longer looked after; if it comes back, the network is asked first.
  if (after.standing === 'rejected') return { stoodAt: now, checkAt: null }
  return before.standing === 'rejected' ? { stoodAt: now, checkAt: await readDbNow() } : { stoodAt: now }
}
