import { isDeepStrictEqual } from 'node:util'
import { eq, type SQL } from 'drizzle-orm'
import type { Database, Tables } from '../../engines/engine.ts'
import type { EventKind, NewEvent } from '../../model/event.ts'
import type { NewPost } from '../../model/post.ts'
import { isShown, whyHidden } from '../../model/visibility.ts'
import { lookAgainIfMoved } from '../filing/look-again.ts'
import { notFiledYet } from '../filing/not-filed-yet.ts'
import { noLease } from '../jobs/lease.ts'
import { foldWords } from '../lists/fold-words.ts'
import type { AuthorRow, PostRow } from '../lists/read-posts.ts'
import type { Writing } from '../writing.ts'
import { eraseWords } from './erase-words.ts'
import { byHand, toPlacement } from './placement.ts'

/** A post's row as a write sees it, with what its author's account says about showing it. */
export interface PostState {
  post: PostRow
  author: AuthorRow
}

/** Nobody asks the network about it just now; whoever does has lost it. */
export const noClaim = noLease('lookUp')

export async function readStates(db: Database, tables: Tables, where: SQL | undefined): Promise<PostState[]> {
  const { post, author } = tables
  return db.select().from(post).innerJoin(author, eq(post.authorId, author.id)).where(where).orderBy(post.id)
}

/**
 * The one way a stored post changes: works out anew whether it may be shown, and tells the log. Without a
 * `kind` the log hears only what `findNews` finds. Answers the post's new state.
 */
export async function changePost(
  { transaction, tables, events, readUnreleased }: Writing,
  state: PostState,
  set: Partial<PostRow>,
  kind?: EventKind,
): Promise<PostState> {
  const changed = { ...state.post, ...set }
  const unreleased = await readUnreleased(changed.campaignId)
  const hiddenWhy = whyHidden({ ...changed, author: state.author, unreleased })
  const next = { ...changed, hiddenWhy }
  await transaction.db
    .update(tables.post)
    .set({ ...set, hiddenWhy })
    .where(eq(tables.post.id, state.post.id))
  const news = kind ? { kind, isPublic: isShown(state.post) || isShown(next) } : findNews(state.post, next)
  if (news) events.add(next.campaignId, { ...news, postId: next.id })
  return { post: next, author: state.author }
}

/** Columns that hold what the author wrote, from a post as a source gives it. */
export function contentColumns(post: NewPost) {
  return {
    cid: post.cid,
    text: post.text,
    body: post.body,
    words: foldWords([post.text, post.card?.title ?? '', ...post.media.map(({ alt }) => alt)].join(' ')),
    lang: post.lang,
    link: post.link,
    card: post.card,
    quote: post.quote,
    selfLabels: post.selfLabels,
    checks: post.checks ?? [],
  }
}

export function filingColumns({ filing }: Pick<NewPost, 'filing'>) {
  return {
    takeaway: filing.takeaway,
    filedBy: filing.by,
    filingConfidence: filing.confidence,
    filingReason: filing.reason,
    suggestions: filing.suggestions,
    proposed: filing.proposed ?? null,
    signals: filing.signals ?? [],
    // A post's words stand in its own row only.
    near: (filing.near ?? []).map((one) => (one.postId === null ? one : { ...one, text: null })),
  }
}

/** Columns that name the posts one is tied to. */
export function referenceColumns({ references }: Pick<NewPost, 'references'>) {
  return {
    replyTo: references?.replyTo ?? null,
    replyRoot: references?.replyRoot ?? null,
    quoteOf: references?.quoteOf ?? null,
  }
}

export async function insertMedia(
  { transaction, tables }: Writing,
  entries: readonly { postId: number; media: NewPost['media'] }[],
): Promise<void> {
  const rows = entries.flatMap(({ postId, media }) =>
    media.map((item, position) => ({ ...item, postId, position })),
  )
  if (rows.length > 0) await transaction.insertMany(tables.media, rows)
}

/**
 * The author's new version takes the old one's place. What moderators approved was the old one, so an
 * approved post goes back to the queue; a place a moderator gave it stays.
 */
export async function applyEdit(
  writing: Writing,
  state: PostState,
  edited: NewPost,
  confirmed: { verifiedCid: string; labels: string[]; checkAt: number | null } | null,
): Promise<PostState> {
  const { transaction, tables, now } = writing
  const { post } = state
  const wordless = await eraseWords(writing, [post])
  const returns = post.standing === 'approved'
  if (returns) {
    const before = { ...toPlacement(post), reason: '' }
    await transaction.insertMany(tables.decision, [
      {
        campaignId: post.campaignId,
        postId: post.id,
        kind: 'return',
        userId: null,
        at: now,
        before,
        after: { ...before, standing: 'pending' },
        version: post.version + 1,
      },
    ])
  }
  await insertMedia(writing, [{ postId: post.id, media: edited.media }])
  const filing = filingColumns(edited)
  const { suggestions, proposed, signals } = filing
  const set: Partial<PostRow> = {
    ...wordless,
    // What the network says of it counts until the network is asked again.
    labels: post.labels,
    ...contentColumns(edited),
    ...referenceColumns(edited),
    ...(post.filedBy === 'moderator' ? { suggestions, proposed, signals, filingReason: byHand } : filing),
    ...notFiledYet,
    ...(returns ? { standing: 'pending', stoodAt: now } : {}),
    rev: edited.rev ?? post.rev,
    removedWhy: null,
    editedAt: now,
    version: post.version + 1,
    checkAttempts: 0,
    checkAt: await writing.readDbNow(),
    // A look-up that began before this edit may not know of it.
    ...noClaim,
    ...confirmed,
  }
  await lookAgainIfMoved(writing, post, set)
  return changePost(writing, state, set, 'post_changed')
}

type Told = Pick<PostRow, 'standing' | 'hiddenWhy' | 'labels'>

/**
 * What anybody sees of a change that the network made: whether the post may be shown, and to moderators its
 * labels.
 */
export function findNews(before: Told, after: Told): Pick<NewEvent, 'kind' | 'isPublic'> | undefined {
  const isPublic = isShown(before) || isShown(after)
  if (before.hiddenWhy !== after.hiddenWhy)
    return { kind: after.hiddenWhy === null ? 'post_restored' : 'post_hidden', isPublic }
  return haveSameLabels(before, after) ? undefined : { kind: 'post_changed', isPublic: false }
}

/** In any order. */
export function haveSameLabels(one: { labels: string[] }, other: { labels: string[] }): boolean {
  return isDeepStrictEqual([...one.labels].sort(), [...other.labels].sort())
}
