import { toFilingInput } from '@wall/workers/filing/bluesky-record'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('tags, links, the card, reply and quote are read from a record', () => {
  const record = {
    text: 'see this',
    tags: ['b'],
    facets: [
      {
        index: { byteStart: 0, byteEnd: 3 },
        features: [
          { $type: 'app.bsky.richtext.facet#tag', tag: 'a' },
          { $type: 'app.bsky.richtext.facet#link', uri: 'https://example.org/1' },
        ],
      },
    ],
    reply: { root: { uri: 'at://root', cid: 'x' }, parent: { uri: 'at://parent', cid: 'x' } },
    embed: {
      $type: 'app.bsky.embed.recordWithMedia',
      record: { $type: 'app.bsky.embed.record', record: { uri: 'at://quoted', cid: 'x' } },
      media: { $type: 'app.bsky.embed.external', external: { uri: 'https://example.org/2' } },
    },
  }
  expect(toFilingInput(record)).toEqual({
    text: 'see this',
    tags: ['a', 'b'],
    links: ['https://example.org/1', 'https://example.org/2'],
    replyTo: 'at://parent',
    replyRoot: 'at://root',
    quoteOf: 'at://quoted',
  })
})

test('a plain quote and short forms written by hand are understood', () => {
  expect(toFilingInput({ text: '', embed: { record: { uri: 'at://q' } } }).quoteOf).toBe('at://q')
  expect(
    toFilingInput({ text: '', replyTo: 'at://p', quoteOf: 'at://q', links: ['https://example.org'] }),
  ).toMatchObject({
    replyTo: 'at://p',
    quoteOf: 'at://q',
    links: ['https://example.org'],
  })
})

test('nothing makes it throw', () => {
  const part = fc.anything()
  fc.assert(
    fc.property(
      fc.record({ text: part, reply: part, embed: part, links: part, tags: part, facets: part }),
      (record) => {
        expect(typeof toFilingInput(record).text).toBe('string')
      },
    ),
  )
})
