/** A text that is known to speak to a takeaway, or (null) to none. */
export interface TrainingRow {
  text: string
  takeaway: number | null
  weight: number
  kind: 'definition' | 'keyword' | 'example' | 'decision'
  /** The post that was decided. */
  postId?: number | undefined
  /** What a sentence encoder makes of the text. */
  vector?: Float32Array | undefined
}

/** What a person decided about a post. */
export interface Decision {
  text: string
  takeaway: number | null
  /** Who decided only agreed with what was proposed. */
  wasProposed?: boolean | undefined
  /** Who decided. */
  userId: number | string
  /** Who wrote the post. */
  authorId: number | string
  postId?: number | undefined
  vector?: Float32Array | undefined
}
