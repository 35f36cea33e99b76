import type { Author } from '@wall/db/model/author'
import { fillTemplate, type Networks } from '@wall/db/model/network'
import type { Media, Post, Segment } from '@wall/db/model/post'
import { findAuthorName, tidyBody, tidyLine, tidyText } from '@wall/db/model/shown-words'
import type { AuthorView, MediaView, SegmentView, WallPost } from '../wire/post.ts'
import { cutNames, findDirection } from './direction.ts'
import { findOtherHost, hostOf } from './link-host.ts'

/** A post as everybody may see it: only fields named here ever leave the house. */
export function viewWallPost(post: Post, networks: Networks): WallPost {
  const body = tidyBody(post.body)
  const isStill = post.card?.isGif === true && post.media.length > 0
  return {
    id: post.id,
    takeaway: post.filing.takeaway,
    network: post.network,
    author: viewAuthor(post.author, post.link, networks),
    body: cutNames(body.map(viewSegment)),
    lang: post.lang,
    dir: findDirection(body),
    media: post.media.map((media) => viewMedia(media, isStill ? 'gif' : media.kind)),
    card: post.card && !isStill ? viewCard(post.card) : null,
    quote: post.quote && { href: post.quote.href },
    createdAt: toIso(post.createdAt),
    sortAt: toIso(post.sortAt),
    link: post.link,
  }
}

export function toIso(ms: number): string {
  return new Date(ms).toISOString()
}

/** Where a network has no page of an author, the post itself leads to them. */
function viewAuthor(author: Author, postLink: string, networks: Networks): AuthorView {
  return {
    name: findAuthorName(author) ?? 'Somebody',
    handle: author.handle,
    avatar: author.avatarUrl ? `/media/avatar/${author.id}` : null,
    link: fillTemplate(networks[author.network]?.links.author, author.networkId) ?? postLink,
  }
}

function viewSegment(segment: Segment): SegmentView {
  switch (segment.kind) {
    case 'text':
      return { kind: 'text', text: segment.text }
    case 'link':
      return { kind: 'link', text: segment.text, href: segment.href, ...viewHost(segment) }
    case 'mention':
      return { kind: 'mention', text: segment.text, href: segment.href, ...viewHost(segment) }
    case 'tag':
      return { kind: 'tag', text: segment.text, tag: segment.tag }
  }
}

function viewCard({ href, title }: NonNullable<Post['card']>): WallPost['card'] {
  return { href, title: tidyLine(title), host: hostOf(href), ...viewHost({ text: title, href }) }
}

function viewHost({ text, href, kind }: { text: string; href: string; kind?: string }): {
  leadsTo?: string
} {
  const leadsTo = findOtherHost(text, href, kind === 'mention')
  return leadsTo === undefined ? {} : { leadsTo }
}

function viewMedia(media: Media, kind: MediaView['kind']): MediaView {
  const { id, width, height } = media
  return { id, kind, src: `/media/${id}`, alt: tidyLine(media.alt) && tidyText(media.alt), width, height }
}
