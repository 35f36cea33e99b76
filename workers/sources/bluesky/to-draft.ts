import type { Draft, SourceContext } from '../source.ts'
import { readEmbed } from './embed.ts'
import { cutSegments, didPattern, readFacets } from './facets.ts'
import { toMatchable } from './matchable.ts'
import { PostRecord } from './record.ts'
import { cleanText } from './safe-text.ts'

/** What the network says about a record, apart from the record. */
export interface PostRef {
  did: string
  rkey: string
  cid: string
  rev: string | null
  /** When the network or we first saw it, epoch ms. */
  receivedAt: number
  /** Origin of the pictures. */
  cdn: string
  /** What others labelled it with; left out where the way it came does not tell. */
  labels?: string[]
}

export type ToDraft = { draft: Draft; oddities: Oddity[] } | { refused: 'bad_record' | 'bad_name' }

/** What was wrong with parts of a post that is taken all the same; names of counters. */
export type Oddity = 'odd_facet' | 'unknown_embed' | 'odd_date' | 'odd_language'

const dayMs = 86_400_000

/**
 * Makes a draft from an `app.bsky.feed.post` record, which is whatever its author's software wrote. Never
 * throws. A wrong optional part is left out and named in `oddities`; without right words there is no post.
 */
export function toDraft(record: unknown, ref: PostRef, matchable = toMatchable(record)): ToDraft {
  const { did, rkey, cid, rev, receivedAt, cdn, labels: networkLabels = [] } = ref
  if (!didPattern.test(did) || did.length > 256 || !rkeyPattern.test(rkey)) return { refused: 'bad_name' }
  const parsed = PostRecord.safeParse(record)
  if (!parsed.success) return { refused: 'bad_record' }
  const { text, langs, reply, labels, createdAt: claim } = parsed.data
  const oddities: Oddity[] = []

  const { facets, passedOver } = readFacets(record, text)
  const body = cutSegments(text, facets)
  if (passedOver > 0) oddities.push('odd_facet')
  const { media, card, quote, isKnown } = readEmbed(parsed.data.embed, { did, cdn })
  if (!isKnown) oddities.push('unknown_embed')
  const claimedAt = readClaim(claim)
  if (claimedAt === null || claimedAt > receivedAt + dayMs) oddities.push('odd_date')
  // Nobody wrote it after the network had it, whatever the author's clock said.
  const createdAt = Math.min(claimedAt ?? receivedAt, receivedAt)
  const lang = readLanguage(langs[0])
  if (lang === null && langs.length > 0) oddities.push('odd_language')

  const post: Draft['post'] = {
    network: 'bluesky',
    uri: `at://${did}/app.bsky.feed.post/${rkey}`,
    cid,
    rev,
    authorId: did,
    text: cleanText(text),
    body,
    lang,
    createdAt,
    sortAt: createdAt,
    link: `https://bsky.app/profile/${did}/post/${rkey}`,
    media,
    card,
    quote: quote && { href: quote.href },
    selfLabels: [...new Set(labels?.values.map((label) => label.val) ?? [])],
    references: {
      replyTo: reply?.parent.uri ?? null,
      replyRoot: reply?.root.uri ?? null,
      quoteOf: quote?.uri ?? null,
    },
  }
  return { draft: { post, matchable, labels: networkLabels }, oddities }
}

/**
 * A post that answers the campaign and is none we can take: counted and logged. Anybody can write such posts,
 * so that none of them is a trouble of the source's.
 */
export function tellRefused(
  { count, log }: Pick<SourceContext, 'count' | 'log'>,
  uri: string,
  why: 'bad_record' | 'bad_name',
): void {
  count(why)
  log.info(
    { uri: uri.slice(0, 200), why },
    'A post is not as the rules of its network want it, and was left out.',
  )
}

const rkeyPattern = /^[A-Za-z0-9._:~-]{1,512}$/

/** Before that nobody posted: 1970 and 1980 are what a clock says that was never set. */
const earliestAt = Date.UTC(1990, 0, 1)

/**
 * The author's claim, by RFC 3339. Other forms are read otherwise on each machine; what names no zone counts
 * as UTC.
 */
function readClaim(claim: string | undefined): number | null {
  const [, time, zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?([Zz]|[+-]\d\d:?\d\d)?$/.exec(claim ?? '') ?? []
  const at = time === undefined ? Number.NaN : Date.parse(time.replace(/[t ]/, 'T') + zone.toUpperCase())
  return at >= earliestAt ? at : null
}

/** A language tag by BCP 47, in its normal form. */
function readLanguage(tag: string | undefined): string | null {
  if (!tag || tag.length > 35) return null
  try {
    const [language] = Intl.getCanonicalLocales(tag)
    return language && language !== 'und' ? language : null
  } catch {
    return null
  }
}
