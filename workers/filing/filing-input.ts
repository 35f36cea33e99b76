/** What filing looks at, whatever network the post is from. */
export interface FilingInput {
  text: string
  /** Hashtags the author's client marked or kept beside the text; those written in the text are found anyway. */
  tags?: readonly string[] | undefined
  /** Addresses of links and of the link card; those written out in the text are found anyway. */
  links?: readonly string[] | undefined
  /** Id of the post that it answers. */
  replyTo?: string | undefined
  /** Id of the post at the head of its thread. */
  replyRoot?: string | undefined
  quoteOf?: string | undefined
}
