import type { Range } from '@wall/filing/signals/find-urls'
import { isObject } from '../../matching/is-object.ts'
import type { Matchable } from '../../matching/match-post.ts'
import { createByteRanges } from './byte-ranges.ts'

/** Bounds on what is read of a record that nobody has checked. The lexicon allows 3,000 bytes of text and 8 tags. */
const limits = {
  text: 10_000,
  end: 1_000,
  facets: 300,
  features: 10,
  tags: 50,
  tag: 1000,
  link: 8000,
  id: 500,
}

/** What a post's marks say, each with the stretch of text it stands on. */
export interface Facet {
  range: Range
  tags: string[]
  links: string[]
  mentionIds: string[]
}

/**
 * Reads from an `app.bsky.feed.post` record, as it came, what matching needs. It takes anything: what is missing, of
 * another type or too large counts as absent, and facets that do not fit the text or overlap an earlier one are left out.
 */
export function toMatchable(record: unknown): Matchable {
  const text = readText(record)
  const facets = readFacets(record)
  return {
    text,
    skip: facets
      .filter(({ range, links }) => isAddress(text.slice(range.start, range.end), links))
      .map((facet) => facet.range),
    facetTags: facets.flatMap((facet) => facet.tags),
    fieldTags: readTags(record),
    mentionIds: facets.flatMap((facet) => facet.mentionIds),
  }
}

/**
 * The words of the post; empty when it has none or when they are not text. Nobody takes a post that is too long, but that it carries
 * the tag, mostly at its end, is still to be told: its middle is left out.
 */
export function readText(record: unknown): string {
  const text = isObject(record) ? record.text : undefined
  if (typeof text !== 'string') return ''
  return text.length <= limits.text ? text : text.slice(0, limits.text - limits.end) + text.slice(-limits.end)
}

export function readTags(record: unknown): string[] {
  const tags = isObject(record) ? record.tags : undefined
  return asList(tags, limits.tags).filter((tag) => isShort(tag, limits.tag))
}

/** The facets that fit the text, in its order; of two that overlap the first stays. */
export function readFacets(record: unknown): Facet[] {
  const listed = asList(isObject(record) ? record.facets : undefined, limits.facets)
  if (listed.length === 0) return []
  const toRange = createByteRanges(readText(record))
  const facets = listed.flatMap((facet) => readFacet(facet, toRange) ?? [])
  facets.sort((a, b) => a.range.start - b.range.start)
  let end = 0
  return facets.filter((facet) => {
    if (facet.range.start < end) return false
    end = facet.range.end
    return true
  })
}

/**
 * Whether a link's words are (a stretch of) its own address, shortened perhaps: a hash sign in them begins a fragment. A
 * hashtag that is itself a link, or stands among other words of one, is what the author says.
 */
function isAddress(words: string, links: readonly string[]): boolean {
  const shown = words.replace(/^…|(?:…|\.\.\.)$/g, '').toLowerCase()
  return !/^[#＃﹟]/.test(shown) && links.some((link) => link.toLowerCase().includes(shown))
}

function readFacet(facet: unknown, toRange: ReturnType<typeof createByteRanges>): Facet | null {
  if (!isObject(facet) || !isObject(facet.index)) return null
  const range = toRange(facet.index.byteStart, facet.index.byteEnd)
  if (!range) return null
  const features = asList(facet.features, limits.features).filter(isObject)
  const read = (type: string, field: string, limit: number) =>
    features
      .filter((feature) => feature.$type === `app.bsky.richtext.facet#${type}`)
      .map((feature) => feature[field])
      .filter((value) => isShort(value, limit))
  const tags = read('tag', 'tag', limits.tag)
  const links = read('link', 'uri', limits.link)
  const mentionIds = read('mention', 'did', limits.id)
  // One that says nothing we know must not push out another on the same words.
  return tags.length + links.length + mentionIds.length > 0 ? { range, tags, links, mentionIds } : null
}

function isShort(value: unknown, limit: number): value is string {
  return typeof value === 'string' && value.length <= limit
}

function asList(value: unknown, limit: number): unknown[] {
  return Array.isArray(value) ? value.slice(0, limit) : []
}
