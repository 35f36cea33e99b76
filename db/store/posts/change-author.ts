import { isDeepStrictEqual } from 'node:util'
import { and, eq, sql } from 'drizzle-orm'
import type { AuthorChange } from '../../model/author.ts'
import { foldAuthor } from '../lists/fold-words.ts'
import type { AuthorRow } from '../lists/read-posts.ts'
import { whereNotErased, whereShown } from '../visibility.ts'
import type { Writing } from '../writing.ts'
import { haveSameLabels } from './change-post.ts'
import { erasePosts } from './erase-posts.ts'
import { noteNews, siftNews } from './fresh-news.ts'
import { reviewPosts } from './review-posts.ts'

/** Finds or makes the authors' rows; answers them by the network's ids. */
export async function ensureAuthors(
  { transaction, tables, isOneOf }: Writing,
  network: string,
  networkIds: readonly string[],
): Promise<Map<string, AuthorRow>> {
  const { author } = tables
  const wanted = [...new Set(networkIds)]
  const rows = await transaction.db
    .select()
    .from(author)
    .where(and(eq(author.network, network), isOneOf(author.networkId, wanted)))
  const authors = new Map(rows.map((row) => [row.networkId, row]))
  const missing = wanted
    .filter((networkId) => !authors.has(networkId))
    .map((networkId) => ({
      network,
      networkId,
      handle: null,
      displayName: null,
      avatarUrl: null,
      words: '',
      standing: 'active' as const,
      wishes: 'public' as const,
      labels: [],
      verifiedAt: null,
      closedAt: null,
      optedOutAt: null,
    }))
  const ids = await transaction.insertMany(author, missing)
  for (const [index, row] of missing.entries())
    authors.set(row.networkId, { ...row, id: ids[index] as number })
  return authors
}

/**
 * Applies news about accounts to authors we know (others are none of our business), and to all their posts:
 * what may not be shown any more goes at once, and comes back when the account does. An account that is gone
 * takes its words with it. See `siftNews` for what a look-up may not say.
 */
export async function applyAuthorChanges(
  writing: Writing,
  changes: readonly AuthorChange[],
  teller: 'stream' | 'look-up',
): Promise<void> {
  const { author } = writing.tables
  for (const change of changes) {
    const [found] = await writing.transaction.db
      .select({ row: author, toldAt: sql`${writing.nowMs}`.mapWith(Number) })
      .from(author)
      .where(and(eq(author.network, change.network), eq(author.networkId, change.networkId)))
    if (!found) continue
    const tell = teller === 'stream' ? noteNews : siftNews
    await applyAuthorChange(writing, found.row, tell(change, found.row, found.toldAt))
  }
}

async function applyAuthorChange(writing: Writing, row: AuthorRow, news: Partial<AuthorRow>): Promise<void> {
  const { transaction, tables } = writing
  const isGone = (news.standing ?? row.standing) === 'gone'
  const named = { ...row, ...news, ...(isGone ? { handle: null, displayName: null, avatarUrl: null } : {}) }
  const next: AuthorRow = { ...named, words: foldAuthor(named) }
  if (isDeepStrictEqual(row, next)) return
  await transaction.db.update(tables.author).set(next).where(eq(tables.author.id, row.id))

  const labelsChanged = !haveSameLabels(row, next)
  const showingChanged = row.standing !== next.standing || row.wishes !== next.wishes || labelsChanged
  const looksChanged =
    row.handle !== next.handle || row.displayName !== next.displayName || row.avatarUrl !== next.avatarUrl
  if (!showingChanged && !looksChanged) return
  if (isGone) return eraseAll(writing, row.id)
  // A new name is news only where it is seen: whoever posts a lot and renames often must not keep us busy
  // with the rest.
  const isSeen = showingChanged ? undefined : whereShown(tables)
  await reviewPosts(writing, and(eq(tables.post.authorId, row.id), isSeen), [
    ...(looksChanged ? (['looks'] as const) : []),
    ...(labelsChanged ? (['labels'] as const) : []),
  ])
}

async function eraseAll(writing: Writing, authorId: number): Promise<void> {
  const { post } = writing.tables
  const rows = await writing.transaction.db
    .select({
      ...{ id: post.id, campaignId: post.campaignId, uri: post.uri, authorId: post.authorId },
      ...{ standing: post.standing, hiddenWhy: post.hiddenWhy, words: post.words },
    })
    .from(post)
    .where(and(eq(post.authorId, authorId), whereNotErased(writing.tables)))
    .orderBy(post.id)
  await erasePosts(writing, rows, 'deleted')
}
