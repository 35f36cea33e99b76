import { and, asc, eq } from 'drizzle-orm'
import type { Engine } from '../engines/engine.ts'
import type { Actor } from '../model/actor.ts'
import type { Decision, DecisionKind, Placement } from '../model/decision.ts'
import { AppError } from '../model/error.ts'
import type { PostStanding } from '../model/standing.ts'
import { changePost, type PostState, readStates } from './change-post.ts'
import { addFilingNotes } from './filing-notes.ts'
import { listHolding } from './holding.ts'
import { listTakeaways } from './known-takeaways.ts'
import { placementColumns, toPlacement } from './placement.ts'
import { type PostRow, readPosts } from './read-posts.ts'
import type { DecisionOutcome, Store } from './store.ts'
import { startWriting, type Writing } from './writing.ts'

type DecisionStore = Pick<Store, 'decide' | 'refile' | 'undo' | 'listDecisions'>

interface Order {
  version: number
  actor: Actor
}

const kinds: Record<PostStanding, DecisionKind> = {
  approved: 'approve',
  rejected: 'reject',
  stashed: 'stash',
  pending: 'requeue',
}

export function createDecisionStore(engine: Engine, clock: () => number): DecisionStore {
  const { tables } = engine
  const { post, decision, user } = tables

  return {
    decide: (order) =>
      write(order.campaignId, async (writing) => {
        const state = await getState(writing, order.campaignId, order.postId)
        const filed =
          order.takeaway === undefined
            ? toPlacement(state.post)
            : await fileUnder(writing, state, order.takeaway)
        return place(writing, state, order, { ...filed, standing: order.standing }, kinds[order.standing])
      }),

    refile: (order) =>
      write(order.campaignId, async (writing) => {
        const state = await getState(writing, order.campaignId, order.postId)
        return place(writing, state, order, await fileUnder(writing, state, order.takeaway), 'refile')
      }),

    undo: ({ campaignId, decisionId, actor }) =>
      write(campaignId, async (writing) => {
        const where = and(eq(decision.id, decisionId), eq(decision.campaignId, campaignId))
        const [undone] = await writing.transaction.db.select().from(decision).where(where)
        if (!undone) throw new AppError('not_found', 'There is no such decision.')
        if (undone.userId === null || undone.kind === 'undo') {
          throw new AppError('invalid', 'This can not be taken back: decide anew instead.')
        }
        const state = await getState(writing, campaignId, undone.postId)
        const { takeaway } = undone.before
        if (takeaway !== null && !(await listTakeaways(writing, campaignId)).has(takeaway)) {
          throw new AppError('conflict', 'Its takeaway was removed since: decide anew instead.')
        }
        const version = (await isStanding(writing, undone)) ? state.post.version : undone.version
        return place(writing, state, { version, actor }, undone.before, 'undo')
      }),

    async listDecisions(campaignId, postId) {
      const rows = await engine.reader
        .select({ decision, userName: user.name })
        .from(decision)
        .leftJoin(user, eq(decision.userId, user.id))
        .where(and(eq(decision.campaignId, campaignId), eq(decision.postId, postId)))
        .orderBy(asc(decision.id))
      return rows.map((row) => toDecision(row.decision, row.userName))
    },
  }

  async function write(
    campaignId: number,
    run: (writing: Writing) => Promise<{ postId: number; decisionId: number | null }>,
  ): Promise<DecisionOutcome> {
    return engine.transaction(async (transaction) => {
      const writing = startWriting(engine, transaction, clock())
      await transaction.lockCampaigns([campaignId])
      const { postId, decisionId } = await run(writing)
      await writing.events.write(transaction, writing.now)
      const read = await readPosts(transaction.db, tables, { where: eq(post.id, postId) })
      const [changed] = await addFilingNotes(transaction.db, engine, read)
      if (!changed) throw new AppError('not_found', 'There is no such post.')
      if (decisionId === null) return { post: changed, decision: null }
      const [row] = await transaction.db
        .select({ decision, userName: user.name })
        .from(decision)
        .leftJoin(user, eq(decision.userId, user.id))
        .where(eq(decision.id, decisionId))
      return { post: changed, decision: row ? toDecision(row.decision, row.userName) : null }
    })
  }

  async function getState(writing: Writing, campaignId: number, postId: number): Promise<PostState> {
    const where = and(eq(post.id, postId), eq(post.campaignId, campaignId))
    const [state] = await readStates(writing.transaction.db, tables, where)
    if (!state) throw new AppError('not_found', 'There is no such post.')
    return state
  }

  /**
   * Whether a decision is the newest that still holds: those after it were all taken back, and the post was not edited since.
   * Taking it back then undoes nobody else's.
   */
  async function isStanding(writing: Writing, asked: typeof decision.$inferSelect): Promise<boolean> {
    const { db } = writing.transaction
    const all = await db
      .select()
      .from(decision)
      .where(eq(decision.postId, asked.postId))
      .orderBy(asc(decision.id))
    const { post } = await getState(writing, asked.campaignId, asked.postId)
    return listHolding(all).at(-1)?.id === asked.id && all.at(-1)?.version === post.version
  }

  /** Where the post would stand under another takeaway, by a person's word. */
  async function fileUnder(writing: Writing, { post }: PostState, number: number | null): Promise<Placement> {
    const before = toPlacement(post)
    if (number !== null) {
      const known = await listTakeaways(writing, post.campaignId)
      if (!known.has(number)) throw new AppError('invalid', `This campaign has no takeaway ${number}.`)
    }
    // Agreeing with a guess is a decision too: from now on it is a person's.
    return {
      ...before,
      takeaway: number,
      filedBy: 'moderator',
      confidence: 1,
      reason: 'A moderator filed it',
    }
  }

  async function place(
    writing: Writing,
    state: PostState,
    { version, actor }: Order,
    after: Placement,
    kind: DecisionKind,
  ) {
    const { transaction, now } = writing
    const before = toPlacement(state.post)
    const standsSo =
      before.standing === after.standing &&
      before.takeaway === after.takeaway &&
      before.filedBy === after.filedBy
    if (standsSo) return { postId: state.post.id, decisionId: null }
    if (state.post.removedWhy === 'deleted' || state.post.removedWhy === 'untagged') {
      throw new AppError('conflict', 'Its author took this post back; there is nothing left to decide.')
    }
    if (state.post.version !== version) {
      throw new AppError('conflict', 'This post changed since you saw it. Look at it again, then decide.')
    }
    const set: Partial<PostRow> = { ...placementColumns(after), version: version + 1 }
    if (before.standing !== after.standing) {
      set.stoodAt = now
      // What was rejected is no longer looked after; if it comes back, the network is asked first.
      if (after.standing === 'rejected') set.checkAt = null
      else if (before.standing === 'rejected') set.checkAt = now
    }
    await changePost(writing, state, set, before.standing === after.standing ? 'post_filed' : 'post_decided')
    const row = {
      campaignId: state.post.campaignId,
      postId: state.post.id,
      kind,
      userId: actor.id,
      at: now,
      before,
      after,
      version: version + 1,
    }
    const [decisionId] = await transaction.insertMany(decision, [row])
    return { postId: state.post.id, decisionId: decisionId ?? null }
  }

  function toDecision(row: typeof decision.$inferSelect, userName: string | null): Decision {
    const { id, postId, kind, userId, at, before, after } = row
    return { id, postId, kind, userId, userName, at, before, after }
  }
}
