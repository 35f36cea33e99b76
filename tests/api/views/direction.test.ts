import { cutNames, findDirection, isolateNames } from '@wall/api/views/direction'
import type { SegmentView } from '@wall/api/wire/post'
import { expect, test } from 'vitest'

const text = (words: string): SegmentView => ({ kind: 'text', text: words })
const tag: SegmentView = { kind: 'tag', text: '#RethinkingIntervention', tag: 'RethinkingIntervention' }
const link: SegmentView = { kind: 'link', text: 'example.org/a', href: 'https://example.org/a' }
const mention: SegmentView = { kind: 'mention', text: '@kai.bsky.social', href: 'https://bsky.app/' }

test.each<[string, SegmentView[]]>([
  ['a tag before', [tag, text(' الطلاب يتعلمون أفضل. شكرا!')]],
  ['a tag that no client marked', [text('#RethinkingIntervention الطلاب يتعلمون أفضل. شكرا!')]],
  ['a mention and a link before', [mention, text(' '), link, text(' שלום')]],
  ['an address in the text', [text('https://example.org/a/long/way www.example.org example.org/b שלום')]],
  ['a handle in the text', [text('@instructUP @kai.bsky.social: سلام')]],
  ['a word of another language before', [text('Zoom ist: המורים והתלמידים מדברים')]],
  ['nothing but a tag', [{ kind: 'tag', text: '#التعليم', tag: 'التعليم' }]],
  ['other scripts', [tag, text(' ދިވެހި')]],
])('words that run from right to left: %s', (_, body) => {
  expect(findDirection(body)).toBe('rtl')
})

test('other words run from left to right, and what has no letters as it may', () => {
  expect(findDirection([text('Names before fractions.')])).toBe('ltr')
  expect(findDirection([text('שלום means both hello and peace')])).toBe('ltr')
  expect(findDirection([{ kind: 'tag', text: '#التعليم', tag: 'التعليم' }, text(' teaches us')])).toBe('ltr')
  expect(findDirection([text('👏 12!')])).toBe('auto')
  expect(findDirection([])).toBe('auto')
})

test('names stand by themselves where words run both ways', () => {
  const words = 'שלום #Tag, @kai.bsky.social https://a.example/b'
  expect(cutNames([text(words), tag])).toEqual([
    text('שלום '),
    { kind: 'name', text: '#Tag' },
    text(', '),
    { kind: 'name', text: '@kai.bsky.social' },
    text(' '),
    { kind: 'name', text: 'https://a.example/b' },
    tag,
  ])
  expect(cutNames([text('hello #Tag'), tag])).toEqual([text('hello #Tag'), tag])
})

test('in places that take no elements, too', () => {
  expect(isolateNames('שלום #Tag')).toBe('שלום \u2068#Tag\u2069')
  expect(isolateNames('hello #Tag')).toBe('hello #Tag')
})
