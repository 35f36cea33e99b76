/**
 * What the log tells. Rows name a post and never carry its words: readers look up the current state, so that
 * an old row cannot bring back what was taken down.
 */
export type EventKind =
  | 'post_arrived'
  | 'post_changed'
  | 'post_decided'
  | 'post_filed'
  | 'post_hidden'
  | 'post_restored'
  | 'campaign_changed'
  | 'ideas_changed'

export interface NewEvent {
  kind: EventKind
  postId: number | null
  /** Whether the public wall may hear of it: the post was shown before or is shown after. */
  isPublic: boolean
}

/** A row of the append-only log. `seq` has no gaps within a campaign. */
export interface LogEvent extends NewEvent {
  campaignId: number
  seq: number
  at: number
}
