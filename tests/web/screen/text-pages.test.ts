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

test.each([
  ['a word of three thousand letters', 'a'.repeat(3_000)],
  ['Japanese, which has no spaces', '先生と生徒の信頼関係が大切です。'.repeat(60)],
  ['emoji made of several signs', '👩🏽‍🏫'.repeat(300)],
])('cuts %s into pages, and no sign in two', (_, text) => {
  const pages = splitPages([{ kind: 'text', text }], 200)
  expect(join(pages.flat())).toBe(text)
  expect(Math.max(...pages.map(weighText))).toBeLessThanOrEqual(208)
  for (const page of pages) expect(join(page)).not.toMatch(/^[\u200d\ufe0f\u{1f3fd}\udc00-\udfff]/u)
})

test('a sign as wide as high takes as much room as two letters, and marks upon a letter none', () => {
  const weigh = (text: string) => weighText([{ kind: 'text', text }])
  expect(weigh('先生')).toBe(4)
  expect(weigh('👩🏽‍🏫')).toBe(2)
  expect(weigh(`e${'\u0301'.repeat(50)}`)).toBe(1)
})

test('a link that alone is more than a page is cut, and each part still leads there', () => {
  const link: SegmentView = { kind: 'link', text: 'x'.repeat(500), href: 'https://site.example/' }
  const pages = splitPages([link], 200)
  expect(pages.length).toBeGreaterThan(2)
  for (const page of pages) expect(page).toMatchObject([{ kind: 'link', href: link.href }])
})

test.each<SegmentView>([
  { kind: 'tag', text: '#RethinkingIntervention', tag: 'RethinkingIntervention' },
  { kind: 'name', text: '#التعليم_بالتعاون_معا' },
  { kind: 'mention', text: '@a.long.name.social.example', href: 'https://social.example/a' },
])('$text is a page of its own rather than cut, where less fits', (segment) => {
  const pages = splitPages(
    [{ kind: 'text', text: 'Words before it ' }, segment, { kind: 'text', text: ' and after' }],
    16,
  )
  expect(pages).toContainEqual([segment])
})

test('what is cut all the same stands on each page in one piece, so that its letters join', () => {
  const tag: SegmentView = { kind: 'tag', text: `#${'كتاب'.repeat(30)}`, tag: 'كتاب'.repeat(30) }
  const name: SegmentView = { kind: 'name', text: `@${'معلمة'.repeat(30)}` }
  const pages = splitPages([tag, name, { ...tag, tag: 'another' }], 40)
  expect(join(pages.flat())).toBe(tag.text + name.text + tag.text)
  for (const page of pages) {
    const owners = page.map((piece) => `${piece.kind} ${'tag' in piece ? piece.tag : ''}`)
    expect(owners).toEqual([...new Set(owners)])
  }
})

test('two of the same tag, one after the other, stay two', () => {
  const tag: SegmentView = { kind: 'tag', text: '#sample', tag: 'sample' }
  const pages = splitPages([tag, tag, { kind: 'text', text: ' word'.repeat(60) }], 150)
  expect(pages[0]?.slice(0, 2)).toEqual([tag, tag])
})

function join(body: readonly SegmentView[]): string {
  return body.map((piece) => piece.text).join('')
}
