import type { FiledBy } from './filing/filing.ts'
import type { PostStanding } from './standing.ts'

/** `return`: the product put an edited post back into the queue. */
export type DecisionKind = 'approve' | 'reject' | 'stash' | 'requeue' | 'refile' | 'return' | 'undo'

/** What a decision changes, kept before and after so that it can be undone. */
export interface Placement {
  standing: PostStanding
  takeaway: number | null
  filedBy: FiledBy | null
  confidence: number
  reason: string
  /** A person took what was proposed: they agreed, and chose nothing by hand. */
  wasProposed?: true
}

export interface Decision {
  id: number
  postId: number
  kind: DecisionKind
  /** The user who decided; null when the product did. */
  userId: string | null
  userName: string | null
  at: number
  before: Placement
  after: Placement
}
