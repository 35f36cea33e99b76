import type { Decision } from '@wall/db/model/decision'
import type { Signal } from '@wall/db/model/filing/filing'
import { type FilingState, figuresFromDecisions } from '@wall/db/model/filing/filing-state'
import { isAdvised } from '@wall/db/model/filing/second-opinion'
import type { Networks } from '@wall/db/model/network'
import type { Post } from '@wall/db/model/post'
import { tidyLine } from '@wall/db/model/shown-words'
import type { DecisionOutcome, Store } from '@wall/db/store/store'
import type { DecisionResult, DecisionView, QueuePage, QueuePost } from '../wire/queue.ts'
import { isolateNames } from './direction.ts'
import { toIso, viewWallPost } from './post.ts'

export type ToldIn = 'bands' | 'figures'

/**
 * How confidence is told: in figures only once there are decisions enough to trust them; to agree proves
 * nothing.
 */
export function tellIn(state: FilingState | null): ToldIn {
  return (state?.decisions ?? 0) - (state?.agreed ?? 0) >= figuresFromDecisions ? 'figures' : 'bands'
}

/** What moderators are told with, beside the post. */
export interface Telling {
  toldIn: ToldIn
  networks: Networks
}

/** A post as moderators see it. */
export function viewQueuePost(post: Post, { toldIn, networks }: Telling): QueuePost {
  return {
    ...viewWallPost(post, networks),
    standing: post.standing,
    version: post.version,
    hiddenWhy: post.hiddenWhy,
    filing: {
      takeaway: post.filing.takeaway,
      by: post.filing.by,
      byName: post.filing.byName ?? null,
      confidence: post.filing.confidence,
      reason: tidyLine(post.filing.reason),
      suggestions: post.filing.suggestions,
      proposed: post.filing.proposed ?? null,
      signals: (post.filing.signals ?? []).map(viewSignal),
      near: (post.filing.near ?? []).map((one) => ({
        ...one,
        text: one.text && isolateNames(tidyLine(one.text)),
      })),
      secondOpinion: viewSecondOpinion(post.filing),
      disagreement: (post.filing.disagreement ?? []).map(({ by, takeaway }) => ({ by, takeaway })),
      toldIn,
    },
    labels: [...new Set([...post.selfLabels, ...post.labels, ...post.author.labels])],
    checks: post.checks ?? [],
    receivedAt: toIso(post.receivedAt),
    editedAt: post.editedAt === null ? null : toIso(post.editedAt),
  }
}

function viewSecondOpinion(filing: Post['filing']): QueuePost['filing']['secondOpinion'] {
  const { secondOpinion } = filing
  if (!isAdvised(filing, secondOpinion)) return null
  return { takeaway: secondOpinion.takeaway, reason: tidyLine(secondOpinion.reason) }
}

function viewSignal({ takeaway, kind = 'other', written = null, seen, confidence }: Signal) {
  return { takeaway, kind, written: written && tidyLine(written), seen: tidyLine(seen), confidence }
}

export function viewDecision(decision: Decision): DecisionView {
  return {
    id: decision.id,
    postId: decision.postId,
    kind: decision.kind,
    by: decision.userName,
    at: toIso(decision.at),
  }
}

export function viewDecisionOutcome(outcome: DecisionOutcome, telling: Telling): DecisionResult {
  return {
    post: viewQueuePost(outcome.post, telling),
    decision: outcome.decision && viewDecision(outcome.decision),
  }
}

/** Posts by standing, and how many of the waiting ones stand under a takeaway as a proposal. */
export async function countQueue(
  store: Pick<Store, 'countStandings' | 'countProposals'>,
  campaignId: number,
): Promise<QueuePage['counts']> {
  const proposals = await store.countProposals(campaignId)
  const proposed = [...proposals.values()].reduce((sum, posts) => sum + posts, 0)
  return { ...(await store.countStandings(campaignId)), proposed }
}
