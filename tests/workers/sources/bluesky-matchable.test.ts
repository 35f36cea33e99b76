import { matchPost } from '@wall/workers/matching/match-post'
import { toMatchable } from '@wall/workers/sources/bluesky/matchable'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const rules = { hashtags: ['rethinkingintervention'], mentionIds: ['did:plc:campaign'] }
const tag = (byteStart: unknown, byteEnd: unknown, value: unknown = 'RethinkingIntervention') => ({
  index: { byteStart, byteEnd },
  features: [{ $type: 'app.bsky.richtext.facet#tag', tag: value }],
})
const link = (byteStart: unknown, byteEnd: unknown, uri = 'https://example.org/link') => ({
  index: { byteStart, byteEnd },
  features: [{ $type: 'app.bsky.richtext.facet#link', uri }],
})
const mention = (byteStart: unknown, byteEnd: unknown, did: unknown = 'did:plc:campaign') => ({
  index: { byteStart, byteEnd },
  features: [{ $type: 'app.bsky.richtext.facet#mention', did }],
})
const match = (record: unknown) => matchPost(toMatchable(record), rules)

test('byte offsets are turned into places in the text', () => {
  const matchable = toMatchable({ text: 'é👏 link 😅', facets: [link(7, 11)] })
  expect(matchable.skip).toEqual([{ start: 4, end: 8 }])
  expect(matchable.text.slice(4, 8)).toBe('link')
})

test('tags in facets, tags beside the text, mentions and text all match', () => {
  expect(match({ text: 'hi', facets: [tag(0, 2)] }).by).toBe('tag facet')
  expect(match({ text: 'hi', tags: ['RethinkingIntervention'] }).by).toBe('tag field')
  expect(match({ text: 'hi', facets: [mention(0, 2)] }).by).toBe('mention')
  expect(match({ text: '(#RethinkingIntervention)' }).by).toBe('text')
})

test('one facet may carry several features', () => {
  const facet = { ...tag(0, 2, 'other'), features: [...tag(0, 2, 'other').features, ...tag(0, 2).features] }
  expect(match({ text: 'hi', facets: [facet] }).by).toBe('tag facet')
})

describe('a facet that does not fit the text is left out', () => {
  test.each([
    ['out of range', tag(0, 9)],
    ['negative', tag(-1, 2)],
    ['inverted', tag(3, 1)],
    ['empty', tag(1, 1)],
    ['beginning inside a character', tag(1, 4)],
    ['ending inside a character', tag(0, 2)],
    ['not whole', tag(0.5, 4)],
    ['not a number', tag('0', '4')],
    ['infinite', tag(0, Number.POSITIVE_INFINITY)],
    ['NaN', tag(Number.NaN, 4)],
    ['without index', { features: tag(0, 4).features }],
    ['with features that are no list', { index: { byteStart: 0, byteEnd: 4 }, features: { 0: 'x' } }],
    ['with a tag that is no text', tag(0, 4, { tag: 'RethinkingIntervention' })],
    ['with a huge tag', tag(0, 4, `RethinkingIntervention,${'x'.repeat(5000)}`)],
    ['of an unknown kind', { ...tag(0, 4), features: [{ $type: 'x#tag', tag: 'RethinkingIntervention' }] }],
    ['null', null],
  ])('%s', (_, facet) => {
    expect(match({ text: '👏', facets: [facet] })).toMatchObject({ match: false })
    // The others still count.
    expect(match({ text: '👏', facets: [facet, tag(0, 4)] })).toMatchObject({ match: true, by: 'tag facet' })
  })
})

test('of facets that overlap the first in the text stays', () => {
  const text = 'one two three'
  expect(match({ text, facets: [tag(2, 9), link(0, 5)] }).match).toBe(false)
  expect(match({ text, facets: [link(3, 9), tag(0, 5)] }).by).toBe('tag facet')
})

test('a hashtag that is a link, alone or among other words, is collected', () => {
  const text = 'see #RethinkingIntervention now'
  const uris = [
    'https://bsky.app/hashtag/RethinkingIntervention',
    'https://example.org/#RethinkingIntervention',
    'https://example.org',
  ]
  for (const uri of uris) {
    expect(match({ text, facets: [link(4, 27, uri)] }).by).toBe('text')
    expect(match({ text, facets: [link(0, 31, uri)] }).by).toBe('text')
    expect(match({ text, facets: [link(4, 16, uri)] }).by).toBe('text')
  }
})

test('a hashtag in a link’s own address is the address’s, shortened or not', () => {
  const uri = 'https://example.org/guide/#RethinkingIntervention'
  for (const text of [uri, 'example.org/guide/#RethinkingIntervention', '…/#RethinkingIntervention']) {
    expect(match({ text, facets: [link(0, Buffer.byteLength(text), uri)] }).match).toBe(false)
  }
  // A facet that does not fit hides nothing.
  expect(match({ text: '…/#RethinkingIntervention', facets: [link(0, 99, uri)] }).by).toBe('text')
})

test('the keys of a mention are compared whole', () => {
  expect(match({ text: 'hi', facets: [mention(0, 2, 'did:plc:campaignx')] }).match).toBe(false)
  expect(match({ text: '@instructup.example', facets: [mention(0, 19, 'did:plc:other')] }).match).toBe(false)
})

test.each([
  null,
  undefined,
  1,
  'text',
  [],
  {},
  { text: 1 },
  { text: null, facets: 'x', tags: 'rethinkingintervention' },
  { facets: [[]] },
  { tags: [1, null, {}] },
])('garbage %j is an empty post', (record) => {
  expect(toMatchable(record)).toEqual({ text: '', skip: [], markedTags: [], fieldTags: [], mentionIds: [] })
})

test('a huge record is read in bounds', () => {
  const record = {
    text: '#a '.repeat(1_000_000),
    tags: Array.from({ length: 100_000 }, () => 'x'),
    facets: Array.from({ length: 100_000 }, (_, index) => link(index, index + 1, 'https://a.example/#a ')),
  }
  const matchable = toMatchable(record)
  expect(matchable.text.length).toBeLessThanOrEqual(10_000)
  expect(matchable.fieldTags.length).toBeLessThanOrEqual(50)
  expect(matchable.skip.length).toBeLessThanOrEqual(300)
})

test('nothing makes it throw, and what it skips lies in the text, in order', () => {
  const near = fc.oneof(fc.integer({ min: -2, max: 40 }), fc.double(), fc.anything())
  const facet = fc.oneof(
    fc.tuple(near, near).map(([a, b]) => link(a, b)),
    fc.tuple(near, near, fc.anything()).map(([a, b, value]) => tag(a, b, value)),
    fc.anything(),
  )
  const record = fc.oneof(
    fc.anything(),
    fc.record({
      text: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
      facets: fc.array(facet),
      tags: fc.array(fc.anything()),
    }),
  )
  fc.assert(
    fc.property(record, (value) => {
      const matchable = toMatchable(value)
      let end = 0
      for (const range of matchable.skip) {
        expect(range.start).toBeGreaterThanOrEqual(end)
        expect(range.end).toBeGreaterThan(range.start)
        end = range.end
      }
      expect(end).toBeLessThanOrEqual(matchable.text.length)
      expect(typeof matchPost(matchable, rules).match).toBe('boolean')
    }),
    { numRuns: 1000 },
  )
})
