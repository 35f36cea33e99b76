import { setImmediate } from 'node:timers/promises'
import type { Filing, Signal } from '@wall/db/model/filing/filing'
import type { FilingStore, NewFiling, WaitingPost } from '@wall/db/store/filing/filing-store'
import { type Filer, readWhole } from '@wall/filing/file-post'
import { type FilingInput, toFilingInput } from '@wall/filing/filing-input'
import { rankBehind, roundAll } from '@wall/filing/suggestions'
import { listReferences, readRelations } from './relations.ts'
import type { Vectors } from './vectors.ts'

interface Deps {
  store: Pick<FilingStore, 'claimFilings' | 'recordFilings' | 'findFiledRelatives'>
  owner: string
  campaignId: number
}

interface Order {
  filer: Filer
  /** What the posts are marked with. */
  model: string
  /** Left out: by words alone. */
  vectors?: Vectors | undefined
  onlyNew?: boolean
  limit: number
  leaseMs: number
  /** Once it aborts nothing more is written. */
  signal?: AbortSignal
}

/** After so many posts others get their turn. */
const atOnce = 8

/** Files a batch of waiting posts that the model has not looked at yet; answers how many it got. */
export async function fileWaiting(
  { store, owner, campaignId }: Deps,
  { filer, model, vectors, signal, ...order }: Order,
): Promise<number> {
  const claim = await store.claimFilings(campaignId, model, { owner, ...order })
  if (claim.posts.length === 0) return 0
  const relatives = await store.findFiledRelatives(campaignId, listReferences(claim.posts))
  const posts = claim.posts.map((post) => ({ ...post, words: readWhole(post) }))
  const made = await vectors?.ofPosts(posts)
  if (signal?.aborted) return 0
  const filings: NewFiling[] = []
  for (const [index, post] of posts.entries()) {
    if (index % atOnce === 0) await setImmediate()
    const { text, alts, body, cardHref, references, signals, secondOpinion } = post
    const input = toFilingInput({
      ...{ text, alts, body, cardHref, references, secondOpinion },
      ...{ tags: recallTags(signals), group: recallGroup(signals) },
      ...{ relations: readRelations(post, relatives), seenBefore: signals },
    })
    const filing = keepRule(post, filer.file(input, made?.get(post.id)))
    filings.push({ postId: post.id, version: post.version, filing })
  }
  await store.recordFilings(campaignId, claim, model, filings)
  return posts.length
}

/**
 * Beside its text a post may carry tags that are not kept with it, and the group it came through: they are
 * known from what was seen in it before. All else is read anew, by the campaign as it is now.
 */
function recallTags(signals: readonly Signal[]): string[] {
  return signals.flatMap(({ kind, written }) => (kind === 'hashtag' && written ? written : []))
}

function recallGroup(signals: readonly Signal[]): FilingInput['group'] {
  const seen = signals.find(({ kind }) => kind === 'group')
  return seen?.written ? { takeaway: seen.takeaway, name: seen.written } : undefined
}

/** What a rule saw before signals were kept can't all be seen again. */
function keepRule({ filing: before, signals }: WaitingPost, filing: Filing): Filing {
  const { takeaway, by, confidence, reason } = before
  if (by !== 'rule' || takeaway === null || signals.length > 0 || (filing.signals ?? []).length > 0)
    return filing
  const suggestions = roundAll(rankBehind(takeaway, confidence, filing.suggestions))
  return { ...filing, takeaway, by, confidence, reason, suggestions, proposed: null }
}
