import { and, asc, eq, gt, isNotNull, lte, or, type SQL } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { longestLookMs, unansweredMs } from '../../model/check-schedule.ts'
import { slackMs } from '../../model/wait.ts'
import { fromNow, readDbNow } from '../db-now.ts'
import { createLease, nameClaim, ownerOf } from '../jobs/lease.ts'
import type { CheckClaim, Store, Verification } from '../store.ts'
import type { Writing } from '../writing.ts'
import { noClaim } from './change-post.ts'

type CheckStore = Pick<Store, 'claimDueChecks' | 'renewChecks' | 'returnChecks' | 'postponeChecks'>

/**
 * Who asks the network about which posts. Claims take no campaign's lock and wait for nobody, and so nobody
 * waits long for them. All times here, also when a post is due, are the database's own, since the clocks of
 * its clients may differ.
 */
export function createCheckStore(engine: Engine): CheckStore {
  const { tables, reader, transaction, isOneOf, nowMs } = engine
  const { post, author } = tables
  const lease = createLease(engine, 'lookUp')

  return {
    async claimDueChecks(campaignId, network, { limit, leaseMs, owner, recheckMs = 0 }) {
      const isDue = await isDueHere(campaignId, network, recheckMs)
      const claim: CheckClaim = { token: nameClaim(owner), network, due: [] }
      // Mostly there is nothing, and then nothing is written either.
      const found = await reader
        .select({ id: post.id })
        .from(post)
        .where(and(isDue, lease.isFree(leaseMs)))
        .limit(1)
      if (found.length === 0) return claim
      return transaction(async (writing) => {
        const orderBy = [asc(post.checkAt), asc(post.id)]
        const picks = [{ where: isDue, orderBy, limit }]
        const ids = await lease.takeRows(writing, { by: claim.token, leaseMs }, picks)
        if (ids.length === 0) return claim
        const due = await writing.db
          .select({
            ...{ uri: post.uri, cid: post.cid, attempts: post.checkAttempts },
            ...{ authorId: author.networkId, standing: author.standing },
          })
          .from(post)
          .innerJoin(author, eq(post.authorId, author.id))
          .where(isOneOf(post.id, ids))
          .orderBy(...orderBy)
        return {
          ...claim,
          due: due.map(({ standing, ...one }) => ({ ...one, isAway: standing !== 'active' })),
        }
      })
    },

    renewChecks: (campaignId, claim, leaseMs) =>
      transaction(async (writing) => {
        const where = whereClaimed(engine, campaignId, claim)
        // Who is written to just now is held next time.
        await lease.keepRows(writing, { where, orderBy: [asc(post.id)], limit: claim.due.length }, leaseMs)
      }),

    async returnChecks(campaignId, network, isGone) {
      const isHere = await isDueHere(campaignId, network, 0)
      const claims = await reader
        .selectDistinct({ token: post.checkClaim })
        .from(post)
        .where(and(isHere, gt(post.checkClaimEndsAt, nowMs)))
      const gone = claims.flatMap(({ token }) => (token && isGone(ownerOf(token)) ? token : []))
      if (gone.length === 0) return
      const where = and(isHere, isOneOf(post.checkClaim, gone))
      await transaction((writing) =>
        lease.freeRows(writing, { where, orderBy: [asc(post.id)], limit: 10_000 }),
      )
    },

    postponeChecks: (campaignId, claim, waitMs) =>
      transaction(async ({ db, lockCampaigns }) => {
        await lockCampaigns([campaignId])
        await db
          .update(post)
          .set({ ...noClaim, checkAt: fromNow(nowMs, waitMs) })
          .where(and(whereClaimed(engine, campaignId, claim), isNotNull(post.checkAt)))
      }),
  }

  /**
   * What is due further ahead than any post ever is was put there by a clock that was ahead: it is due now.
   */
  async function isDueHere(campaignId: number, network: string, recheckMs: number): Promise<SQL | undefined> {
    const isHere = and(eq(post.network, network), eq(post.campaignId, campaignId))
    const now = await readDbNow(reader, nowMs)
    const latest = now + Math.max(recheckMs, longestLookMs) + slackMs
    return and(isHere, or(lte(post.checkAt, now), gt(post.checkAt, latest)))
  }
}

/** Ends the claim, and answers which posts were still its own. Those without an answer are due again soon. */
export async function endClaim(
  writing: Writing,
  campaignId: number,
  claim: CheckClaim,
  answers: readonly Verification[],
): Promise<CheckClaim['due']> {
  const { transaction, tables, isOneOf } = writing
  const { post } = tables
  // One statement: what it answers nobody can claim any more before the end.
  const ended = await transaction.db
    .update(post)
    .set(noClaim)
    .where(whereClaimed(writing, campaignId, claim))
    .returning({ id: post.id, uri: post.uri })
  const answered = new Set(answers.map(({ uri }) => uri))
  const unanswered = ended.flatMap(({ id, uri }) => (answered.has(uri) ? [] : id))
  if (unanswered.length > 0) {
    await transaction.db
      .update(post)
      .set({ checkAt: (await writing.readDbNow()) + unansweredMs })
      .where(and(isOneOf(post.id, unanswered), isNotNull(post.checkAt)))
  }
  const ours = new Set(ended.map(({ uri }) => uri))
  return claim.due.filter(({ uri }) => ours.has(uri))
}

function whereClaimed(
  engine: Pick<Engine, 'tables' | 'isOneOf' | 'nowMs'>,
  campaignId: number,
  { token, network, due }: CheckClaim,
): SQL | undefined {
  const { post } = engine.tables
  const uris = due.map(({ uri }) => uri)
  const isHere = and(eq(post.campaignId, campaignId), eq(post.network, network))
  return and(isHere, engine.isOneOf(post.uri, uris), createLease(engine, 'lookUp').isHeldBy(token))
}
