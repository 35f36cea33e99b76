import type { Decision } from '@wall/db/model/decision'
import type { Post } from '@wall/db/model/post'
import type { DecisionOutcome } from '@wall/db/store/store'
import type { DecisionResult, DecisionView, QueuePost } from '../wire/queue.ts'
import { toIso, viewWallPost } from './post.ts'

/** A post as moderators see it. */
export function viewQueuePost(post: Post): QueuePost {
  return {
    ...viewWallPost(post),
    standing: post.standing,
    version: post.version,
    hiddenWhy: post.hiddenWhy,
    filing: {
      takeaway: post.filing.takeaway,
      by: post.filing.by,
      confidence: post.filing.confidence,
      reason: post.filing.reason,
      suggestions: post.filing.suggestions,
    },
    labels: [...new Set([...post.selfLabels, ...post.labels, ...post.author.labels])],
    receivedAt: toIso(post.receivedAt),
    editedAt: post.editedAt === null ? null : toIso(post.editedAt),
  }
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

export function viewDecisionOutcome(outcome: DecisionOutcome): DecisionResult {
  return { post: viewQueuePost(outcome.post), decision: outcome.decision && viewDecision(outcome.decision) }
}
