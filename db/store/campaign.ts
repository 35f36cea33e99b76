import { isDeepStrictEqual } from 'node:util'
import { and, eq, inArray, or } from 'drizzle-orm'
import type { Engine, Tables } from '../engines/engine.ts'
import { type Campaign, type CampaignContent, giveIds, type Takeaway } from '../model/campaign.ts'
import type { Placement } from '../model/decision.ts'
import { AppError } from '../model/error.ts'
import { findNextRelease, listUnreleased } from '../model/release.ts'
import { isErased } from '../model/visibility.ts'
import { lookAgainIfMoved } from './filing/look-again.ts'
import { notFiledYet } from './filing/not-filed-yet.ts'
import { changePost, type PostState, readStates } from './posts/change-post.ts'
import { placementColumns, toPlacement } from './posts/placement.ts'
import { reviewPosts } from './posts/review-posts.ts'
import type { Store } from './store.ts'
import { whereNotErased } from './visibility.ts'
import { campaignChanged, startWriting, type Writing } from './writing.ts'

type CampaignStore = Pick<
  Store,
  'saveCampaign' | 'compareCampaign' | 'settleReleases' | 'archiveCampaign' | 'listCampaigns' | 'getCampaign'
>

export function createCampaignStore(engine: Engine, clock: () => number): CampaignStore {
  const { tables } = engine
  const { campaign, logHead, takeaway, post, ideaGroup } = tables

  return {
    saveCampaign: (file, { moves = new Map(), seen, isOnlyNew = false } = {}) =>
      engine.transaction(async (transaction) => {
        const { db } = transaction
        await transaction.lockCampaigns()
        const at = clock()
        const writing = startWriting(engine, transaction, at)
        const known = await findRow(db, file.slug)
        if (known && seen && !isDeepStrictEqual(known.content, seen))
          throw new AppError(
            'conflict',
            'Somebody changed this campaign meanwhile. Look at the difference again.',
          )
        const { content, lastTakeaway } = giveIds(file, known && { ...known.content, ...known })
        const isSame = known !== undefined && isDeepStrictEqual(known.content, content)
        if (known && (isSame || isOnlyNew)) {
          await settle(writing, known)
          await writing.events.write(transaction, at)
          return { campaign: toCampaign(await readRow(db, known.id)), outcome: isSame ? 'same' : 'kept' }
        }
        const [saved] = known
          ? await db
              .update(campaign)
              .set({ content, lastTakeaway })
              .where(eq(campaign.id, known.id))
              .returning()
          : await db
              .insert(campaign)
              .values({ slug: content.slug, content, lastTakeaway, createdAt: at })
              .returning()
        if (!saved) throw new AppError('internal', 'The campaign could not be stored.')
        if (!known) await transaction.insertMany(logHead, [{ campaignId: saved.id, seq: 0 }])
        await transaction.insertMany(
          takeaway,
          listMissing(content, known?.content).map(({ id }) => ({ campaignId: saved.id, takeawayId: id })),
        )
        if (!(await settle(writing, saved))) writing.events.add(saved.id, campaignChanged)
        for (const one of known ? listMissing(known.content, content) : [])
          await removeTakeaway(writing, { content, id: saved.id }, one, moves.get(one.id))
        await writing.events.write(transaction, at)
        return {
          campaign: toCampaign(await readRow(db, saved.id)),
          outcome: known ? 'changed' : 'created',
        }
      }),

    async compareCampaign(file) {
      const { reader } = engine
      const stored = await findRow(reader, file.slug)
      const { content } = giveIds(file, stored && { ...stored.content, ...stored })
      const removed = []
      for (const one of stored ? listMissing(stored.content, content) : [])
        removed.push({ ...one, posts: await countUnder(reader, stored?.id ?? 0, one.id) })
      return { stored: stored?.content ?? null, content, removed }
    },

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
        const known = await getRow(transaction.db, slug)
        if ((known.archivedAt !== null) === isArchived) return toCampaign(known)
        const archivedAt = isArchived ? writing.now : null
        await transaction.db.update(campaign).set({ archivedAt }).where(eq(campaign.id, known.id))
        writing.events.add(known.id, campaignChanged)
        await writing.events.write(transaction, writing.now)
        return toCampaign({ ...known, archivedAt })
      }),

    async listCampaigns() {
      const rows = await engine.reader.select().from(campaign).orderBy(campaign.id)
      return rows.map(toCampaign)
    },

    getCampaign: async (slug) => toCampaign(await getRow(engine.reader, slug)),
  }

  async function getRow(db: Engine['reader'], slug: string): Promise<CampaignRow> {
    const row = await findRow(db, slug)
    if (!row) throw new AppError('not_found', `There is no campaign "${slug.slice(0, 80)}".`)
    return row
  }

  /**
   * Releases what has come to its day, takes back what has not, in both with the posts under it, and tells
   * the log; false when all was so already. Worked out anew each time, so that neither a date edited back and
   * forth nor a clock set right leaves anything behind.
   */
  async function settle(writing: Writing, row: CampaignRow): Promise<boolean> {
    const { db } = writing.transaction
    const unreleased = listUnreleased(row.content, await readNow(writing))
    if (isDeepStrictEqual(unreleased, row.unreleased)) return false
    await db.update(campaign).set({ unreleased }).where(eq(campaign.id, row.id))
    // Before its posts: whoever hears of them knows the takeaway by then.
    writing.events.add(row.id, campaignChanged)
    const isTouched = or(eq(post.hiddenWhy, 'unreleased'), inArray(post.takeaway, unreleased))
    await reviewPosts(writing, and(eq(post.campaignId, row.id), isTouched))
    return true
  }

  /**
   * A file's database has no clock but the machine's, which is ours; between machines the database's clock
   * counts (ADR 21).
   */
  async function readNow(writing: Writing): Promise<number> {
    return engine.kind === 'sqlite' ? writing.now : writing.readDbNow()
  }

  async function findRow(db: Engine['reader'], slug: string): Promise<CampaignRow | undefined> {
    const [row] = await db.select().from(campaign).where(eq(campaign.slug, slug))
    return row
  }

  async function readRow(db: Engine['reader'], campaignId: number): Promise<CampaignRow> {
    const [row] = await db.select().from(campaign).where(eq(campaign.id, campaignId))
    if (!row) throw new AppError('not_found', 'There is no such campaign.')
    return row
  }

  async function countUnder(db: Engine['reader'], campaignId: number, id: number): Promise<number> {
    const isUnder = and(eq(post.campaignId, campaignId), eq(post.takeaway, id), whereNotErased(tables))
    return db.$count(post, isUnder)
  }

  /**
   * Its posts go where a person said; each hears of it. Throws `invalid` when nobody said, or named a place
   * that is none.
   */
  async function removeTakeaway(
    writing: Writing,
    home: { id: number; content: CampaignContent },
    { id, number, title }: Takeaway,
    to: number | null | undefined,
  ): Promise<void> {
    const { transaction } = writing
    const { db } = transaction
    const isHere = or(eq(post.takeaway, id), eq(post.proposed, id))
    const under = and(eq(post.campaignId, home.id), isHere)
    if (to === undefined && (await countUnder(db, home.id, id)) > 0)
      throw new AppError(
        'invalid',
        `Say where the posts under takeaway ${number} (“${title}”) go: it would be removed.`,
      )
    if (typeof to === 'number' && !home.content.takeaways.some((one) => one.id === to))
      throw new AppError('invalid', `Posts under takeaway ${number} would go to one that does not exist.`)
    const reason = 'Its takeaway was removed'
    const place =
      typeof to === 'number'
        ? { takeaway: to, filedBy: 'moderator' as const, confidence: 1, reason }
        : { takeaway: null, filedBy: null, confidence: 0, reason }
    for (let rows = await readSome(); rows.length > 0; rows = await readSome()) {
      for (const state of rows) await movePost(writing, state, id, place)
    }
    await db
      .update(ideaGroup)
      .set({ takeaway: place.takeaway })
      .where(and(eq(ideaGroup.campaignId, home.id), eq(ideaGroup.takeaway, id)))
    await db.delete(takeaway).where(and(eq(takeaway.campaignId, home.id), eq(takeaway.takeawayId, id)))

    /** By and by: a takeaway may hold more posts than memory should. */
    async function readSome(): Promise<PostState[]> {
      const some = await db.select({ id: post.id }).from(post).where(under).limit(atOnce)
      return some.length === 0
        ? []
        : readStates(
            db,
            tables,
            engine.isOneOf(
              post.id,
              some.map((one) => one.id),
            ),
          )
    }
  }

  async function movePost(
    writing: Writing,
    state: PostState,
    from: number,
    place: Omit<Placement, 'standing'>,
  ): Promise<void> {
    const proposed = state.post.proposed === from ? null : state.post.proposed
    // It was only proposed there.
    if (state.post.takeaway !== from) {
      await changePost(writing, state, { proposed, ...notFiledYet }, 'post_filed')
      return
    }
    const before = toPlacement(state.post)
    const after = { ...before, ...place }
    const version = state.post.version + 1
    const set = { ...placementColumns(after), proposed, ...notFiledYet, version }
    await changePost(writing, state, set, 'post_filed')
    if (isErased(state.post)) return
    await lookAgainIfMoved(writing, state.post, set)
    const { campaignId, id: postId } = state.post
    await writing.transaction.insertMany(tables.decision, [
      { campaignId, postId, kind: 'refile', userId: null, at: writing.now, before, after, version },
    ])
  }
}

/** So many posts are moved at a time. */
const atOnce = 500

/** The takeaways of one that the other lacks. */
function listMissing(one: CampaignContent, other: CampaignContent | undefined): Takeaway[] {
  const ids = new Set(other?.takeaways.map(({ id }) => id))
  return one.takeaways.filter(({ id }) => !ids.has(id))
}

type CampaignRow = Tables['campaign']['$inferSelect']

function toCampaign({ id, content, unreleased, archivedAt }: CampaignRow): Campaign {
  return { ...content, id, unreleased, ...(archivedAt !== null && { archivedAt }) }
}
