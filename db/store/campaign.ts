import { isDeepStrictEqual } from 'node:util'
import { and, eq, inArray, notInArray, or } from 'drizzle-orm'
import type { Engine, Tables } from '../engines/engine.ts'
import type { Campaign } from '../model/campaign.ts'
import { AppError } from '../model/error.ts'
import { findNextRelease, listUnreleased } from '../model/release.ts'
import { reviewPosts } from './posts/review-posts.ts'
import type { Store } from './store.ts'
import { startWriting, type Writing } from './writing.ts'

type CampaignStore = Pick<
  Store,
  'saveCampaign' | 'settleReleases' | 'archiveCampaign' | 'listCampaigns' | 'getCampaign'
>

export function createCampaignStore(engine: Engine, clock: () => number): CampaignStore {
  const { tables } = engine
  const { campaign, logHead, takeaway, post } = tables

  return {
    saveCampaign: (content) =>
      engine.transaction(async (transaction) => {
        const { db } = transaction
        await transaction.lockCampaigns()
        const at = clock()
        const writing = startWriting(engine, transaction, at)
        const [known] = await db.select().from(campaign).where(eq(campaign.slug, content.slug))
        if (known && isDeepStrictEqual(known.content, content)) {
          await settle(writing, known)
          await writing.events.write(transaction, at)
          return { campaign: toCampaign(await readRow(db, known.id)), outcome: 'same' }
        }
        const [saved] = known
          ? await db.update(campaign).set({ content }).where(eq(campaign.id, known.id)).returning()
          : await db.insert(campaign).values({ slug: content.slug, content, createdAt: at }).returning()
        if (!saved) throw new AppError('internal', 'The campaign could not be stored.')
        if (!known) await transaction.insertMany(logHead, [{ campaignId: saved.id, seq: 0 }])
        for (const { number, slug, title } of content.takeaways) {
          await db
            .insert(takeaway)
            .values({ campaignId: saved.id, number, slug, title })
            .onConflictDoUpdate({ target: [takeaway.campaignId, takeaway.number], set: { slug, title } })
        }
        await removeTakeaways(
          transaction.db,
          saved.id,
          content.takeaways.map(({ number }) => number),
        )
        if (!(await settle(writing, saved))) writing.events.add(saved.id, changed)
        await writing.events.write(transaction, at)
        return {
          campaign: toCampaign(await readRow(db, saved.id)),
          outcome: known ? 'changed' : 'created',
        }
      }),

    settleReleases: (campaignId) =>
      engine.transaction(async (transaction) => {
        await transaction.lockCampaigns([campaignId])
        const writing = startWriting(engine, transaction, clock())
        const row = await readRow(transaction.db, campaignId)
        await settle(writing, row)
        await writing.events.write(transaction, writing.now)
        const now = await readNow(writing)
        const next = findNextRelease(row.content, now)
        return { nextInMs: next === null ? null : next - now }
      }),

    archiveCampaign: (slug, isArchived) =>
      engine.transaction(async (transaction) => {
        await transaction.lockCampaigns()
        const writing = startWriting(engine, transaction, clock())
        const known = await findRow(transaction.db, slug)
        if ((known.archivedAt !== null) === isArchived) return toCampaign(known)
        const archivedAt = isArchived ? writing.now : null
        await transaction.db.update(campaign).set({ archivedAt }).where(eq(campaign.id, known.id))
        writing.events.add(known.id, changed)
        await writing.events.write(transaction, writing.now)
        return toCampaign({ ...known, archivedAt })
      }),

    async listCampaigns() {
      const rows = await engine.reader.select().from(campaign).orderBy(campaign.id)
      return rows.map(toCampaign)
    },

    getCampaign: async (slug) => toCampaign(await findRow(engine.reader, slug)),
  }

  async function findRow(db: Engine['reader'], slug: string): Promise<CampaignRow> {
    const [row] = await db.select().from(campaign).where(eq(campaign.slug, slug))
    if (!row) throw new AppError('not_found', `There is no campaign "${slug.slice(0, 80)}".`)
    return row
  }

  /**
   * Releases what has come to its day, takes back what has not, in both with the posts under it, and tells the log; false when
   * all was so already. Worked out anew each time, so that neither a date edited back and forth nor a clock set right leaves
   * anything behind.
   */
  async function settle(writing: Writing, row: CampaignRow): Promise<boolean> {
    const { db } = writing.transaction
    const unreleased = listUnreleased(row.content, await readNow(writing))
    if (isDeepStrictEqual(unreleased, row.unreleased)) return false
    await db.update(campaign).set({ unreleased }).where(eq(campaign.id, row.id))
    // Before its posts: whoever hears of them knows the takeaway by then.
    writing.events.add(row.id, changed)
    const isTouched = or(eq(post.hiddenWhy, 'unreleased'), inArray(post.takeaway, unreleased))
    await reviewPosts(writing, and(eq(post.campaignId, row.id), isTouched))
    return true
  }

  /** A file's database has no clock but the machine's, which is ours; between machines the database's clock counts (ADR 21). */
  async function readNow(writing: Writing): Promise<number> {
    return engine.kind === 'sqlite' ? writing.now : writing.readDbNow()
  }

  async function readRow(db: Engine['reader'], campaignId: number): Promise<CampaignRow> {
    const [row] = await db.select().from(campaign).where(eq(campaign.id, campaignId))
    if (!row) throw new AppError('not_found', 'There is no such campaign.')
    return row
  }

  /** Posts filed under a takeaway that is no more become unfiled; nothing else of them changes. */
  async function removeTakeaways(db: Engine['reader'], campaignId: number, kept: number[]): Promise<void> {
    const gone = kept.length > 0 ? notInArray(post.takeaway, kept) : undefined
    await db
      .update(post)
      .set({ takeaway: null, filedBy: null, filingConfidence: 0, filingReason: 'Its takeaway was removed' })
      .where(and(eq(post.campaignId, campaignId), gone))
    await db
      .update(post)
      .set({ proposed: null })
      .where(
        and(eq(post.campaignId, campaignId), kept.length > 0 ? notInArray(post.proposed, kept) : undefined),
      )
    await db
      .delete(takeaway)
      .where(
        and(
          eq(takeaway.campaignId, campaignId),
          kept.length > 0 ? notInArray(takeaway.number, kept) : undefined,
        ),
      )
  }
}

type CampaignRow = Tables['campaign']['$inferSelect']

const changed = { kind: 'campaign_changed' as const, postId: null, isPublic: true }

function toCampaign({ id, content, unreleased, archivedAt }: CampaignRow): Campaign {
  return { ...content, id, unreleased, ...(archivedAt !== null && { archivedAt }) }
}
