import { type FilingInput, toFilingInput } from '@wall/filing/filing-input'
import { isObject } from '../../matching/is-object.ts'
import type { PostAtHand } from '../source.ts'
import { readFacets } from './facets.ts'
import { toMatchable } from './matchable.ts'

const collection = 'app.bsky.feed.post'
/** As the live stream's are bounded; a longer text is no description. */
const limits = { pictures: 20, alt: 10_000 }

/** The post in a line: a record, an object that holds one, or a frame of Jetstream of either version. */
export function readAtHand(line: Record<string, unknown>): PostAtHand | { fault: string } {
  const found = findRecord(line)
  if ('fault' in found) return found
  const { record } = found
  const hasText = isObject(record) && typeof record.text === 'string'
  return { matchable: toMatchable(record), filing: hasText ? readRecord(record) : null }
}

/** The id of the post on a page of the network's own site: there an author's name may stand for their DID. */
export function readAddress(address: string): string | undefined {
  const page = /^https:\/\/bsky\.app\/profile\/([^/?#]+)\/post\/([^/?#]+)/i.exec(address)
  return page ? `at://${page[1]}/${collection}/${page[2]}` : undefined
}

/**
 * The post record in what somebody gave us: a bare record, an object with `record` (a postView, say), or a
 * Jetstream frame of either version. Else a sentence on why there is none.
 */
function findRecord(object: Record<string, unknown>): { record: unknown } | { fault: string } {
  if ('text' in object) return checkType(object)
  const frame = isObject(object.payload) ? object.payload : object
  const commit = isObject(frame.commit) ? frame.commit : frame
  const isFrame = commit !== object || ['operation', 'collection', 'kind'].some((field) => field in commit)
  if (isFrame) {
    if (commit.operation === 'delete') return { fault: 'this frame deletes a record and carries no post' }
    if (typeof commit.collection === 'string' && commit.collection !== collection) {
      return { fault: `this frame is of ${commit.collection.slice(0, 100)}, not of ${collection}` }
    }
    if (!isObject(commit.record)) return { fault: 'this frame carries no post' }
  }
  const record = 'record' in commit ? commit.record : commit
  return isObject(record) ? checkType(record) : { fault: 'the record is not an object' }
}

function checkType(record: Record<string, unknown>): { record: unknown } | { fault: string } {
  if (typeof record.$type !== 'string' || record.$type === collection) return { record }
  return { fault: `this record is of ${record.$type.slice(0, 100)}, not of ${collection}` }
}

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
