import { and, asc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { Engine, Transaction } from '../../engines/engine.ts'
import { createLease, nameClaim } from '../jobs/lease.ts'
import { startWriting } from '../writing.ts'
import type { FiledRelative, FilingStore, WaitingPost } from './filing-store.ts'
import { recordFilings } from './record-filings.ts'
import { toRelative } from './relative.ts'

type FilingVerbs = Pick<FilingStore, 'claimFilings' | 'recordFilings' | 'countWaiting' | 'findFiledRelatives'>

export function createFilingStore(engine: Engine, clock: () => number): FilingVerbs {
  const { reader, tables, isOneOf } = engine
  const { post, media } = tables
  const lease = createLease(engine, 'filing')

  // In these words, which the index of waiting posts has as well.
  const isWaiting = (campaignId: number) =>
    and(
      eq(post.campaignId, campaignId),
      sql`${post.standing} = 'pending'`,
      sql`${post.removedWhy} IS NULL`,
      or(isNull(post.filedBy), sql`${post.filedBy} <> 'moderator'`),
    )

  return {
    async claimFilings(campaignId, model, { limit, leaseMs, owner, onlyNew = false }) {
      const isWanted = onlyNew
        ? isNull(post.filedWith)
        : or(isNull(post.filedWith), lt(post.filedWith, model), gt(post.filedWith, model))
      const where = and(isWaiting(campaignId), isWanted)
      // Asked every second: it mostly finds nothing, and then takes nobody's turn to write.
      const [some] = await reader.select({ id: post.id }).from(post).where(where).limit(1)
      if (!some) return { token: '', posts: [] }
      return engine.transaction(async (transaction) => {
        const others = onlyNew ? [] : [lt(post.filedWith, model), gt(post.filedWith, model)]
        const picks = [isNull(post.filedWith), ...others].map((wanted) => ({
          where: and(isWaiting(campaignId), wanted),
          // Who waits longest is looked at first, as moderators do.
          orderBy: [asc(post.filedWith), asc(post.id)],
          limit,
        }))
        const token = nameClaim(owner)
        const ids = await lease.takeRows(transaction, { by: token, leaseMs }, picks)
        return { token, posts: ids.length > 0 ? await readWaiting(transaction, ids) : [] }
      })
    },

    recordFilings: (campaignId, { token }, model, filings) =>
      engine.transaction(async (transaction) => {
        const writing = startWriting(engine, transaction, clock())
        await transaction.lockCampaigns([campaignId])
        const result = await recordFilings(writing, { campaignId, token, model }, filings)
        await writing.events.write(transaction, writing.now)
        return result
      }),

    async countWaiting(campaignId, model) {
      const isBehind =
        model === null ? sql`true` : or(isNull(post.filedWith), sql`${post.filedWith} <> ${model}`)
      const [row] = await reader
        .select({
          waiting: sql<number>`count(*)`.mapWith(Number),
          behind: sql<number>`count(CASE WHEN ${isBehind} THEN 1 END)`.mapWith(Number),
        })
        .from(post)
        .where(isWaiting(campaignId))
      return row ?? { waiting: 0, behind: 0 }
    },

    async findFiledRelatives(campaignId, uris) {
      const relatives = new Map<string, FiledRelative>()
      if (uris.length === 0) return relatives
      const rows = await reader
        .select({
          uri: post.uri,
          takeaway: post.takeaway,
          filedBy: post.filedBy,
          authorId: post.authorId,
          standing: post.standing,
          signals: post.signals,
          removedWhy: post.removedWhy,
        })
        .from(post)
        .where(and(eq(post.campaignId, campaignId), isOneOf(post.uri, [...new Set(uris)])))
      for (const { uri, ...row } of rows) {
        const relative = toRelative(row)
        if (relative) relatives.set(uri, relative)
      }
      return relatives
    },
  }

  async function readWaiting({ db }: Transaction, ids: readonly number[]): Promise<WaitingPost[]> {
    const rows = await db.select().from(post).where(isOneOf(post.id, ids)).orderBy(asc(post.id))
    const pictures = await db
      .select({ postId: media.postId, alt: media.alt })
      .from(media)
      .where(isOneOf(media.postId, ids))
      .orderBy(asc(media.postId), asc(media.position))
    const alts = new Map<number, string[]>()
    for (const { postId, alt } of pictures) {
      if (alt !== '') alts.set(postId, [...(alts.get(postId) ?? []), alt])
    }
    return rows.map((row) => ({
      id: row.id,
      version: row.version,
      cid: row.cid,
      text: row.text,
      alts: alts.get(row.id) ?? [],
      body: row.body,
      cardHref: row.card?.href ?? null,
      authorId: row.authorId,
      references: { replyTo: row.replyTo, replyRoot: row.replyRoot, quoteOf: row.quoteOf },
      signals: row.signals,
      secondOpinion: row.secondOpinion?.judgement ?? null,
      filing: {
        takeaway: row.takeaway,
        by: row.filedBy,
        confidence: row.filingConfidence,
        reason: row.filingReason,
      },
    }))
  }
}
