import type { FilingInput } from '@wall/filing/filing-input'
import { isObject } from '../../matching/is-object.ts'
import { readFacets, readTags, readText } from './matchable.ts'

/** As the live stream's are bounded; a longer text is no description. */
const limits = { pictures: 20, alt: 10_000 }

/**
 * Reads from an `app.bsky.feed.post` record, as it came, what filing needs. Takes anything. `replyTo`, `quoteOf`, `reply`,
 * `quote` and `links` in short (a text, or an object with `uri`) and `alts` (a list of texts) are understood too, for lines
 * written by hand.
 */
export function toFilingInput(record: unknown): FilingInput {
  const fields = asObject(record)
  const facets = readFacets(record)
  const reply = asObject(fields.reply)
  const embed = asObject(fields.embed)
  const media = asObject(embed.media)
  const card = [readUri(embed.external), readUri(media.external)].filter((uri) => uri !== undefined)
  const listed = Array.isArray(fields.links) ? fields.links.slice(0, 50).map(readUri) : []
  const alts = [...asList(fields.alts), ...readAlts(embed), ...readAlts(media)]
  return {
    text: readText(record),
    tags: [...facets.flatMap((facet) => facet.tags), ...readTags(record)],
    links: [...facets.flatMap((facet) => facet.links), ...card, ...listed.filter((uri) => uri !== undefined)],
    replyTo: readUri(fields.replyTo) ?? readUri(reply.parent) ?? readUri(fields.reply),
    replyRoot: readUri(fields.replyRoot) ?? readUri(reply.root),
    quoteOf:
      readUri(fields.quoteOf) ??
      readUri(fields.quote) ??
      readUri(embed.record) ??
      readUri(asObject(embed.record).record),
    alts: alts.filter(isAlt).slice(0, limits.pictures),
  }
}

function isAlt(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= limits.alt
}

/** What pictures, or a video, are said to show. */
function readAlts(embed: Record<string, unknown>): unknown[] {
  const pictures = [embed.images, embed.items, embed.media].flatMap(asList)
  return [...pictures.map((picture) => asObject(picture).alt), embed.alt]
}

function readUri(value: unknown): string | undefined {
  const uri = typeof value === 'string' ? value : asObject(value).uri
  return typeof uri === 'string' && uri !== '' && uri.length <= 8000 ? uri : undefined
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, limits.pictures) : []
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}
