import { type FilingInput, toFilingInput } from '@wall/filing/filing-input'
import { isObject } from '../matching/is-object.ts'
import { readFacets } from '../sources/bluesky/facets.ts'
import { toMatchable } from '../sources/bluesky/matchable.ts'

/** As the live stream's are bounded; a longer text is no description. */
const limits = { pictures: 20, alt: 10_000 }

/**
 * Reads from an `app.bsky.feed.post` record, or from a line written by hand, what filing needs. Takes
 * anything. By hand `replyTo`, `quoteOf`, `reply`, `quote` and `links` may be in short (a text, or an object
 * with `uri`), and `alts` a list of texts.
 */
export function readRecord(record: unknown): FilingInput {
  const fields = asObject(record)
  const { text, markedTags, fieldTags } = toMatchable(record)
  const marked = readFacets(record, text).facets.flatMap(({ features }) => features)
  const reply = asObject(fields.reply)
  const embed = asObject(fields.embed)
  const media = asObject(embed.media)
  const byHand = Array.isArray(fields.links) ? fields.links.slice(0, 50) : []
  const links = [...marked, embed.external, media.external, ...byHand].flatMap((link) => readUri(link) ?? [])
  const alts = [...asList(fields.alts), ...readAlts(embed), ...readAlts(media)]
  const quoted = fields.quoteOf ?? fields.quote ?? embed.record
  return {
    ...toFilingInput({
      text,
      body: [],
      tags: [...markedTags, ...fieldTags],
      cardHref: null,
      references: {
        replyTo: readUri(fields.replyTo) ?? readUri(reply.parent) ?? readUri(fields.reply) ?? null,
        replyRoot: readUri(fields.replyRoot) ?? readUri(reply.root) ?? null,
        quoteOf: readUri(quoted) ?? readUri(asObject(quoted).record) ?? null,
      },
      alts: alts.filter(isAlt).slice(0, limits.pictures),
    }),
    links,
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
