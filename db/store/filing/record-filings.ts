import { isDeepStrictEqual } from 'node:util'
import { and, eq } from 'drizzle-orm'
import { bandOf } from '../../model/filing/confidence-band.ts'
import type { Filing, Suggestion } from '../../model/filing/filing.ts'
import { noLease } from '../jobs/lease.ts'
import type { PostRow } from '../lists/read-posts.ts'
import { changePost, filingColumns, type PostState, readStates } from '../posts/change-post.ts'
import type { Writing } from '../writing.ts'
import type { FilingResult, NewFiling } from './filing-store.ts'
import { listTakeaways } from './known-takeaways.ts'
import { lookAgainAtAnswers } from './look-again.ts'

interface Order {
  campaignId: number
  token: string
  model: string
}

/**
 * Writes what a model and the rules say of waiting posts. Only what is still as it was claimed is touched.
 */
export async function recordFilings(
  writing: Writing,
  { campaignId, token, model }: Order,
  filings: readonly NewFiling[],
): Promise<FilingResult> {
  const { transaction, tables, isOneOf } = writing
  const { post } = tables
  const result: FilingResult = { changed: 0, moved: 0, lost: 0 }
  const ids = filings.map(({ postId }) => postId)
  const ours = and(eq(post.campaignId, campaignId), eq(post.filingClaim, token), isOneOf(post.id, ids))
  const states = new Map(
    (await readStates(transaction.db, tables, ours)).map((state) => [state.post.id, state]),
  )
  const known = await listTakeaways(writing, campaignId)
  const same: number[] = []
  const steps: Promise<unknown>[] = []
  const moved: string[] = []
  for (const { postId, version, filing: asked } of filings) {
    const state = states.get(postId)
    if (!state || !isOpen(state.post, version)) {
      result.lost += 1
      continue
    }
    const filing = keepKnown(asked, known)
    const columns = filingColumns({ filing })
    const hasMoved = state.post.takeaway !== columns.takeaway || state.post.filedBy !== columns.filedBy
    // Whoever answers or quotes it could not know of it before.
    if (hasMoved || (state.post.filedWith === null && columns.takeaway !== null)) moved.push(state.post.uri)
    if (hasMoved) result.moved += 1
    if (isStoredSo(state.post, columns)) {
      same.push(postId)
      continue
    }
    const isNews = hasMoved || looksOther(state.post, columns) || isAdvised(state.post)
    if (isNews) result.changed += 1
    const claim = { filedWith: model, ...noLease('filing') }
    // A moderator who is just deciding must not show it in a place that was never seen.
    const set = { ...columns, ...claim, ...(hasMoved ? { version: state.post.version + 1 } : {}) }
    steps.push(isNews ? changePost(writing, state, set, 'post_filed') : updateOnly(writing, state, set))
  }
  if (same.length > 0) {
    const set = { filedWith: model, ...noLease('filing') }
    steps.push(transaction.db.update(post).set(set).where(isOneOf(post.id, same)).execute())
  }
  await Promise.all(steps)
  await lookAgainAtAnswers(writing, campaignId, moved)
  return result
}

function isOpen(post: PostRow, version: number): boolean {
  const isOurs = post.version === version && post.filedBy !== 'moderator'
  return isOurs && post.standing === 'pending' && post.removedWhy === null
}

function keepKnown(filing: Filing, known: ReadonlySet<number>): Filing {
  const isKnown = ({ takeaway }: { takeaway: number | null }) => takeaway === null || known.has(takeaway)
  const suggestions = filing.suggestions.filter(isKnown)
  const { proposed: found = null } = filing
  const proposed = found !== null && known.has(found) ? found : null
  const kept = { ...filing, suggestions, proposed, signals: (filing.signals ?? []).filter(isKnown) }
  return isKnown(filing) ? kept : { ...kept, takeaway: null, by: null, confidence: 0 }
}

function isStoredSo(post: PostRow, columns: ReturnType<typeof filingColumns>): boolean {
  return Object.entries(columns).every(([name, value]) =>
    isDeepStrictEqual(post[name as keyof typeof columns], value),
  )
}

/** Whether a moderator would see another order, another band or another proposal. */
function looksOther(post: PostRow, columns: ReturnType<typeof filingColumns>): boolean {
  const look = (confidence: number, suggestions: readonly Suggestion[]) => [
    bandOf(confidence),
    suggestions.slice(0, 3).map((one) => one.takeaway),
  ]
  return !isDeepStrictEqual(
    [...look(post.filingConfidence, post.suggestions), post.proposed],
    [...look(columns.filingConfidence, columns.suggestions), columns.proposed],
  )
}

/** A second opinion came since it was looked at last: it may be the reason now. */
function isAdvised({ secondOpinion, filedWith }: PostRow): boolean {
  return filedWith === null && secondOpinion !== null && secondOpinion.judgement !== null
}

async function updateOnly({ transaction, tables }: Writing, { post }: PostState, set: Partial<PostRow>) {
  await transaction.db.update(tables.post).set(set).where(eq(tables.post.id, post.id))
}
