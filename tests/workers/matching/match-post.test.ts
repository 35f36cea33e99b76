import { findTag } from '@wall/workers/matching/find-tag'
import { matchPost } from '@wall/workers/matching/match-post'
import type { Matchable } from '@wall/workers/sources/source'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const rules = { hashtags: ['RethinkingIntervention'], mentionIds: ['did:plc:campaign'] }
const post = (part: Partial<Matchable>): Matchable => ({
  text: '',
  skip: [],
  markedTags: [],
  fieldTags: [],
  mentionIds: [],
  ...part,
})

describe('a hashtag in the text counts', () => {
  test.each([
    '#rethinkingintervention',
    'hello #RETHINKINGINTERVENTION',
    '(#RethinkingIntervention)',
    '“#RethinkingIntervention”',
    '"#RethinkingIntervention"',
    '‘#RethinkingIntervention’',
    '¿#RethinkingIntervention?',
    '👏#RethinkingIntervention',
    '👏🏽#RethinkingIntervention',
    '1️⃣#RethinkingIntervention',
    '❤️#RethinkingIntervention👏',
    '.#RethinkingIntervention',
    'and then:#RethinkingIntervention.',
    '—#RethinkingIntervention—',
    '*#RethinkingIntervention*',
    '_#RethinkingIntervention_',
    '##RethinkingIntervention',
    '#edchat#RethinkingIntervention',
    '#RethinkingIntervention#edchat',
    "#RethinkingIntervention's question",
    '#RethinkingIntervention’s question',
    '#RethinkingIntervention,now',
    '#RethinkingIntervention-now',
    '#RethinkingIntervention/#edchat',
    '#RethinkingIntervention…',
    '#RethinkingIntervention™',
    '#RethinkingIntervention_',
    '#RethinkingIntervention\n#edchat',
    '＃ＲｅｔｈｉｎｋｉｎｇＩｎｔｅｒｖｅｎｔｉｏｎ',
    '#ＲＥＴＨＩＮＫＩＮＧintervention',
    '#𝐑𝐞𝐭𝐡𝐢𝐧𝐤𝐢𝐧𝐠𝐈𝐧𝐭𝐞𝐫𝐯𝐞𝐧𝐭𝐢𝐨𝐧',
    '#Rethinking\u200BIntervention',
    '#Rethinking\u200CInter\u200Dvention',
    '#Rethinking\u2060Intervention',
    '#Rethinking\u00ADIntervention',
    '#Rethinking\uFEFFIntervention',
    '#RethinkingIntervention\uFE0F',
    '#\uFE0FRethinkingIntervention',
    '\u200B#RethinkingIntervention',
    'see (https://example.org/a)#RethinkingIntervention',
    'see https://example.org/a #RethinkingIntervention',
    'abc#rethinkingintervention but #RethinkingIntervention',
    'https://a.b/#RethinkingIntervention or #RethinkingIntervention',
    '\u202B#RethinkingIntervention',
    '#RethinkingIntervention。本当に',
    '#RethinkingInterventionℹ️',
    '#RethinkingInterventionℹ',
    '#RethinkingInterventionℹ️ℹ️ read on',
    '#RethinkingIntervention3️⃣',
    '#RethinkingIntervention3⃣ 4️⃣',
    '#RethinkingIntervention#️⃣',
    '#RethinkingIntervention*️⃣',
    '#RethinkingIntervention®',
    '#RethinkingIntervention℠',
    '#RethinkingIntervention²',
    '#RethinkingIntervention½',
    '#RethinkingIntervention①',
    '#RethinkingInterventionª',
    '#RethinkingInterventionº and more',
    '#RethinkingInterventionⅣ',
    '#RethinkingInterventionⅷ',
    '#RethinkingInterventionﷺ',
    '#RethinkingInterventionⁿ',
    '#RethinkingInterventionᵗʰ',
    'º#RethinkingIntervention',
    '#RethinkingIntervention⑴',
    '#RethinkingIntervention№',
    '#RethinkingInterventionⓂ️',
    '#RethinkingInterventionⓐ',
    '#RethinkingIntervention🅰️',
    '#RethinkingIntervention🄰',
    '#RethinkingIntervention㊗️',
    '#RethinkingIntervention🇺🇸',
    '#RethinkingIntervention🏴󠁧󠁢󠁳󠁣󠁴󠁿',
    '#RethinkingIntervention👏🏽',
    '#RethinkingIntervention👩🏽‍🏫',
    '#RethinkingIntervention_ℹ️',
    '#RethinkingIntervention\u200Dℹ️',
    '#RethinkingIntervention\u00AD™',
    '#RethinkingIntervention\u3164',
    '#RethinkingIntervention\u2800',
    '#ⓇⓔⓣⓗⓘⓝⓚⓘⓝⓖⒾⓝⓣⓔⓡⓥⓔⓝⓣⓘⓞⓝ',
    '#ⓇⓔⓣⓗⓘⓝⓚⓘⓝⓖⒾⓝⓣⓔⓡⓥⓔⓝⓣⓘⓞⓝℹ️',
    'ℹ️#RethinkingIntervention',
    'ℹ#RethinkingIntervention',
    'infoℹ️#RethinkingIntervention',
    '™#RethinkingIntervention',
    '½#RethinkingIntervention',
    '①#RethinkingIntervention',
    'Ⓜ️#RethinkingIntervention',
    '🅰️#RethinkingIntervention',
    '#️⃣#RethinkingIntervention',
    'Yes#️⃣#RethinkingIntervention',
    '👏\u0301#RethinkingIntervention',
    '\u3164#RethinkingIntervention',
  ])('%s', (text) => {
    expect(matchPost(post({ text }), rules)).toMatchObject({ match: true, by: 'text' })
  })
})

describe('what only looks like the hashtag does not', () => {
  test.each([
    '',
    'rethinkingintervention',
    'Rethinking Intervention',
    '#',
    '# RethinkingIntervention',
    '#rethinking',
    '#rethinking intervention',
    '#rethinkinginterventions',
    '#rethinkinginterventionist',
    '#rethinkingintervention2',
    '#rethinkingintervention２',
    '#rethinkinginterventionｓ',
    '#rethinkinginterventioné',
    '#rethinkinginterventionﬁ',
    '#rethinkinginterventionｰ',
    '#rethinkinginterventionー',
    '#rethinkinginterventionำ',
    '#rethinkinginterventionℯ',
    '#rethinkingintervention\uFE0Fs',
    '#rethinkingintervention\u00ADs',
    '#rethinkingintervention𝐬',
    '#rethinkingintervention\u20DD',
    '#ℹ️rethinkingintervention',
    'e\u0301#rethinkingintervention',
    'ｘ#rethinkingintervention',
    'คำ#rethinkingintervention',
    '#rethinkingintervention_x',
    '#rethinkingintervention__init',
    '#rethinkinginterventionñ',
    '#rethinkingintervention\u0301',
    '#rethinkingintervention\u0336',
    '#rethinkingintervention\u200B\u0301',
    '#rethinkingintervention\u200Bs',
    '#rethinkinginterventioné',
    '#réthinkingintervention',
    '#rethinkingıntervention',
    '#RETHİNKİNGİNTERVENTİON',
    '#rethinkingintervention教育',
    '#rethinking-intervention',
    '#rethinking_intervention',
    '#re.thinkingintervention',
    '#️⃣rethinkingintervention',
    '#⃣rethinkingintervention',
    '♯rethinkingintervention',
    'abc#rethinkingintervention',
    'abc\u00AD#rethinkingintervention',
    'abc##rethinkingintervention',
    '2#rethinkingintervention',
    'これは#rethinkingintervention',
    'me@example.org#rethinkingintervention',
    'https://a.b/#RethinkingIntervention',
    'https://a.b/?q=#RethinkingIntervention',
    'HTTPS://A.B/#RethinkingIntervention',
    'https://a.b#RethinkingIntervention',
    '(https://a.b/c/#RethinkingIntervention)',
    'ftp://a.b/#RethinkingIntervention',
    'at://did:plc:x/#RethinkingIntervention',
    'a.b/#RethinkingIntervention',
    '(a.b/#RethinkingIntervention)',
    'example.org/a/#RethinkingIntervention',
    'example.org/?#RethinkingIntervention',
    'www.example.org/#RethinkingIntervention',
    'www.example.org#RethinkingIntervention',
    '例え.jp/#RethinkingIntervention',
    'localhost:3000/#RethinkingIntervention',
    'example.org:8080/#RethinkingIntervention',
    '@instructUP I saw it',
  ])('%s', (text) => {
    expect(matchPost(post({ text }), rules)).toMatchObject({ match: false, by: null })
  })
})

test('a hashtag inside an address is the address’s', () => {
  const text = 'read #RethinkingIntervention'
  expect(matchPost(post({ text, skip: [{ start: 5, end: 28 }] }), rules)).toEqual({
    match: false,
    by: null,
    why: '#rethinkingintervention is part of a link',
  })
  expect(matchPost(post({ text, skip: [{ start: 0, end: 4 }] }), rules).match).toBe(true)
})

test.each([
  'RethinkingIntervention',
  '#RethinkingIntervention',
  '＃ＲethinkingIntervention',
  "RethinkingIntervention's",
  'RethinkingIntervention,now',
  'RethinkingIntervention#Other',
  'Other#RethinkingIntervention',
  ' rethinkingintervention ',
  'RethinkingInterventionℹ️',
  'RethinkingIntervention3️⃣',
  'RethinkingIntervention™',
  '\u200B#RethinkingIntervention',
])('the tag %s counts in a facet and in the field', (tag) => {
  expect(matchPost(post({ markedTags: ['edchat', tag] }), rules).by).toBe('tag facet')
  expect(matchPost(post({ fieldTags: ['edchat', tag] }), rules).by).toBe('tag field')
})

test.each([
  'rethinkinginterventions',
  'rethinking-intervention',
  'rethinkingintervention3',
  'rethinkingintervention\u0301',
  '',
  '#',
  'https://a.b/#RethinkingIntervention',
  'x rethinkingintervention',
])('the tag %s does not count', (tag) => {
  expect(matchPost(post({ markedTags: [tag], fieldTags: [tag] }), rules).match).toBe(false)
})

test('a mention counts by id alone, and never by a handle in the text', () => {
  expect(matchPost(post({ mentionIds: ['did:plc:campaign'] }), rules).by).toBe('mention')
  expect(matchPost(post({ mentionIds: ['did:plc:CAMPAIGN', 'did:plc:campaign2'] }), rules).match).toBe(false)
  expect(matchPost(post({ text: '@instructUP did:plc:campaign' }), rules).match).toBe(false)
})

test('of several hashtags the longer one counts too', () => {
  const both = { hashtags: ['rethinkingintervention', 'rethinkingintervention3'], mentionIds: [] }
  expect(matchPost(post({ text: '#RethinkingIntervention3' }), both).match).toBe(true)
  expect(matchPost(post({ text: '#RethinkingIntervention3s' }), both).match).toBe(false)
})

test('an empty hashtag in the rules matches nothing', () => {
  expect(matchPost(post({ text: '# #x' }), { hashtags: ['', '#', ' '], mentionIds: [] }).match).toBe(false)
})

test('the nearest miss is named', () => {
  const why = (text: string) => matchPost(post({ text }), rules).why
  expect(why('#rethinkinginterventions')).toBe(
    '#rethinkinginterventions is a longer word than #rethinkingintervention',
  )
  expect(why('https://a.b/#rethinkingintervention')).toBe('#rethinkingintervention is part of a web address')
  expect(why('abc#rethinkingintervention')).toBe('#rethinkingintervention is joined to the word before it')
  expect(why('abc#rethinkinginterventionℹ️')).toBe('#rethinkingintervention is joined to the word before it')
  expect(why('#rethinkingintervention3')).toBe(
    '#rethinkingintervention3 is a longer word than #rethinkingintervention',
  )
  expect(why('nothing')).toBe('it has no #rethinkingintervention and mentions no account of the campaign')
})

test('whatever stands around it, a tag set apart by spaces is found', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
      const text = `${before} #RethinkingIntervention ${after}`
      expect(findTag(text, ['rethinkingintervention']).found).toBe(true)
    }),
  )
})

test('a letter or digit after the tag makes it another word', () => {
  const next = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter(
    (one) =>
      /^(?![\p{Extended_Pictographic}\p{Default_Ignorable_Code_Point}])[\p{L}\p{Nd}\p{Nl}]/u.test(one) &&
      // What folds to other letters than its own may be a sign.
      one.normalize('NFKC') === one.normalize('NFC'),
  )
  fc.assert(
    fc.property(next, (character) => {
      expect(findTag(`#RethinkingIntervention${character}`, ['rethinkingintervention']).found).toBe(false)
    }),
  )
})

test('whatever else a sign folds to, after the tag or before it it is no part of a word', () => {
  const signs = Array.from({ length: 0x1ffff }, (_, code) => String.fromCodePoint(code)).filter((sign) =>
    /^(?:\p{S}|\p{No}|\p{Emoji_Presentation})$/u.test(sign),
  )
  expect(signs.length).toBeGreaterThan(7_000)
  const missed = signs.filter(
    (sign) =>
      !findTag(`#RethinkingIntervention${sign}`, ['rethinkingintervention']).found ||
      !findTag(`${sign}#RethinkingIntervention`, ['rethinkingintervention']).found,
  )
  expect(missed).toEqual([])
})
