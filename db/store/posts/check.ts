import { randomBytes } from 'node:crypto'
import { and, asc, eq, gt, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { longestLookMs, unansweredMs } from '../../model/check-schedule.ts'
import { slackMs } from '../../model/wait.ts'
import { isOver, readDbNow } from '../db-now.ts'
import type { CheckClaim, Store, Verification } from '../store.ts'
import type { Writing } from '../writing.ts'
import { noClaim } from './change-post.ts'

type CheckStore = Pick<Store, 'claimDueChecks' | 'renewChecks' | 'returnChecks' | 'postponeChecks'>

/**
 * Who asks the network about which posts. Claims take no campaign's lock and wait for nobody, and so nobody waits long for
 * them. All times here, also when a post is due, are the database's own, since the clocks of its clients may differ.
 */
export function createCheckStore({ tables, reader, transaction, isOneOf, nowMs }: Engine): CheckStore {
  const { post, author } = tables
  const inMs = (ms: number) => sql<number>`${nowMs} + ${sql.raw(String(Math.trunc(ms)))}`

  return {
    async claimDueChecks(campaignId, network, { limit, leaseMs, owner, recheckMs = 0 }) {
      const isDue = and(
        await isDueHere(campaignId, network, recheckMs),
        isOver(post.checkClaimEndsAt, nowMs, leaseMs),
      )
      const claim: CheckClaim = { token: `${owner} ${randomBytes(6).toString('hex')}`, network, due: [] }
      // Mostly there is nothing, and then nothing is written either.
      const found = await reader.select({ id: post.id }).from(post).where(isDue).limit(1)
      if (found.length === 0) return claim
      return transaction(async ({ db, pickFree }) => {
        const ids = await pickFree(post, { where: isDue, orderBy: [asc(post.checkAt), asc(post.id)], limit })
        if (ids.length === 0) return claim
        await db
          .update(post)
          .set({ checkClaim: claim.token, checkClaimEndsAt: inMs(leaseMs) })
          .where(isOneOf(post.id, ids))
        const due = await db
          .select({
            ...{ uri: post.uri, cid: post.cid, attempts: post.checkAttempts },
            ...{ authorId: author.networkId, standing: author.standing },
          })
          .from(post)
          .innerJoin(author, eq(post.authorId, author.id))
          .where(isOneOf(post.id, ids))
          .orderBy(asc(post.checkAt), asc(post.id))
        return {
          ...claim,
          due: due.map(({ standing, ...one }) => ({ ...one, isAway: standing !== 'active' })),
        }
      })
    },

    renewChecks: (campaignId, claim, leaseMs) =>
      transaction(async ({ db, pickFree }) => {
        const where = isClaimed(campaignId, claim)
        // Who is written to just now is held next time.
        const ids = await pickFree(post, { where, orderBy: [asc(post.id)], limit: claim.due.length })
        const set = { checkClaimEndsAt: inMs(leaseMs) }
        if (ids.length > 0) await db.update(post).set(set).where(isOneOf(post.id, ids))
      }),

    async returnChecks(campaignId, network, isGone) {
      const isHere = await isDueHere(campaignId, network, 0)
      const claims = await reader
        .selectDistinct({ token: post.checkClaim })
        .from(post)
        .where(and(isHere, gt(post.checkClaimEndsAt, nowMs)))
      const gone = claims.flatMap(({ token }) => (token && isGone(readOwner(token)) ? token : []))
      if (gone.length === 0) return
      await transaction(async ({ db, pickFree }) => {
        const where = and(isHere, isOneOf(post.checkClaim, gone))
        const ids = await pickFree(post, { where, orderBy: [asc(post.id)], limit: 10_000 })
        if (ids.length > 0) await db.update(post).set(noClaim).where(isOneOf(post.id, ids))
      })
    },

    postponeChecks: (campaignId, claim, waitMs) =>
      transaction(async ({ db, lockCampaigns }) => {
        await lockCampaigns([campaignId])
        await db
          .update(post)
          .set({ ...noClaim, checkAt: inMs(waitMs) })
          .where(and(isClaimed(campaignId, claim), isNotNull(post.checkAt)))
      }),
  }

  /** What is due further ahead than any post ever is was put there by a clock that was ahead: it is due now. */
  async function isDueHere(campaignId: number, network: string, recheckMs: number): Promise<SQL | undefined> {
    const isHere = and(eq(post.network, network), eq(post.campaignId, campaignId))
    const now = await readDbNow(reader, nowMs)
    const latest = now + Math.max(recheckMs, longestLookMs) + slackMs
    return and(isHere, or(lte(post.checkAt, now), gt(post.checkAt, latest)))
  }

  function isClaimed(campaignId: number, claim: CheckClaim): SQL | undefined {
    return whereClaimed({ tables, isOneOf, nowMs }, campaignId, claim)
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

/** What ran out is lost even if nobody took it: its worker stood still, and what it knows may be old. */
function whereClaimed(
  { tables, isOneOf, nowMs }: Pick<Writing, 'tables' | 'isOneOf' | 'nowMs'>,
  campaignId: number,
  { token, network, due }: CheckClaim,
): SQL | undefined {
  const { post } = tables
  const uris = due.map(({ uri }) => uri)
  return and(
    and(eq(post.campaignId, campaignId), eq(post.network, network)),
    and(isOneOf(post.uri, uris), eq(post.checkClaim, token), gt(post.checkClaimEndsAt, nowMs)),
  )
}

/** A token is its worker's name and what makes it this claim's alone. */
function readOwner(token: string): string {
  return token.slice(0, token.lastIndexOf(' '))
}
