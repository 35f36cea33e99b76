/** A moderator's word on where a post belongs, as data to learn from. */
export interface Label {
  postId: number
  /** The post's words, with what its pictures are said to show. */
  text: string
  /** Null is "none of them". */
  takeaway: number | null
  /**
   * The moderator agreed with a proposal, perhaps without much thought: it weighs less, and proves nothing to
   * the gate.
   */
  wasProposed: boolean
  userId: string
  authorId: number
  /** Version of the post's content. */
  cid: string
  /** Epoch ms. */
  at: number
}

/** A post that moderators rejected, and of which neither they nor a rule said where it belongs. */
export type TurnedDown = Pick<Label, 'postId' | 'text' | 'authorId' | 'cid'>
