import type { PostStanding } from '../standing.ts'

export type FiledBy = 'rule' | 'model' | 'moderator'

/** A guess at a post's place; `takeaway: null` means "none of them". */
export interface Suggestion {
  takeaway: number | null
  confidence: number
  /** What speaks for it most, strongest first. */
  words?: string[]
  /** What speaks against it most, strongest first; three at most. */
  against?: string[]
}

/**
 * `filed_…` and `own_thread` are relations to posts that we know: they are looked up anew each time a post is
 * filed.
 */
export type SignalKind =
  | 'hashtag'
  | 'marker'
  | 'reply'
  | 'thread'
  | 'quote'
  | 'announcement_link'
  | 'link'
  | 'filed_reply'
  | 'filed_quote'
  | 'own_thread'
  | 'group'
  | 'other'

/** Something in or around a post that names one takeaway. */
export interface Signal {
  takeaway: number
  kind?: SignalKind
  /** As it stands in the post. */
  written?: string | null
  /** What was seen, to end a sentence that begins with "it". */
  seen: string
  /** How often such a thing is right, 0 to 1. */
  confidence: number
}

/**
 * A known post, or an example of the seeds, that is much like another post. Of posts only the id is kept: the
 * store gives the words as they are when it is asked, null once they were erased.
 */
export interface Near {
  takeaway: number | null
  /** Null for an example of the seeds. */
  postId: number | null
  text: string | null
  /** It is the nearest under its takeaway, and yet little like the post. */
  isFar?: boolean
}

/** Where one moderator put a post. */
export interface Opinion {
  userId: string
  by: string
  takeaway: number | null
}

/** A post's place under a takeaway. `takeaway: null` is "unfiled", a real place. */
export interface Filing {
  takeaway: number | null
  /** Who or what decided; null while nothing did. */
  by: FiledBy | null
  /** 0 to 1: how sure `by` is of `takeaway`. */
  confidence: number
  /** In words a moderator can check. */
  reason: string
  /** Best first. */
  suggestions: Suggestion[]
  /** The takeaway that a post stands under as a proposal, until a person decides. Left out: none. */
  proposed?: number | null
  /** All that names a takeaway outright. */
  signals?: Signal[]
  /** Nearest first: up to three of the first suggestion, one of the second and of the third. */
  near?: Near[]
}

/**
 * The proposal that holds: what the words of a post propose counts while nothing filed the post and nobody
 * decided. The same in SQL is `holdingProposal` in `db/store/lists/queue.ts`.
 */
export function findProposal(post: {
  standing: PostStanding
  filedBy: FiledBy | null
  proposed: number | null
}): number | null {
  const isOpen = post.filedBy === null && (post.standing === 'pending' || post.standing === 'stashed')
  return isOpen ? post.proposed : null
}

/** Whether a signal rests on where another post stands, which may change. */
export function isRelation({ kind }: Pick<Signal, 'kind'>): boolean {
  return kind === 'filed_reply' || kind === 'filed_quote' || kind === 'own_thread'
}
