import type { Segment } from '@wall/db/model/post'
import type { Facet, Feature } from './record.ts'
import { cleanText, readHref } from './safe-text.ts'

/**
 * Cuts a post's words where its facets say. Offsets are UTF-8 bytes, so the bytes are cut and not the string. A facet out
 * of range, inverted, inside a character, over an earlier one or of no known kind leaves plain text behind; `passedOver` counts them.
 */
export function cutSegments(text: string, facets: readonly Facet[]): { body: Segment[]; passedOver: number } {
  if (facets.length === 0) return { body: toText(cleanText(text)), passedOver: 0 }
  const bytes = Buffer.from(text, 'utf8')
  const sorted = [...facets].sort((a, b) => a.index.byteStart - b.index.byteStart)
  const body: Segment[] = []
  let done = 0
  let passedOver = 0
  for (const { index, features } of sorted) {
    const { byteStart, byteEnd } = index
    const fits = byteStart >= done && byteEnd > byteStart && byteEnd <= bytes.length
    const words =
      fits && isBoundary(bytes, byteStart) && isBoundary(bytes, byteEnd) ? cut(byteStart, byteEnd) : ''
    const segment = words === '' ? undefined : readFeatures(words, features)
    if (!segment) {
      passedOver += 1
      continue
    }
    body.push(...toText(cut(done, byteStart)), segment)
    done = byteEnd
  }
  body.push(...toText(cut(done, bytes.length)))
  return { body, passedOver }

  function cut(from: number, to: number): string {
    return cleanText(bytes.toString('utf8', from, to))
  }
}

function toText(text: string): Segment[] {
  return text === '' ? [] : [{ kind: 'text', text }]
}

function readFeatures(text: string, features: readonly Feature[]): Segment | undefined {
  for (const feature of features) {
    if (feature.$type === 'app.bsky.richtext.facet#mention') {
      return { kind: 'mention', text, href: `https://bsky.app/profile/${feature.did}`, id: feature.did }
    }
    if (feature.$type === 'app.bsky.richtext.facet#tag') {
      const tag = cleanText(feature.tag).replace(/^[#＃]/u, '')
      if (tag) return { kind: 'tag', text, tag }
    } else {
      const href = readHref(feature.uri)
      if (href) return { kind: 'link', text, href }
    }
  }
  return undefined
}

/** Whether a character begins at this byte, or the text ends there. */
function isBoundary(bytes: Buffer, offset: number): boolean {
  const byte = bytes[offset]
  return byte === undefined || (byte & 0xc0) !== 0x80
}
