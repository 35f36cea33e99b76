import { findOtherHost } from '@wall/api/views/link-host'
import { describe, expect, test } from 'vitest'

const evil = 'https://login.example.net/steal'

describe('a link whose words read as another address shows where it leads', () => {
  test.each([
    ['instructionpartners.org/guide', evil],
    ['https://instructionpartners.org/guide', evil],
    ['INSTRUCTIONPARTNERS.ORG', evil],
    ['see instructionpartners.org/guide', evil],
    ['(instructionpartners.org)', evil],
    ['instructionpartners.org.', evil],
    ['https://instructionpartners.org@login.example.net/', evil],
    ['instructionpartners.org⁄guide.login.example.net', evil],
    ['instruction\u200Bpartners.org', evil],
    ['ｉｎｓｔｒｕｃｔｉｏｎｐａｒｔｎｅｒｓ．ｏｒｇ', evil],
    ['instructionpartners。org', evil],
    ['login.example.net instructionpartners.org', evil],
    ['example.net', evil],
    ['bit.ly/3xyz', evil],
    ['192.168.0.1/login', evil],
    ['例え.jp/a', evil],
    ['report.pdf', evil],
    ['guide/instructionpartners.org', evil],
    ['@instructionpartners.org', evil],
    ['login.example.net|instructionpartners.org', evil],
    ['login.example.net/→instructionpartners.org', evil],
    ['login.example.net/a|instructionpartners.org', evil],
    ['login.example.net,instructionpartners.org', evil],
    ['login.example.net:instructionpartners.org', evil],
    ['login.example.net(instructionpartners.org)', evil],
    ['instructionpartnersꓸorg', evil],
    ['instructionpartners·org', evil],
    ['instructionpartners•org', evil],
    ['instructionpartners∙org/guide', evil],
    ['instructionpartners・org', evil],
    ['instructionpartners .org', evil],
    ['instructionpartners. org', evil],
    ['instructionpartners\u2800.org', evil],
  ])('%s', (words, href) => {
    expect(findOtherHost(words, href)).toBe('login.example.net')
  })

  test('letters that pass for others', () => {
    // The first `а` is Cyrillic; `ο` is Greek; `ノ` is no slash.
    expect(findOtherHost('instructionpаrtners.org', 'https://instructionpаrtners.org/')).toMatch(/^xn--/)
    expect(findOtherHost('ехаmple.org', 'https://ехаmple.org/')).toMatch(/^xn--/)
    expect(findOtherHost('gοοgle.com', 'https://gοοgle.com/')).toMatch(/^xn--/)
    expect(findOtherHost('a.orgノguide.example.net', 'https://a.orgノguide.example.net/')).toMatch(/xn--/)
  })

  test('a mention over an address, and a shortened link to another host', () => {
    const profile = 'https://bsky.app/profile/did:plc:a'
    expect(findOtherHost('instructionpartners.org/guide', profile)).toBe('bsky.app')
    expect(findOtherHost('@instructionpartners.org/guide', profile, true)).toBe('bsky.app')
    expect(findOtherHost('instructionpartners.org/guide', 'https://bit.ly/3xyz')).toBe('bit.ly')
  })
})

test.each([
  ['instructionpartners.org/guide', 'https://instructionpartners.org/guide'],
  ['instructionpartners.org/gui...', 'https://www.instructionpartners.org/guide.html'],
  ['www.Instructionpartners.org', 'https://instructionpartners.org./'],
  ['http://instructionpartners.org:8080/a.b', 'https://instructionpartners.org/'],
  ['bit.ly/3xyz', 'https://bit.ly/3xyz'],
  ['例え.jp/a', 'https://xn--r8jz45g.jp/a'],
  ['xn--r8jz45g.jp', 'https://xn--r8jz45g.jp/a'],
  ['the guide', evil],
  ['#RethinkingIntervention', evil],
  ['Yes. No', evil],
  ['3.5 hours', evil],
  ['login.example.net/a.b/instructionpartners.org', evil],
  ['https://login.example.net/?to=instructionpartners.org', evil],
  ['la col·lecció', evil],
  ['names · stories', evil],
])('%s says nothing else than %s', (words, href) => {
  expect(findOtherHost(words, href)).toBeUndefined()
})

test('a handle in a mention is no address', () => {
  expect(findOtherHost('@kai.bsky.social', 'https://bsky.app/profile/did:plc:a', true)).toBeUndefined()
})
