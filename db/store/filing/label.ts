import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Database, Engine, Tables } from '../../engines/engine.ts'
import type { Opinion } from '../../model/filing/filing.ts'
import { listHolding } from '../../model/filing/holding.ts'
import type { Label, TurnedDown } from '../../model/filing/label.ts'
import { isErased } from '../../model/visibility.ts'
import { readWords } from '../lists/read-words.ts'
import { whereErased } from '../visibility.ts'
import type { FilingStore } from './filing-store.ts'

type DecisionRow = Tables['decision']['$inferSelect']
type LabelStore = Pick<FilingStore, 'listLabels' | 'listTurnedDown' | 'labelsVersion' | 'listDisagreements'>

const maxTurnedDown = 500
/** Who sends advert after advert pushes nobody else's out. */
const turnedDownOfAuthor = 8

export function createLabelStore(engine: Engine): LabelStore {
  const { reader, tables, isOneOf } = engine
  const { post, decision, takeaway } = tables

  return {
    async listLabels(campaignId) {
      const holding = await readHolding(reader, tables, eq(decision.campaignId, campaignId))
      const ids = [...new Set(holding.map(({ postId }) => postId))]
      const posts = await reader
        .select({
          id: post.id,
          text: post.text,
          cid: post.cid,
          authorId: post.authorId,
          filedBy: post.filedBy,
          editedAt: post.editedAt,
          removedWhy: post.removedWhy,
        })
        .from(post)
        .where(isOneOf(post.id, ids))
      const words = await readWords(reader, engine, posts)
      const takeaways = await reader
        .select({ id: takeaway.takeawayId })
        .from(takeaway)
        .where(eq(takeaway.campaignId, campaignId))
      const known = new Set<number | null>([null, ...takeaways.map(({ id }) => id)])
      const byId = new Map(posts.map((row) => [row.id, row]))
      return holding.flatMap(({ postId, userId, takeaway: place, wasProposed, at }): Label[] => {
        const row = byId.get(postId)
        if (!row || isErased(row) || !known.has(place)) return []
        // Said of other words, and nobody has said it of these.
        if (row.editedAt !== null && row.editedAt > at && row.filedBy !== 'moderator') return []
        const text = words.get(postId) ?? ''
        if (text === '') return []
        const said = { takeaway: place, wasProposed, userId, at }
        return [{ postId, text, ...said, authorId: row.authorId, cid: row.cid }]
      })
    },

    async listTurnedDown(campaignId) {
      const isUnplaced = or(isNull(post.filedBy), eq(post.filedBy, 'model'))
      const ofAuthor = sql<number>`row_number() OVER (PARTITION BY ${post.authorId} ORDER BY ${post.id} DESC)`
      const ranked = reader
        .select({ postId: sql<number>`${post.id}`.as('post_id'), place: ofAuthor.as('place') })
        .from(post)
        .where(
          and(
            eq(post.campaignId, campaignId),
            eq(post.standing, 'rejected'),
            isUnplaced,
            isNull(post.editedAt),
          ),
        )
        .as('ranked')
      const rows = await reader
        .select({
          id: post.id,
          text: post.text,
          cid: post.cid,
          authorId: post.authorId,
          removedWhy: post.removedWhy,
        })
        .from(ranked)
        .innerJoin(post, eq(post.id, ranked.postId))
        .where(lte(ranked.place, turnedDownOfAuthor))
        .orderBy(desc(post.id))
        .limit(maxTurnedDown)
      const words = await readWords(reader, engine, rows)
      return rows.flatMap(({ id, cid, authorId, removedWhy }): TurnedDown[] => {
        const text = words.get(id) ?? ''
        return isErased({ removedWhy }) || text === '' ? [] : [{ postId: id, text, authorId, cid }]
      })
    },

    async labelsVersion(campaignId) {
      const [last] = await reader
        .select({ id: sql<number>`coalesce(max(${decision.id}), 0)`.mapWith(Number) })
        .from(decision)
        .where(eq(decision.campaignId, campaignId))
      const [erased] = await reader
        .select({ posts: sql<number>`count(*)`.mapWith(Number) })
        .from(post)
        .where(and(eq(post.campaignId, campaignId), whereErased(tables)))
      // Of the posts that decisions are about: who rewrote one, or closed the account while it was missing,
      // took words back too.
      const decided = reader
        .select({ id: decision.postId })
        .from(decision)
        .where(eq(decision.campaignId, campaignId))
      const [rewritten] = await reader
        .select({
          at: sql<number>`coalesce(max(${post.editedAt}), 0)`.mapWith(Number),
          posts: sql<number>`count(${post.editedAt})`.mapWith(Number),
          empty: sql<number>`count(CASE WHEN ${post.text} = '' THEN 1 END)`.mapWith(Number),
        })
        .from(post)
        .where(inArray(post.id, decided))
      const { at = 0, posts = 0, empty = 0 } = rewritten ?? {}
      return `${last?.id ?? 0}.${erased?.posts ?? 0}.${at}.${posts}.${empty}`
    },

    async listDisagreements(campaignId, postIds) {
      const isOfThese = postIds === undefined ? undefined : isOneOf(decision.postId, postIds)
      const where = and(eq(decision.campaignId, campaignId), isOfThese)
      return [...(await readOpinions(reader, tables, where))]
        .filter(([, opinions]) => isDisputed(opinions))
        .map(([postId, opinions]) => ({ postId, opinions }))
    },
  }
}

/** What moderators say of posts, by post, in the order they said it. */
export async function readOpinions(
  db: Database,
  tables: Tables,
  where: SQL | undefined,
): Promise<Map<number, Opinion[]>> {
  const { user } = tables
  const labels = await readHolding(db, tables, where)
  const opinions = new Map<number, Opinion[]>()
  if (labels.length === 0) return opinions
  const userIds = [...new Set(labels.map(({ userId }) => userId))]
  const users = await db.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, userIds))
  const names = new Map(users.map(({ id, name }) => [id, name]))
  for (const { postId, userId, takeaway } of labels) {
    const opinion = { userId, by: names.get(userId) ?? '', takeaway }
    opinions.set(postId, [...(opinions.get(postId) ?? []), opinion])
  }
  return opinions
}

/** Whether moderators put a post under different places. */
export function isDisputed(opinions: readonly Opinion[]): boolean {
  return new Set(opinions.map(({ takeaway }) => takeaway)).size > 1
}

interface HoldingLabel {
  id: number
  postId: number
  userId: string
  takeaway: number | null
  wasProposed: boolean
  at: number
}

/**
 * One a post and moderator, the last that says where it belongs and was not taken back; in order of decision.
 */
async function readHolding(db: Database, tables: Tables, where: SQL | undefined): Promise<HoldingLabel[]> {
  const { decision } = tables
  const rows = await db
    .select()
    .from(decision)
    .where(and(where, isNotNull(decision.userId)))
    .orderBy(asc(decision.id))
  const byPost = new Map<number, DecisionRow[]>()
  for (const row of rows) {
    const list = byPost.get(row.postId)
    if (list) list.push(row)
    else byPost.set(row.postId, [row])
  }
  return [...byPost.values()]
    .flatMap((decisions) => {
      const last = new Map<string, HoldingLabel>()
      // Who shows a post again where it was shown as proposed has chosen nothing either.
      let wasProposed = false
      for (const row of listHolding(decisions)) {
        const { id, postId, userId, at, before, after } = row
        if (after.wasProposed) wasProposed = true
        else if (before.takeaway !== after.takeaway || before.filedBy !== after.filedBy) wasProposed = false
        if (userId !== null && tellsPlace(row)) {
          last.set(userId, { id, postId, userId, at, takeaway: after.takeaway, wasProposed })
        }
      }
      return [...last.values()]
    })
    .sort((a, b) => a.id - b.id)
}

/** Whether the moderator said where the post belongs, be it only by showing it where it stood. */
function tellsPlace({ kind, before, after }: DecisionRow): boolean {
  if (kind === 'refile') return true
  if (kind === 'approve') return after.takeaway !== null || after.filedBy === 'moderator'
  const isRefiled = after.filedBy === 'moderator' && before.filedBy !== 'moderator'
  return isRefiled || before.takeaway !== after.takeaway
}
