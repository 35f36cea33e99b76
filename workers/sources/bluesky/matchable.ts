import { isObject } from '../../matching/is-object.ts'
import type { Matchable } from '../source.ts'
import { type Facet, readFacets } from './facets.ts'

/**
 * Bounds on what is read of a record that nobody has checked. The lexicon allows 3,000 bytes of text and 8
 * tags.
 */
const limits = { text: 10_000, end: 1_000, tags: 50, tag: 640 }

/**
 * Reads from an `app.bsky.feed.post` record, as it came, what matching needs, before anything else of it is
 * read. It takes anything: what is missing, of another type or too large counts as absent.
 */
export function toMatchable(record: unknown): Matchable {
  const text = readText(record)
  const { facets } = readFacets(record, text)
  const features = facets.flatMap((facet) => facet.features)
  return {
    text,
    skip: facets.filter((facet) => isAddress(text, facet)).map((facet) => facet.range),
    markedTags: features.flatMap((feature) => (feature.kind === 'tag' ? feature.tag : [])),
    fieldTags: readTags(record),
    mentionIds: features.flatMap((feature) => (feature.kind === 'mention' ? feature.did : [])),
  }
}

/**
 * The words of the post; empty when it has none or when they are not text. Nobody takes a post that is too
 * long, but that it carries the tag, mostly at its end, is still to be told: its middle is left out.
 */
export function readText(record: unknown): string {
  const text = isObject(record) ? record.text : undefined
  if (typeof text !== 'string') return ''
  return text.length <= limits.text ? text : text.slice(0, limits.text - limits.end) + text.slice(-limits.end)
}

function readTags(record: unknown): string[] {
  const tags = isObject(record) && Array.isArray(record.tags) ? record.tags.slice(0, limits.tags) : []
  return tags.filter((tag) => typeof tag === 'string' && tag !== '' && tag.length <= limits.tag)
}

/**
 * Whether a link's words are (a stretch of) its own address, shortened perhaps: a hash sign in them begins a
 * fragment. A hashtag that is itself a link, or stands among other words of one, is what the author says.
 */
function isAddress(text: string, { range, features }: Facet): boolean {
  const shown = text
    .slice(range.start, range.end)
    .replace(/^…|(?:…|\.\.\.)$/g, '')
    .toLowerCase()
  const isOwn = (feature: Facet['features'][number]) =>
    feature.kind === 'link' && feature.uri.toLowerCase().includes(shown)
  return !/^[#＃﹟]/.test(shown) && features.some(isOwn)
}
