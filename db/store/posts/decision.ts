import { and, asc, eq, type SQL } from 'drizzle-orm'
import type { Database, Engine, Tables } from '../../engines/engine.ts'
import type { Decision, DecisionKind } from '../../model/decision.ts'
import { AppError } from '../../model/error.ts'
import { listHolding } from '../../model/filing/holding.ts'
import type { PostStanding } from '../../model/standing.ts'
import { listTakeaways } from '../filing/known-takeaways.ts'
import { addFilingNotes } from '../lists/filing-notes.ts'
import { readPosts } from '../lists/read-posts.ts'
import type { DecisionOutcome, Store } from '../store.ts'
import { startWriting, type Writing } from '../writing.ts'
import { fileUnder, getState, placePost, takeProposal } from './place-post.ts'
import { toPlacement } from './placement.ts'

type DecisionStore = Pick<Store, 'decide' | 'refile' | 'undo' | 'listDecisions'>
type DecisionRow = Tables['decision']['$inferSelect']

const kinds: Record<PostStanding, DecisionKind> = {
  approved: 'approve',
  rejected: 'reject',
  stashed: 'stash',
  pending: 'requeue',
}

export function createDecisionStore(engine: Engine, clock: () => number): DecisionStore {
  const { tables } = engine
  const { post, decision } = tables

  return {
    decide: ({ campaignId, postId, version, actor, standing, takeaway, proposed }) =>
      write(campaignId, async (writing) => {
        const state = await getState(writing, campaignId, postId)
        const filed =
          proposed !== undefined
            ? await takeProposal(writing, state, proposed)
            : takeaway !== undefined
              ? await fileUnder(writing, state, takeaway)
              : toPlacement(state.post)
        const by = { version, actor, kind: kinds[standing] }
        return { postId, decisionId: await placePost(writing, state, by, { ...filed, standing }) }
      }),

    refile: ({ campaignId, postId, version, actor, takeaway }) =>
      write(campaignId, async (writing) => {
        const state = await getState(writing, campaignId, postId)
        const by = { version, actor, kind: 'refile' as const }
        const after = await fileUnder(writing, state, takeaway)
        return { postId, decisionId: await placePost(writing, state, by, after) }
      }),

    undo: ({ campaignId, decisionId, actor }) =>
      write(campaignId, async (writing) => {
        const undone = await getUndoable(writing, campaignId, decisionId)
        const state = await getState(writing, campaignId, undone.postId)
        const isStanding = await isNewestHolding(writing, undone, state.post.version)
        const by = {
          ...{ actor, kind: 'undo' as const },
          version: isStanding ? state.post.version : undone.version,
        }
        return {
          postId: undone.postId,
          decisionId: await placePost(writing, state, by, undone.before),
        }
      }),

    listDecisions: (campaignId, postId) =>
      readDecisions(
        engine.reader,
        tables,
        and(eq(decision.campaignId, campaignId), eq(decision.postId, postId)),
      ),
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
      const { db } = transaction
      const read = await readPosts(db, tables, { where: eq(post.id, postId) })
      const [changed] = await addFilingNotes(db, engine, read)
      if (!changed) throw new AppError('not_found', 'There is no such post.')
      if (decisionId === null) return { post: changed, decision: null }
      const [taken = null] = await readDecisions(db, tables, eq(decision.id, decisionId))
      return { post: changed, decision: taken }
    })
  }
}

async function getUndoable(writing: Writing, campaignId: number, decisionId: number): Promise<DecisionRow> {
  const { transaction, tables } = writing
  const { decision } = tables
  const where = and(eq(decision.id, decisionId), eq(decision.campaignId, campaignId))
  const [row] = await transaction.db.select().from(decision).where(where)
  if (!row) throw new AppError('not_found', 'There is no such decision.')
  if (row.userId === null || row.kind === 'undo')
    throw new AppError('invalid', 'This can not be taken back: decide anew instead.')
  const { takeaway } = row.before
  if (takeaway !== null && !(await listTakeaways(writing, campaignId)).has(takeaway))
    throw new AppError('conflict', 'Its takeaway was removed since: decide anew instead.')
  return row
}

/**
 * Whether a decision is the newest that still holds: those after it were all taken back, and the post was not
 * edited since. Taking it back then undoes nobody else's.
 */
async function isNewestHolding(
  { transaction, tables: { decision } }: Writing,
  asked: DecisionRow,
  postVersion: number,
): Promise<boolean> {
  const all = await transaction.db
    .select()
    .from(decision)
    .where(eq(decision.postId, asked.postId))
    .orderBy(asc(decision.id))
  return listHolding(all).at(-1)?.id === asked.id && all.at(-1)?.version === postVersion
}

/** With the names of who took them, oldest first. */
async function readDecisions(
  db: Database,
  { decision, user }: Tables,
  where: SQL | undefined,
): Promise<Decision[]> {
  const rows = await db
    .select({ decision, userName: user.name })
    .from(decision)
    .leftJoin(user, eq(decision.userId, user.id))
    .where(where)
    .orderBy(asc(decision.id))
  return rows.map(({ decision: { id, postId, kind, userId, at, before, after }, userName }) => {
    return { id, postId, kind, userId, userName, at, before, after }
  })
}
