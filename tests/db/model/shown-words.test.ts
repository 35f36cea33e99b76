import { findAuthorName, stripDirections, tidyBody, tidyLine, tidyText } from '@wall/db/model/shown-words'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('nothing in a text turns the direction of what follows', () => {
  test.each([
    ['an override', 'a\u202Ecba', 'acba'],
    ['an embedding and its end', '\u202Aa\u202B b\u202C', 'a b'],
    ['isolates, unbalanced', '\u2066\u2067a\u2068 b', 'a b'],
    ['ends without a beginning', 'a\u2069\u202C b', 'a b'],
    ['marks among figures', 'a \u200F10 - 20\u200E\u061C', 'a 10 - 20'],
    ['old format characters', 'a\u206A\u206Fb\uFFF9c\uFFFB', 'abc'],
  ])('%s', (_, text, shown) => {
    expect(stripDirections(text)).toBe(shown)
  })

  test('marks stay where letters run from right to left', () => {
    expect(stripDirections('שלום!\u200F \u202Eabc')).toBe('שלום!\u200F abc')
    expect(stripDirections('\u061Cشكرا')).toBe('\u061Cشكرا')
  })
})

describe('of blank lines one stays', () => {
  test.each([
    ['line breaks', 'a\n\n\n\nb', 'a\n\nb'],
    ['one line break', 'a\nb', 'a\nb'],
    ['blanks between them', 'a \n \t \n\u00A0\nb', 'a\n\nb'],
    ['carriage returns', 'a\r\n\r\n\r\n\rb', 'a\n\nb'],
    ['other line ends', 'a\u2028\u2029\u0085\v\fb', 'a\n\nb'],
    ['lines that show nothing', 'a\n\u200B\n\u2800\n\u3164\n\u00AD\n\uFE0F\n\u{E0020}\nb', 'a\n\nb'],
    ['lines of marks', 'a\n\u0301\n\u0301\u0302\n\nb', 'a\n\nb'],
    ['at the beginning and the end', '\n\n \u200B\na\n\n\u2800\n', 'a'],
    ['no-break spaces', `a${'\u00A0'.repeat(500)}b`, 'a b'],
    ['one no-break space', 'a\u00A0!', 'a\u00A0!'],
    ['nothing at all', '\n\n\u3164\n', ''],
  ])('%s', (_, text, shown) => {
    expect(tidyText(text)).toBe(shown)
  })

  test('also where they stand in links and between them, and links that show nothing go', () => {
    const link = (text: string) => ({ kind: 'link', text, href: 'https://example.org/' })
    const text = (words: string) => ({ kind: 'text', text: words })
    expect(
      tidyBody([text('\n\n'), link('a\n\n'), text('\n\n\nb \n'), link('\n'), link('\n\n'), text('\nc')]),
    ).toEqual([link('a\n\n'), text('b\n'), link('\n'), text('c')])
    expect(tidyBody([text('a '), link(' \u00A0'), text(' b\n'), link('\u200B\n'), text('\u0301\n')])).toEqual(
      [text('a '), text('b')],
    )
  })
})

test('what belongs to a letter or an emoji stays with it', () => {
  for (const text of ['❤️ ok', '👩🏽‍🏫 yes', '1️⃣ a\n2️⃣ b', 'می‌خواهم', 'ปู่ก็', 'Tiếng Việt', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 x', 'བསྒྲུབས་']) {
    expect(tidyText(text)).toBe(text)
  }
})

test('marks do not pile up on a letter, and nothing is said over and over', () => {
  expect(tidyText(`z${'\u0301\u0489\u0330'.repeat(50)}a`)).toBe('z\u0301\u0489\u0330\u0301a')
  expect(tidyText(`ก${'็'.repeat(50)}`)).toBe(`ก${'็'.repeat(4)}`)
  expect(tidyText(`no${'o'.repeat(3000)}!`)).toBe(`n${'o'.repeat(8)}…!`)
  expect(tidyText('👩🏽‍🏫'.repeat(100))).toBe(`${'👩🏽‍🏫'.repeat(8)}…`)
  expect(tidyText('a\n'.repeat(100))).toBe(`${'a\n'.repeat(8)}…`)
  expect(tidyText('so soooo good!!!!!')).toBe('so soooo good!!!!!')
})

test('whatever was written, nothing is left that was to go', () => {
  const sign = fc.constantFrom(
    'a',
    ' ',
    '\n',
    '\r',
    '\u00A0',
    '\u200B',
    '\u202E',
    '\u0301',
    '\u3164',
    'ש',
    '\u200F',
    '👏',
  )
  const body = fc.array(
    fc.record({ text: fc.oneof(fc.string({ unit: sign }), fc.string({ unit: 'binary' })) }),
  )
  fc.assert(
    fc.property(body, (pieces) => {
      const text = tidyBody(pieces)
        .map((piece) => piece.text)
        .join('')
      expect(text).not.toMatch(/\n\s*\n\s*\n|[\u202A-\u202E\u2066-\u2069]|^\s|\s$/u)
    }),
  )
})

describe('a name that shows nothing gives way to the handle', () => {
  test.each([
    ['no name', null],
    ['nothing', ''],
    ['blanks', ' \u00A0\u3000\u2003'],
    ['a Hangul filler', '\u3164'],
    ['other fillers', '\u115F\u1160\uFFA0'],
    ['a Braille blank', '\u2800\u2800'],
    ['a soft hyphen', '\u00AD'],
    ['unseen signs', '\u200B\u200C\u200D\u2060\uFEFF\u034F\u180E'],
    ['marks alone', '\u0301\u0302\u20DD'],
    ['tag characters', '\u{E0061}\u{E007F}'],
    ['variation selectors', '\uFE0F\u{E0100}'],
    ['private use', '\uE000\u{F0000}'],
    ['direction', '\u202E\u2066\u200F\u061C'],
    ['an object replaced', '\uFFFC'],
    ['control characters', '\u0001\u009F'],
  ])('%s', (_, displayName) => {
    expect(findAuthorName({ displayName, handle: 'kai.example' })).toBe('kai.example')
    expect(findAuthorName({ displayName, handle: null })).toBeNull()
  })

  test.each([
    ['👩🏽‍🏫', '👩🏽‍🏫'],
    ['…', '…'],
    ['\u3164Ana\u3164\u200B\n Ruiz ', 'Ana Ruiz'],
    ['\u202EanA', 'anA'],
    ['李', '李'],
  ])('%s stands as %s', (displayName, name) => {
    expect(findAuthorName({ displayName, handle: 'kai.example' })).toBe(name)
  })
})

test('a title on one line', () => {
  expect(tidyLine(' a\n\n b\u2028c ')).toBe('a b c')
})
