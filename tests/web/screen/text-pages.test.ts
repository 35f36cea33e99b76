import type { SegmentView } from '@wall/api/wire/post'
import { splitPages, weighText } from '@wall/web/screen/text-pages'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const word = fc.oneof(
  fc.constantFrom('aprender', 'time', '👩🏽‍🏫', '\n', 'a', 'relationships', ' '),
  fc.string({ maxLength: 12 }),
)
const segment = fc.oneof(
  fc.array(word, { maxLength: 120 }).map((words): SegmentView => ({ kind: 'text', text: words.join(' ') })),
  fc.constant<SegmentView>({ kind: 'link', text: 'site.example/page', href: 'https://site.example/page' }),
  fc.constant<SegmentView>({ kind: 'tag', text: '#sample', tag: 'sample' }),
)

test('the pages joined are the words, whatever the words', () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 8 }), (body) => {
      expect(join(splitPages(body, 200).flat())).toBe(join(body))
    }),
  )
})

test('words that fit stay on one page', () => {
  const body: SegmentView[] = [{ kind: 'text', text: 'Escuchar antes de corregir.' }]
  expect(splitPages(body, 200)).toEqual([body])
})

test('no page is much heavier than its share, so no last page holds one lonely word', () => {
  const body: SegmentView[] = [{ kind: 'text', text: 'seven words that are easy to read '.repeat(30) }]
  const weights = splitPages(body, 400).map(weighText)
  expect(weights.length).toBeGreaterThan(1)
  expect(Math.max(...weights)).toBeLessThanOrEqual(400)
  expect(Math.min(...weights)).toBeGreaterThan(200)
})

test('a link is never cut in two', () => {
  const link: SegmentView = { kind: 'link', text: 'a long name of a page', href: 'https://site.example' }
  const pages = splitPages([{ kind: 'text', text: 'word '.repeat(60) }, link], 150)
  expect(pages.flat().filter((piece) => piece.kind === 'link')).toEqual([link])
})

function join(body: readonly SegmentView[]): string {
  return body.map((piece) => piece.text).join('')
}
