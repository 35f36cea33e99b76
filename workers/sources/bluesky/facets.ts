import type { Segment } from '@wall/db/model/post'
import type { Range } from '@wall/filing/signals/find-urls'
import { isObject } from '../../matching/is-object.ts'
import { cleanText, readHref } from './safe-text.ts'

/** Bounds on what is read of a facet; `tag` and `did` are the lexicon's (app.bsky.richtext.facet). */
const limits = { facets: 300, features: 10, tag: 640, link: 8_000, did: 256 }
export const didPattern = /^did:[a-z]{1,20}:[A-Za-z0-9._:%-]+$/

type Feature = { kind: 'tag'; tag: string } | { kind: 'link'; uri: string } | { kind: 'mention'; did: string }

/** What the author's client marked, with the stretch of text it stands on. */
export interface Facet {
  range: Range
  features: Feature[]
}

/**
 * Reads the facets of a record, as it came, against its text, in the order of the text. One that is
 * malformed, does not fit the text, says nothing we know, or overlaps an earlier one is left out;
 * `passedOver` counts these.
 */
export function readFacets(record: unknown, text: string): { facets: Facet[]; passedOver: number } {
  const listed = isObject(record) && Array.isArray(record.facets) ? record.facets.slice(0, limits.facets) : []
  if (listed.length === 0) return { facets: [], passedOver: 0 }
  const toRange = createByteRanges(text)
  const fitting = listed.flatMap((facet) => readFacet(facet, toRange) ?? [])
  fitting.sort((a, b) => a.range.start - b.range.start)
  let end = 0
  const facets = fitting.filter(({ range }) => {
    if (range.start < end) return false
    end = range.end
    return true
  })
  return { facets, passedOver: listed.length - facets.length }
}

/** Cuts a post's words where its facets say. A facet that leads nowhere leaves plain words behind. */
export function cutSegments(text: string, facets: readonly Facet[]): Segment[] {
  const body: Segment[] = []
  let done = 0
  for (const { range, features } of facets) {
    const segment = toSegment(cleanText(text.slice(range.start, range.end)), features)
    if (!segment) continue
    body.push(...toText(text.slice(done, range.start)), segment)
    done = range.end
  }
  return [...body, ...toText(text.slice(done))]
}

function toText(words: string): Segment[] {
  const text = cleanText(words)
  return text === '' ? [] : [{ kind: 'text', text }]
}

function toSegment(text: string, features: readonly Feature[]): Segment | undefined {
  if (text === '') return undefined
  for (const feature of features) {
    if (feature.kind === 'mention') {
      return { kind: 'mention', text, href: `https://bsky.app/profile/${feature.did}`, id: feature.did }
    }
    if (feature.kind === 'tag') {
      const tag = cleanText(feature.tag).replace(/^[#＃]/u, '')
      if (tag) return { kind: 'tag', text, tag }
    } else {
      const href = readHref(feature.uri)
      if (href) return { kind: 'link', text, href }
    }
  }
  return undefined
}

function readFacet(facet: unknown, toRange: ReturnType<typeof createByteRanges>): Facet | null {
  if (!isObject(facet) || !isObject(facet.index)) return null
  const range = toRange(facet.index.byteStart, facet.index.byteEnd)
  if (!range) return null
  const listed = Array.isArray(facet.features) ? facet.features.slice(0, limits.features) : []
  const features = listed.flatMap((feature) => readFeature(feature) ?? [])
  // One that says nothing we know must not push out another on the same words.
  return features.length > 0 ? { range, features } : null
}

function readFeature(feature: unknown): Feature | null {
  if (!isObject(feature)) return null
  const { $type, tag, uri, did } = feature
  if ($type === 'app.bsky.richtext.facet#tag') return isShort(tag, limits.tag) ? { kind: 'tag', tag } : null
  if ($type === 'app.bsky.richtext.facet#link')
    return isShort(uri, limits.link) ? { kind: 'link', uri } : null
  const isMention = $type === 'app.bsky.richtext.facet#mention'
  return isMention && isShort(did, limits.did) && didPattern.test(did) ? { kind: 'mention', did } : null
}

function isShort(value: unknown, limit: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= limit
}

/**
 * Turns byte offsets of a text's UTF-8 form into UTF-16 ones. Gives null for a range that is not one: not
 * whole numbers, out of the text, empty, inverted, or with an end inside a character.
 */
function createByteRanges(text: string): (byteStart: unknown, byteEnd: unknown) => Range | null {
  // @NOTE a lone surrogate becomes the three bytes of U+FFFD, here as in every client, and stays one unit
  // long.
  const bytes = Buffer.from(text)
  const isEdge = (offset: unknown): offset is number =>
    Number.isInteger(offset) &&
    Number(offset) >= 0 &&
    Number(offset) <= bytes.length &&
    ((bytes[Number(offset)] ?? 0) & 0xc0) !== 0x80
  // Asked again and again for one text, whose offsets mostly rise: on from the last one.
  let last = { offset: 0, units: 0 }
  const toUnits = (offset: number) => {
    const from = offset >= last.offset ? last : { offset: 0, units: 0 }
    last = { offset, units: from.units + bytes.toString('utf8', from.offset, offset).length }
    return last.units
  }
  return (byteStart, byteEnd) => {
    if (!isEdge(byteStart) || !isEdge(byteEnd) || byteStart >= byteEnd) return null
    return { start: toUnits(byteStart), end: toUnits(byteEnd) }
  }
}
