import type { AuthorChange } from './author.ts'
import type { Network } from './network.ts'
import type { NewPost } from './post.ts'

/** What a source hands over: stored with its cursor in one transaction. */
export interface Batch {
  posts: NewPost[]
  removals: Removal[]
  authorChanges: AuthorChange[]
  /** Where to go on after this batch; opaque to all but the source. */
  cursor: string
}

export interface Removal {
  network: string
  uri: string
  rev: string | null
  why: 'deleted' | 'untagged'
  /** Only from this campaign: to another one the post is still an answer. */
  campaignId?: number
}

/** What a part of a source is doing, told in words by the team page. */
export type PartState = 'starting' | 'running' | 'catching_up' | 'waiting' | 'off'

/** Why a part waits or is off. The words for people are in the web's catalogue. */
export type PartProblem =
  | 'unreachable'
  | 'refused'
  | 'rate_limited'
  | 'bad_answer'
  | 'many_missing'
  | 'silent'
  | 'needs_credentials'
  | 'wrong_credentials'
  | 'disk_full'
  | 'locked'
  | 'not_stored'
  | 'set_aside'
  | 'clock_behind'
  | 'clock_ahead'

export interface PartStatus {
  state: PartState
  problem: PartProblem | null
  /** A host name, a status number, `12/30`, or which post was set aside; never a post's words or a secret. */
  detail: string | null
  nextTryAt: number | null
  /** Posts since then may be missing; left out when none are. */
  gapSince?: number
  /** Since when it is in this state. */
  since: number
}

/**
 * Parts by name: `stream` brings new posts live, `backfill` fills gaps, `check` confirms posts with the
 * network; `clock` is there once this machine's clock was found wrong, and `set_aside` once the database
 * refused a row.
 */
export interface SourceStatus {
  parts: Record<string, PartStatus>
  /** Time of the newest thing the stream told, epoch ms; now minus this is the lag. */
  lastEventAt: number | null
  counts: Record<string, number>
}

export interface SourceRow {
  id: number
  campaignId: number
  kind: string
  /** Tells several of a kind apart; empty for the first. */
  name: string
  /** Null until a worker that knows this kind has started. */
  network: Network | null
  settings: unknown
  cursor: string | null
  status: SourceStatus
  statusAt: number | null
  /** The worker that leads it, if any, and its fence; see the store's `leadSource`. */
  owner: string | null
  fence: number
}
