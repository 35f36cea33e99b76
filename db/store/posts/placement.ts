import type { Placement } from '../../model/decision.ts'
import type { PostRow } from '../lists/read-posts.ts'

/** The reason of a place that a person gave. */
export const byHand = 'A moderator filed it'

export function toPlacement(post: PostRow): Placement {
  return {
    standing: post.standing,
    takeaway: post.takeaway,
    filedBy: post.filedBy,
    confidence: post.filingConfidence,
    reason: post.filingReason,
  }
}

export function placementColumns(placement: Placement) {
  return {
    standing: placement.standing,
    takeaway: placement.takeaway,
    filedBy: placement.filedBy,
    filingConfidence: placement.confidence,
    filingReason: placement.reason,
  }
}
