import type { Author } from '@wall/db/model/author'
import type { Media, Post, Segment } from '@wall/db/model/post'
import { findAuthorName, tidyBody, tidyLine, tidyText } from '@wall/db/model/shown-words'
import type { AuthorView, MediaView, SegmentView, WallPost } from '../wire/post.ts'

/** A post as everybody may see it: only fields named here ever leave the house. */
export function viewWallPost(post: Post): WallPost {
  return {
    id: post.id,
    takeaway: post.filing.takeaway,
    network: post.network,
    author: viewAuthor(post.author, post.link),
    body: tidyBody(post.body).map(viewSegment),
    lang: post.lang,
    media: post.media.map(viewMedia),
    card: post.card && { href: post.card.href, title: tidyLine(post.card.title) },
    quote: post.quote && { href: post.quote.href },
    createdAt: toIso(post.createdAt),
    sortAt: toIso(post.sortAt),
    link: post.link,
  }
}

export function toIso(ms: number): string {
  return new Date(ms).toISOString()
}

/** The only networks whose profile pages we can name; elsewhere the post itself leads to its author. */
const profileLinks: Record<string, (networkId: string) => string> = {
  bluesky: (did) => `https://bsky.app/profile/${encodeURIComponent(did).replaceAll('%3A', ':')}`,
}

function viewAuthor(author: Author, postLink: string): AuthorView {
  return {
    name: findAuthorName(author) ?? 'Somebody',
    handle: author.handle,
    avatar: author.avatarUrl ? `/media/avatar/${author.id}` : null,
    link: profileLinks[author.network]?.(author.networkId) ?? postLink,
  }
}

function viewSegment(segment: Segment): SegmentView {
  switch (segment.kind) {
    case 'text':
      return { kind: 'text', text: segment.text }
    case 'link':
      return { kind: 'link', text: segment.text, href: segment.href }
    case 'mention':
      return { kind: 'mention', text: segment.text, href: segment.href }
    case 'tag':
      return { kind: 'tag', text: segment.text, tag: segment.tag }
  }
}

function viewMedia(media: Media): MediaView {
  const { id, kind, width, height } = media
  return { id, kind, src: `/media/${id}`, alt: tidyLine(media.alt) && tidyText(media.alt), width, height }
}
