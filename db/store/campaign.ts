import { isDeepStrictEqual } from 'node:util'
import { and, eq, notInArray } from 'drizzle-orm'
import type { Engine } from '../engines/engine.ts'
import type { Campaign } from '../model/campaign.ts'
import { AppError } from '../model/error.ts'
import type { Store } from './store.ts'

type CampaignStore = Pick<Store, 'saveCampaign' | 'listCampaigns' | 'getCampaign'>

export function createCampaignStore(engine: Engine, clock: () => number): CampaignStore {
  const { tables } = engine
  const { campaign, logHead, takeaway, post } = tables

  return {
    saveCampaign: (content) =>
      engine.transaction(async (transaction) => {
        const { db } = transaction
        await transaction.lockCampaigns()
        const [known] = await db.select().from(campaign).where(eq(campaign.slug, content.slug))
        if (known && isDeepStrictEqual(known.content, content)) {
          return { campaign: toCampaign(known), outcome: 'same' }
        }
        const at = clock()
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
        const changed = { kind: 'campaign_changed' as const, postId: null, isPublic: true }
        await transaction.appendEvents(saved.id, [changed], at)
        return { campaign: toCampaign(saved), outcome: known ? 'changed' : 'created' }
      }),

    async listCampaigns() {
      const rows = await engine.reader.select().from(campaign).orderBy(campaign.id)
      return rows.map(toCampaign)
    },

    async getCampaign(slug) {
      const [row] = await engine.reader.select().from(campaign).where(eq(campaign.slug, slug))
      if (!row) throw new AppError('not_found', `There is no campaign "${slug.slice(0, 80)}".`)
      return toCampaign(row)
    },
  }

  /** Posts filed under a takeaway that is no more become unfiled; nothing else of them changes. */
  async function removeTakeaways(db: Engine['reader'], campaignId: number, kept: number[]): Promise<void> {
    const gone = kept.length > 0 ? notInArray(post.takeaway, kept) : undefined
    await db
      .update(post)
      .set({ takeaway: null, filedBy: null, filingConfidence: 0, filingReason: 'Its takeaway was removed' })
      .where(and(eq(post.campaignId, campaignId), gone))
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

function toCampaign(row: { id: number; content: Campaign | Omit<Campaign, 'id'> }): Campaign {
  return { ...row.content, id: row.id }
}
