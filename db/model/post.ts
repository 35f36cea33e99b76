import type { Author } from './author.ts'
import type { Filing, Opinion } from './filing/filing.ts'
import type { Judgement } from './filing/second-opinion.ts'
import type { CheckWord } from './screening.ts'
import type { PostStanding } from './standing.ts'
import type { HiddenWhy, RemovedWhy } from './visibility.ts'

/** A piece of a post's words. Text keeps its line breaks; `href` is always http(s). */
export type Segment =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; href: string; id: string }
  | { kind: 'tag'; text: string; tag: string }

/** A picture, or a video's still. `url` is the network's address: visitors never see it, they get ours. */
export interface NewMedia {
  kind: 'image' | 'video'
  url: string
  alt: string
  width: number | null
  height: number | null
}
export type Media = NewMedia & { id: number }

/**
 * A link that the post shows. `isGif`: what it leads to is an animation; its still, where there is one, is
 * the post's picture.
 */
export interface Card {
  href: string
  title: string
  isGif?: boolean
}

/** Network ids of the posts that one is tied to. */
export interface References {
  /** The post that it answers. */
  replyTo: string | null
  /** The post at the head of its thread. */
  replyRoot: string | null
  quoteOf: string | null
}

/** A post as a source hands it over, parsed and bounded. Times are epoch ms. */
export interface NewPost {
  network: string
  /** The network's own id, the same however the post reached us (an at:// URI, say). */
  uri: string
  /** Version of the content (a CID, say). Another version is an edit. */
  cid: string
  /**
   * Order of changes within one author (a repository's revision, say); null when the way it came does
   * not tell.
   */
  rev: string | null
  authorId: string
  text: string
  body: Segment[]
  lang: string | null
  /** What the author claims. */
  createdAt: number
  /** Order on the wall: the earlier of the author's claim and when the network or we first saw it. */
  sortAt: number
  link: string
  media: NewMedia[]
  card: Card | null
  quote: { href: string } | null
  selfLabels: string[]
  /** Left out: none that we know of. */
  references?: References
  /**
   * Set where what the source hands over is the network's own word: then it needs no look-up before it may be
   * shown. `labels`: what others labelled it with.
   */
  confirmed?: { labels: string[] }
  /** What checks said against it, in their order. Left out: nothing. */
  checks?: CheckWord[]
  filing: Filing
}

export interface Post extends Omit<NewPost, 'authorId' | 'media' | 'references' | 'confirmed' | 'filing'> {
  id: number
  campaignId: number
  author: Author
  media: Media[]
  standing: PostStanding
  /** Null when visible. */
  hiddenWhy: HiddenWhy | null
  removedWhy: RemovedWhy | null
  labels: string[]
  /** Rises with every change a moderator should see before deciding. */
  version: number
  receivedAt: number
  /** When the content last changed after we first had it, epoch ms. */
  editedAt: number | null
  filing: Filing & {
    /** The moderator who placed it last; null when none did. Left out where nobody asks for it. */
    byName?: string | null
    /**
     * Moderators who put it under different places, in that order; empty when they agree. Left out where
     * nobody asks for it.
     */
    disagreement?: Opinion[]
    /** What a language model said of it, whether or not its filing rests on that. */
    secondOpinion?: Judgement | null
  }
}
