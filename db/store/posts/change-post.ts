import { eq, type SQL } from 'drizzle-orm'
import type { Database, Tables } from '../../engines/engine.ts'
import type { EventKind } from '../../model/event.ts'
import type { NewPost } from '../../model/post.ts'
import { isShown, whyHidden } from '../../model/visibility.ts'
import { lookAgainIfMoved } from '../filing/look-again.ts'
import { notFiledYet } from '../filing/not-filed-yet.ts'
import { eraseIdeaNames } from '../ideas/erase-idea.ts'
import { foldWords } from '../lists/fold-words.ts'
import type { AuthorRow, PostRow } from '../lists/read-posts.ts'
import type { Writing } from '../writing.ts'
import { eraseReasons } from './erase-reasons.ts'
import { toPlacement } from './placement.ts'

/** A post's row as a write sees it, with what its author's account says about showing it. */
export interface PostState {
  post: PostRow
  author: AuthorRow
}

/** Nobody asks the network about it just now; whoever does has lost it. */
export const noClaim = { checkClaim: null, checkClaimEndsAt: null }

export async function readStates(db: Database, tables: Tables, where: SQL | undefined): Promise<PostState[]> {
  const { post, author } = tables
  return db.select().from(post).innerJoin(author, eq(post.authorId, author.id)).where(where).orderBy(post.id)
}

/**
 * The one way a stored post changes: works out anew whether it may be shown, and tells the log. Without a `kind` the log hears
 * only of a change in visibility. Answers the post's new state.
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
  const told = kind ?? tellVisibility(state.post, next)
  if (told) {
    const isPublic = isShown(state.post) || isShown(next)
    events.add(next.campaignId, { kind: told, postId: next.id, isPublic })
  }
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
  }
}

export function filingColumns({ filing }: Pick<NewPost, 'filing'>) {
  return {
    takeaway: filing.takeaway,
    filedBy: filing.by,
    filingConfidence: filing.confidence,
    filingReason: filing.reason,
    suggestions: filing.suggestions,
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
 * The author's new version takes the old one's place. What moderators approved was the old one, so an approved post
 * goes back to the queue; a place a moderator gave it stays.
 */
export async function applyEdit(
  writing: Writing,
  state: PostState,
  edited: NewPost,
  confirmed: { verifiedCid: string; labels: string[]; checkAt: number | null } | null,
): Promise<PostState> {
  const { transaction, tables, now } = writing
  const { post } = state
  transaction.noteErased()
  await eraseReasons(writing, [post.id])
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
  await transaction.db.delete(tables.media).where(eq(tables.media.postId, post.id))
  await transaction.db.delete(tables.embedding).where(eq(tables.embedding.postId, post.id))
  await eraseIdeaNames(writing, [post])
  await insertMedia(writing, [{ postId: post.id, media: edited.media }])
  const filing = filingColumns(edited)
  const { suggestions, signals } = filing
  const set: Partial<PostRow> = {
    ...contentColumns(edited),
    ...referenceColumns(edited),
    ...(post.filedBy === 'moderator' ? { suggestions, signals, near: [] } : filing),
    secondOpinion: null,
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

/** What the log hears of a change in visibility. */
export function tellVisibility(
  before: Pick<PostRow, 'hiddenWhy'>,
  after: Pick<PostRow, 'hiddenWhy'>,
): EventKind | undefined {
  if (before.hiddenWhy === after.hiddenWhy) return undefined
  return after.hiddenWhy === null ? 'post_restored' : 'post_hidden'
}
