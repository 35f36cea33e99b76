import type { Card, NewMedia } from '@wall/db/model/post'
import { MediaEmbed, QuoteEmbed, QuoteWithMedia } from './record.ts'
import { cleanText, readHref } from './safe-text.ts'

export interface Embedded {
  media: NewMedia[]
  card: Card | null
  quote: { href: string; uri: string } | null
  /** False when there is an embed of a kind we do not know: the words stand alone then. */
  isKnown: boolean
}

/** Whose pictures they are, and the origin that serves them. */
export interface PictureHome {
  did: string
  cdn: string
}

/** What hangs below a post's words. */
export function readEmbed(embed: unknown, home: PictureHome): Embedded {
  const none: Embedded = { media: [], card: null, quote: null, isKnown: true }
  if (embed === undefined || embed === null) return none
  const quote = QuoteEmbed.safeParse(embed)
  if (quote.success) return { ...none, quote: linkRecord(quote.data.record.uri) }
  const both = QuoteWithMedia.safeParse(embed)
  if (both.success) {
    return { ...readMedia(both.data.media, home, none), quote: linkRecord(both.data.record.record.uri) }
  }
  return readMedia(embed, home, none)
}

function readMedia(embed: unknown, { did, cdn }: PictureHome, none: Embedded): Embedded {
  const parsed = MediaEmbed.safeParse(embed)
  if (!parsed.success) return { ...none, isKnown: false }
  const found = parsed.data
  if (found.$type === 'app.bsky.embed.external') {
    const { uri, title, description, thumb } = found.external
    const href = readHref(uri)
    if (!href) return none
    const gif = readGif(href, description)
    if (!gif) return { ...none, card: { href, title: cleanText(title).trim() } }
    const still = thumb && toMedia('image', `${cdn}/img/feed_thumbnail/plain/${did}/${thumb}@jpeg`, gif)
    const words = cleanText(gif.alt || title).trim()
    return { ...none, media: still ? [still] : [], card: { href, title: words, isGif: true } }
  }
  if (found.$type === 'app.bsky.embed.video') {
    const url = `https://video.bsky.app/watch/${encodeURIComponent(did)}/${found.video}/thumbnail.jpg`
    return { ...none, media: [toMedia('video', url, found)] }
  }
  const images = found.$type === 'app.bsky.embed.images' ? found.images : [...found.items, ...found.media]
  const media = images.map((image) =>
    toMedia('image', `${cdn}/img/feed_fullsize/plain/${did}/${image.image}@jpeg`, image),
  )
  return { ...none, media }
}

/**
 * Where apps take animations from. What they post is an ordinary link, with the description in place of the
 * page's.
 */
const gifHosts = /(?:^|\.)(?:tenor\.com|giphy\.com|klipy\.com|gifs\.bsky\.app)$/
const written = /^\s*alt(?: text)?\s*:\s*/i

/** What a link to an animation says of it; null for any other link. */
function readGif(href: string, description: string): Described | null {
  const { hostname, pathname, searchParams } = new URL(href)
  const isFile = /\.gifv?$/i.test(pathname)
  const isDescribed = written.test(description)
  if (gifHosts.test(hostname) ? !isFile && !isDescribed : !isFile || !isDescribed) return null
  const [width, height] = ['ww', 'hh'].map((name) => Number(searchParams.get(name)))
  return {
    alt: isDescribed ? description.replace(written, '') : '',
    ...(isSide(width) && isSide(height) ? { aspectRatio: { width, height } } : {}),
  }
}

function isSide(pixels: number | undefined): pixels is number {
  return Number.isInteger(pixels) && Number(pixels) > 0 && Number(pixels) <= 100_000
}

interface Described {
  alt: string
  aspectRatio?: { width: number; height: number } | undefined
}

function toMedia(kind: NewMedia['kind'], url: string, { alt, aspectRatio }: Described): NewMedia {
  return {
    kind,
    url,
    alt: cleanText(alt).trim(),
    width: aspectRatio?.width ?? null,
    height: aspectRatio?.height ?? null,
  }
}

/** Pages of bsky.app by collection of the record. */
const pages: Readonly<Record<string, string>> = {
  'app.bsky.feed.post': 'post',
  'app.bsky.feed.generator': 'feed',
  'app.bsky.graph.list': 'lists',
}

function linkRecord(uri: string): Embedded['quote'] {
  const [, did, collection, rkey] =
    /^at:\/\/(did:[a-z]+:[A-Za-z0-9._:%-]+)\/([A-Za-z0-9.-]+)\/([A-Za-z0-9._:~-]+)$/.exec(uri) ?? []
  const page = collection && pages[collection]
  return page ? { uri, href: `https://bsky.app/profile/${did}/${page}/${rkey}` } : null
}
