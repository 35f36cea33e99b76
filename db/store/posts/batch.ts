import { and, eq } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { AppError } from '../../model/error.ts'
import type { NewPost } from '../../model/post.ts'
import type { Batch, Removal } from '../../model/source.ts'
import { whyHidden } from '../../model/visibility.ts'
import { fileUnderKnown } from '../filing/known-takeaways.ts'
import { notFiledYet } from '../filing/not-filed-yet.ts'
import { checkLead } from '../jobs/lead.ts'
import type { PostRow } from '../lists/read-posts.ts'
import type { BatchResult, Store } from '../store.ts'
import { startWriting, type Writing } from '../writing.ts'
import { applyAuthorChanges, ensureAuthors } from './change-author.ts'
import {
  applyEdit,
  contentColumns,
  filingColumns,
  insertMedia,
  noClaim,
  type PostState,
  readStates,
  referenceColumns,
} from './change-post.ts'
import { erasePosts } from './erase-posts.ts'

export function createBatchStore(engine: Engine, clock: () => number): Pick<Store, 'recordBatch'> {
  const { tables } = engine

  return {
    recordBatch: (sourceId, batch, fence) =>
      engine.transaction(async (transaction) => {
        const now = clock()
        const { source } = tables
        const { campaignId, dbNow } = await checkLead(transaction, engine, sourceId, fence)
        const writing = startWriting(engine, transaction, now, dbNow)
        // Removals and news of authors concern the posts of all campaigns.
        const isOfAll = ({ campaignId }: Removal) => campaignId === undefined
        const isForAll = batch.removals.some(isOfAll) || batch.authorChanges.length > 0
        await transaction.lockCampaigns(isForAll ? undefined : [campaignId])
        // Asked again by the write itself: while we waited another worker may have begun to lead.
        const isLed = fence === undefined ? undefined : eq(source.fence, fence)
        const moved = await transaction.db
          .update(source)
          .set({ cursor: batch.cursor })
          .where(and(eq(source.id, sourceId), isLed))
          .returning({ id: source.id })
        if (moved.length === 0) await checkLead(transaction, engine, sourceId, fence)
        const result: BatchResult = { inserted: 0, changed: 0, removed: 0, ignored: 0 }
        await recordPosts(writing, { sourceId, campaignId }, batch, result)
        await recordRemovals(writing, batch.removals, result)
        await applyAuthorChanges(writing, batch.authorChanges, 'stream')
        await writing.events.write(transaction, now)
        return result
      }),
  }
}

async function recordPosts(
  writing: Writing,
  home: { sourceId: number; campaignId: number },
  batch: Batch,
  result: BatchResult,
): Promise<void> {
  const posts = await fileUnderKnown(writing, home.campaignId, keepNewest(batch.posts))
  result.ignored += batch.posts.length - posts.length
  const [sample] = posts
  if (!sample) return
  const { transaction, tables, isOneOf } = writing
  const { post } = tables
  const uris = posts.map(({ uri }) => uri)
  const known = new Map<string, PostState>()
  // Most batches hold nothing known: what is known is read whole only then.
  const ours = and(eq(post.campaignId, home.campaignId), isOneOf(post.uri, uris))
  const found = await transaction.db.select({ id: post.id }).from(post).where(ours).limit(1)
  const stored = found.length > 0 ? await readStates(transaction.db, tables, ours) : []
  for (const state of stored) known.set(state.post.uri, state)
  const removedRevs = await readRemovals(writing, sample.network, uris)

  const fresh: NewPost[] = []
  for (const candidate of posts) {
    const state = known.get(candidate.uri)
    const removedRev = removedRevs.get(candidate.uri)
    if (removedRev !== undefined && !isNewer(candidate.rev, removedRev)) result.ignored += 1
    else if (!state) fresh.push(candidate)
    else if (!isEdit(state, candidate)) result.ignored += 1
    else {
      await applyEdit(writing, state, candidate, readConfirmed(candidate))
      result.changed += 1
    }
  }
  await insertPosts(writing, home, fresh)
  result.inserted += fresh.length
}

async function insertPosts(
  writing: Writing,
  home: { sourceId: number; campaignId: number },
  posts: readonly NewPost[],
): Promise<void> {
  const [sample] = posts
  if (!sample) return
  const { transaction, tables, events, now } = writing
  const authors = await ensureAuthors(
    writing,
    sample.network,
    posts.map(({ authorId }) => authorId),
  )
  const checkAt = await writing.readDbNow()
  const unreleased = await writing.readUnreleased(home.campaignId)
  const rows = posts.map((post) => {
    const author = authors.get(post.authorId)
    if (!author) throw new AppError('internal', 'An author went missing while its post was stored.')
    const confirmed = readConfirmed(post)
    const known = { removedWhy: null, verifiedCid: null, labels: [] as string[], checkAt, ...confirmed }
    return {
      ...home,
      ...contentColumns(post),
      ...filingColumns(post),
      ...referenceColumns(post),
      secondOpinion: null,
      ...notFiledYet,
      ...known,
      authorId: author.id,
      network: post.network,
      uri: post.uri,
      rev: post.rev,
      createdAt: post.createdAt,
      sortAt: post.sortAt,
      receivedAt: now,
      editedAt: null,
      standing: 'pending' as const,
      stoodAt: now,
      version: 1,
      hiddenWhy: whyHidden({ ...post, ...known, author, takeaway: post.filing.takeaway, unreleased }),
      checkAttempts: 0,
      ...noClaim,
    }
  })
  const ids = await transaction.insertMany(tables.post, rows)
  const entries = posts.map((post, index) => ({ postId: ids[index] as number, media: post.media }))
  await insertMedia(writing, entries)
  for (const postId of ids) events.add(home.campaignId, { kind: 'post_arrived', postId, isPublic: false })
}

/** What its network's own word makes of it; null when a look-up is to tell. */
function readConfirmed({ cid, confirmed }: NewPost) {
  return confirmed ? { verifiedCid: cid, labels: confirmed.labels, checkAt: null } : null
}

async function recordRemovals(
  writing: Writing,
  removals: readonly Removal[],
  result: BatchResult,
): Promise<void> {
  const { transaction, tables, now } = writing
  const { post, removal } = tables
  /**
   * Erased together at the end: many at once are as few statements as one. The last word on a post counts.
   */
  const leaving = new Map<number, { post: PostRow; why: Removal['why'] }>()
  for (const { network, uri, rev, why, campaignId } of removals) {
    const home = campaignId === undefined ? undefined : eq(post.campaignId, campaignId)
    const where = and(eq(post.network, network), eq(post.uri, uri), home)
    const states = await readStates(transaction.db, tables, where)
    const outdated = states.some((state) => rev !== null && state.post.rev !== null && rev < state.post.rev)
    const removedRev = (await readRemovals(writing, network, [uri])).get(uri)
    if (outdated || (removedRev !== undefined && !isNewer(rev, removedRev))) {
      result.ignored += 1
      continue
    }
    // It is remembered for all campaigns, and there is one that has it.
    if (campaignId === undefined)
      await transaction.db
        .insert(removal)
        .values({ network, uri, rev, at: now })
        .onConflictDoUpdate({ target: [removal.network, removal.uri], set: { rev, at: now } })
    for (const state of states) {
      if ((leaving.get(state.post.id)?.why ?? state.post.removedWhy) === 'deleted') continue
      leaving.set(state.post.id, { post: state.post, why })
      result.removed += 1
    }
  }
  for (const [why, list] of Map.groupBy(leaving.values(), (one) => one.why)) {
    await erasePosts(
      writing,
      list.map((one) => one.post),
      why,
    )
  }
}

async function readRemovals(
  writing: Writing,
  network: string,
  uris: string[],
): Promise<Map<string, string | null>> {
  const { isOneOf, tables } = writing
  const { removal } = tables
  const rows = await writing.transaction.db
    .select({ uri: removal.uri, rev: removal.rev })
    .from(removal)
    .where(and(eq(removal.network, network), isOneOf(removal.uri, uris)))
  return new Map(rows.map((row) => [row.uri, row.rev]))
}

/**
 * Of several versions of one post in a batch only the newest counts; without an order of their own, the last.
 */
function keepNewest(posts: readonly NewPost[]): NewPost[] {
  const newest = new Map<string, NewPost>()
  for (const post of posts) {
    const other = newest.get(post.uri)
    const isOlder = other !== undefined && other.rev !== null && post.rev !== null && post.rev < other.rev
    if (!isOlder) newest.set(post.uri, post)
  }
  return [...newest.values()]
}

/**
 * A version that came without an order can't be told from an older one, so the look-up decides about it
 * instead.
 */
function isEdit({ post }: PostState, candidate: NewPost): boolean {
  if (post.cid === candidate.cid && post.removedWhy === null) return false
  if (candidate.rev === null) return false
  return post.rev === null || candidate.rev > post.rev
}

function isNewer(rev: string | null, thanRev: string | null): boolean {
  return rev !== null && thanRev !== null && rev > thanRev
}
