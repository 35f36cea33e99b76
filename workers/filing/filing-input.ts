import type { Signal } from '@wall/db/model/filing/filing'
import type { Judgement } from '@wall/db/model/filing/second-opinion'
import type { References, Segment } from '@wall/db/model/post'

/** What filing looks at, whatever network the post is from. */
export interface FilingInput {
  text: string
  /**
   * Hashtags the author's client marked or kept beside the text; those written in the text are found anyway.
   */
  tags?: readonly string[] | undefined
  /** Addresses of links and of the link card; those written out in the text are found anyway. */
  links?: readonly string[] | undefined
  /** Id of the post that it answers. */
  replyTo?: string | undefined
  /** Id of the post at the head of its thread. */
  replyRoot?: string | undefined
  quoteOf?: string | undefined
  /** What its pictures are said to show. */
  alts?: readonly string[] | undefined
  /** The group or the code on paper that it was handed in through, when that belongs to a takeaway. */
  group?: { takeaway: number; name: string } | undefined
  /** Where the posts stand that it is tied to; see `readRelations`. */
  relations?: readonly Signal[] | undefined
  /**
   * What names a takeaway in it by what was read before: a number goes on meaning the takeaway that had it
   * then.
   */
  seenBefore?: readonly Signal[] | undefined
  /** What a language model said of it: only ever a suggestion. */
  secondOpinion?: Judgement | null | undefined
}

/** The parts of a post that filing reads: as its source hands it over, or as it is stored. */
interface Readable
  extends Pick<FilingInput, 'text' | 'alts' | 'group' | 'relations' | 'seenBefore' | 'secondOpinion'> {
  body: readonly Segment[]
  cardHref: string | null
  references?: References | undefined
  /** Hashtags kept beside the text. */
  tags: readonly string[]
}

/** The one way from a post to what filing looks at. */
export function toFilingInput({ body, cardHref, references, tags, ...same }: Readable): FilingInput {
  const links = body.flatMap((part) => (part.kind === 'link' ? part.href : []))
  return {
    ...same,
    tags: [...body.flatMap((part) => (part.kind === 'tag' ? part.tag : [])), ...tags],
    links: cardHref === null ? links : [...links, cardHref],
    replyTo: references?.replyTo ?? undefined,
    replyRoot: references?.replyRoot ?? undefined,
    quoteOf: references?.quoteOf ?? undefined,
  }
}
