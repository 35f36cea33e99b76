export type FiledBy = 'rule' | 'model' | 'moderator'

/** A guess at a post's place; `takeaway: null` means "none of them". */
export interface Suggestion {
  takeaway: number | null
  confidence: number
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
}
