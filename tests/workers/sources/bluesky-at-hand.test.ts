import { readAddress, readRecord } from '@wall/workers/sources/bluesky/at-hand'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('the page of a post and its at:// URI are the same post', () => {
  const uri = 'at://did:plc:own/app.bsky.feed.post/2'
  for (const page of ['post/2', 'post/2?ref=x', 'post/2#end', 'post/2/liked-by'])
    expect(readAddress(`https://bsky.app/profile/did:plc:own/${page}`)).toBe(uri)
  for (const other of [
    uri,
    '',
    'https://bsky.app/profile/did:plc:own',
    'https://example.org/profile/a/post/2',
  ])
    expect(readAddress(other)).toBeUndefined()
})

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
  expect(readRecord(record)).toEqual({
    text: 'see this',
    tags: ['a', 'b'],
    links: ['https://example.org/1', 'https://example.org/2'],
    replyTo: 'at://parent',
    replyRoot: 'at://root',
    quoteOf: 'at://quoted',
    alts: [],
  })
})

test('what pictures and videos show is read, beside a quote too, and within bounds', () => {
  const images = [{ alt: 'A shelf' }, { alt: ' ' }, { alt: 5 }, {}, null, { alt: 'A garden' }]
  const read = (embed: unknown) => readRecord({ text: '', embed }).alts
  expect(read({ $type: 'app.bsky.embed.images', images })).toEqual(['A shelf', 'A garden'])
  const media = { $type: 'app.bsky.embed.images', images }
  const record = { record: { uri: 'at://q' } }
  expect(read({ $type: 'app.bsky.embed.recordWithMedia', record, media })).toEqual(['A shelf', 'A garden'])
  expect(read({ $type: 'app.bsky.embed.gallery', items: images })).toEqual(['A shelf', 'A garden'])
  expect(read({ $type: 'app.bsky.embed.video', video: {}, alt: 'A walk' })).toEqual(['A walk'])
  expect(read({ record, media: { $type: 'app.bsky.embed.video', alt: 'A walk' } })).toEqual(['A walk'])
  expect(readRecord({ text: '', alts: ['By hand', 5] }).alts).toEqual(['By hand'])
  expect(read({ images: Array.from({ length: 500 }, (_, at) => ({ alt: `${at}` })) })).toHaveLength(20)
  expect(read({ images: [{ alt: 'x'.repeat(10_001) }, { alt: 'y' }] })).toEqual(['y'])
})

test('a plain quote and short forms written by hand are understood', () => {
  expect(readRecord({ text: '', embed: { record: { uri: 'at://q' } } }).quoteOf).toBe('at://q')
  expect(
    readRecord({ text: '', replyTo: 'at://p', quoteOf: 'at://q', links: ['https://example.org'] }),
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
      fc.record({ text: part, reply: part, embed: part, links: part, tags: part, facets: part, alts: part }),
      (record) => {
        expect(typeof readRecord(record).text).toBe('string')
      },
    ),
  )
})
