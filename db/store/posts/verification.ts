import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import type { AuthorChange } from '../../model/author.ts'
import { adoptAfterAttempts, isLate, nextLook } from '../../model/check-schedule.ts'
import type { NewPost } from '../../model/post.ts'
import { isHidingLabel } from '../../model/visibility.ts'
import { fileUnderKnown } from '../filing/known-takeaways.ts'
import { lookAgainIfMoved } from '../filing/look-again.ts'
import { notFiledYet } from '../filing/not-filed-yet.ts'
import type { PostRow } from '../lists/read-posts.ts'
import type { Store, Verification } from '../store.ts'
import { startWriting, type Writing } from '../writing.ts'
import { applyAuthorChanges } from './change-author.ts'
import {
  applyEdit,
  changePost,
  contentColumns,
  noClaim,
  type PostState,
  readStates,
  referenceColumns,
} from './change-post.ts'
import { endClaim } from './check.ts'
import { erasePosts } from './erase-posts.ts'
import { readDoubt } from './findings.ts'

/** A post that a look-up did not find, or found without what answers the campaign. */
interface Unfound {
  state: PostState
  found: NewPost | null
}

interface Postponing {
  /** It was found before. */
  isMissing: boolean
  inDoubt?: boolean
  why?: 'deleted' | 'untagged'
}

export function createVerificationStore(engine: Engine): Pick<Store, 'recordVerifications'> {
  const { tables } = engine
  const { removal } = tables

  return {
    recordVerifications: (campaignId, verifications, authors, { now, recheckMs, claim, countMissing }) =>
      engine.transaction(async (transaction) => {
        const writing = startWriting(engine, transaction, now)
        const counts = { confirmed: 0, hidden: 0, changed: 0, lost: 0 }
        /**
         * Not found, or no answer to the campaign any more: weighed together, when all that was found is
         * known.
         */
        const unfound = new Map<string, Unfound>()
        await transaction.lockCampaigns(authors.length > 0 ? undefined : [campaignId])
        const ours = claim && (await endClaim(writing, campaignId, claim, verifications))
        await applyAuthorChanges(writing, ours ? keepAuthorsOf(ours, authors) : authors, 'look-up')
        const ourUris = ours && new Set(ours.map(({ uri }) => uri))
        const held = verifications.filter(({ uri }) => !ourUris || ourUris.has(uri))
        counts.lost = verifications.length - held.length
        const states = await readStatesOf(writing, campaignId, held)
        for (const verification of held) {
          const { network, uri } = verification
          // Of a second word on the same post the first one's outcome is read anew.
          const state = states.get(uri) ?? (await readStatesOf(writing, campaignId, [verification])).get(uri)
          states.delete(uri)
          if (!state || state.post.network !== network) continue
          if (state.post.removedWhy === 'deleted' || state.post.removedWhy === 'untagged') continue
          const outcome = await applyVerification(writing, state, verification, recheckMs)
          if (outcome === 'unfound') unfound.set(uri, { state, found: verification.post })
          else unfound.delete(uri)
          counts[outcome === 'unfound' ? 'hidden' : outcome] += 1
        }
        const network = claim?.network ?? verifications[0]?.network ?? authors[0]?.network
        const unfoundIds = [...unfound.values()].map(({ state }) => state.post.id)
        const edited = [...unfound.values()].filter(({ state, found }) => isEdit(state, found)).length
        // Thousands of posts may have to be weighed, and mostly there is no reason to.
        const isSuspect = countMissing || unfoundIds.length > 0 || isHiding(held, authors)
        const doubt =
          network !== undefined && isSuspect
            ? await readDoubt(writing, { campaignId, network, recheckMs }, { unfoundIds, edited })
            : undefined
        const inDoubt = doubt?.isDoubtful ?? false
        for (const { state, found } of unfound.values()) {
          // Another version than ours is its author's own word, and no silence.
          const isSaid = !inDoubt && isEdit(state, found)
          if (isSaid) await erase(writing, state, 'untagged')
          else {
            const isMissing = state.post.verifiedCid !== null
            await postpone(writing, state, { isMissing, inDoubt, why: found ? 'untagged' : 'deleted' })
          }
        }
        await writing.events.write(transaction, now)
        return { ...counts, missing: doubt?.missing }
      }),
  }

  async function applyVerification(
    writing: Writing,
    state: PostState,
    { post: found, labels, isMatch }: Verification,
    recheckMs: number,
  ): Promise<'confirmed' | 'hidden' | 'changed' | 'unfound'> {
    if (!found) return miss(writing, state)
    // Either the look-up lags behind an edit the stream told us of, or it knows of one that the stream did
    // not tell.
    const isLagging =
      found.cid !== state.post.cid &&
      state.post.verifiedCid !== state.post.cid &&
      state.post.checkAttempts + 1 < adoptAfterAttempts
    if (isLagging) {
      await postpone(writing, state, { isMissing: false })
      return 'hidden'
    }
    if (!isMatch) return isEdit(state, found) ? 'unfound' : miss(writing, state)
    const checkAt = state.post.standing === 'rejected' ? null : (await writing.readDbNow()) + recheckMs
    const { cid, verifiedCid } = state.post
    const isSame =
      found.cid === cid && (verifiedCid === cid || (await isSameContent(writing, state.post, found)))
    if (isSame) {
      await confirm(writing, state, found, labels, checkAt)
      return 'confirmed'
    }
    const [edited = found] = await fileUnderKnown(writing, state.post.campaignId, [found])
    await applyEdit(writing, state, edited, { verifiedCid: found.cid, labels, checkAt })
    return 'changed'
  }

  async function confirm(
    writing: Writing,
    state: PostState,
    found: NewPost,
    labels: string[],
    checkAt: number | null,
  ): Promise<void> {
    const isFirst = state.post.verifiedCid !== found.cid
    const set: Partial<PostRow> = {
      verifiedCid: found.cid,
      labels,
      checks: found.checks ?? [],
      removedWhy: null,
      checkAttempts: 0,
      checkAt,
      ...noClaim,
      ...(isFirst && hasOtherReferences(state.post, found)
        ? { ...referenceColumns(found), ...notFiledYet }
        : {}),
    }
    await lookAgainIfMoved(writing, state.post, set)
    // A post that waits in the queue as "not confirmed yet" is news for moderators when it is.
    await changePost(writing, state, set, isFirst ? 'post_changed' : undefined)
  }

  /** A new post is often late, and that says nothing yet. */
  async function miss(writing: Writing, state: PostState): Promise<'unfound' | 'hidden'> {
    const { verifiedCid, checkAttempts } = state.post
    if (verifiedCid !== null || !isLate(checkAttempts)) return 'unfound'
    await postpone(writing, state, { isMissing: false })
    return 'hidden'
  }

  /** Silence by itself erases nothing at once: the network is asked again and again before. */
  async function postpone(
    writing: Writing,
    state: PostState,
    { isMissing, inDoubt = false, why = 'deleted' }: Postponing,
  ): Promise<void> {
    const next = nextLook(isMissing, state.post.checkAttempts, inDoubt)
    if (next === 'give_up') return erase(writing, state, why)
    const removedWhy = isMissing ? ('missing' as const) : state.post.removedWhy
    const checkAt = (await writing.readDbNow()) + next.waitMs
    const set = { removedWhy, checkAttempts: next.attempts, checkAt, ...noClaim }
    await lookAgainIfMoved(writing, state.post, set)
    await changePost(writing, state, set)
  }

  async function erase(writing: Writing, { post }: PostState, why: 'deleted' | 'untagged'): Promise<void> {
    const { network, uri, rev } = post
    await writing.transaction.db
      .insert(removal)
      .values({ network, uri, rev, at: writing.now })
      .onConflictDoUpdate({ target: [removal.network, removal.uri], set: { rev, at: writing.now } })
    await erasePosts(writing, [post], why)
  }
}

function isEdit({ post }: PostState, found: NewPost | null): boolean {
  return found !== null && found.cid !== post.cid
}

/** Whether the network's word takes something off the wall that it may give back. */
function isHiding(verifications: readonly Verification[], authors: readonly AuthorChange[]): boolean {
  return (
    authors.some(({ standing, labels = [] }) => standing === 'hidden' || labels.some(isHidingLabel)) ||
    verifications.some(({ labels }) => labels.some(isHidingLabel))
  )
}

async function readStatesOf(
  { transaction, tables, isOneOf }: Writing,
  campaignId: number,
  verifications: readonly Verification[],
): Promise<Map<string, PostState>> {
  const { post } = tables
  const uris = verifications.map(({ uri }) => uri)
  const where = and(eq(post.campaignId, campaignId), isOneOf(post.uri, uris))
  const states = uris.length > 0 ? await readStates(transaction.db, tables, where) : []
  return new Map(states.map((state) => [state.post.uri, state]))
}

function keepAuthorsOf(
  posts: readonly { authorId: string }[],
  changes: readonly AuthorChange[],
): AuthorChange[] {
  const ids = new Set(posts.map(({ authorId }) => authorId))
  return changes.filter(({ networkId }) => ids.has(networkId))
}

/** The stream may have told others, and what came before they were kept has none. */
function hasOtherReferences(post: PostRow, found: NewPost): boolean {
  const told = referenceColumns(found)
  return post.replyTo !== told.replyTo || post.replyRoot !== told.replyRoot || post.quoteOf !== told.quoteOf
}

/**
 * Whether what is stored is what the network has under the same id of content. A stream is unsigned: whoever
 * speaks for it could give anybody's post under its true id other words or pictures.
 */
async function isSameContent(
  { transaction, tables }: Pick<Writing, 'transaction' | 'tables'>,
  post: PostRow,
  found: NewPost,
): Promise<boolean> {
  const { media } = tables
  const columns = contentColumns(found)
  const stored = { ...columns, ...pick(post, Object.keys(columns)) }
  if (!isDeepStrictEqual(toPlain(stored), toPlain(columns))) return false
  const pictures = await transaction.db
    .select({ kind: media.kind, url: media.url, alt: media.alt, width: media.width, height: media.height })
    .from(media)
    .where(eq(media.postId, post.id))
    .orderBy(asc(media.position))
  const wanted = found.media.map(({ kind, url, alt, width, height }) => ({ kind, url, alt, width, height }))
  return isDeepStrictEqual(pictures, wanted)
}

function pick(row: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)))
}

/** As the database gives it back: a field left out and one that is undefined are the same. */
function toPlain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
