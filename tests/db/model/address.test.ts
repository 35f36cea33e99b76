import { checkAddress, isGlobalAddress } from '@wall/db/model/address'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const privateIps = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
  ...['127.0.0.1', '127.255.255.254', '169.254.169.254', '169.254.0.1', '172.16.0.1', '172.31.255.255'],
  ...['192.0.0.1', '192.0.0.192', '192.0.2.1', '192.88.99.1', '192.168.0.1', '192.168.255.255', '198.18.0.1'],
  ...['198.19.255.255', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.250', '240.0.0.1'],
  ...['255.255.255.255', '168.63.129.16'],
  ...[
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '::8.8.8.8',
    '::ffff:0:127.0.0.1',
  ],
  ...[
    '64:ff9b::7f00:1',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
    '100::1',
    '100:0:0:1::1',
    '2001::1',
    '2001:0:4136:e378::1',
  ],
  ...[
    '2001:2::1',
    '2001:10::1',
    '2001:20::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:808:808::1',
    '3fff::1',
    '5f00::1',
  ],
  ...[
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'febf::1',
    'fec0::1',
    'ff02::1',
    'ff0e::1',
    '4000::1',
    '::2',
    'f000::1',
  ],
  ...['2606:4700::5efe:7f00:1', '2606:4700::200:5efe:10.0.0.1'],
]
const publicIps = [
  ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.1', '100.63.255.255', '100.128.0.1', '126.255.255.255'],
  ...['128.0.0.1', '169.253.0.1', '172.15.255.255', '172.32.0.1', '192.0.1.1', '192.167.1.1', '192.169.0.1'],
  ...['198.17.0.1', '198.20.0.1', '203.0.114.1', '223.255.255.255', '104.16.132.229'],
  ...[
    '2606:4700:4700::1111',
    '2001:4860:4860::8888',
    '2a00:1450:4001:81b::200e',
    '2001:200::1',
    '2400:cb00::1',
    '2003::1',
  ],
]

test.each(privateIps)('%s is not of the public internet', (ip) => {
  expect(isGlobalAddress(ip)).toBe(false)
  expect(checkAddress(ip.includes(':') ? `https://[${ip}]/a.jpg` : `https://${ip}/a.jpg`).allowed).toBe(false)
})

test.each(publicIps)('%s is', (ip) => {
  expect(isGlobalAddress(ip)).toBe(true)
  expect(checkAddress(ip.includes(':') ? `https://[${ip}]/a.jpg` : `https://${ip}/a.jpg`).allowed).toBe(true)
})

test.each([
  '',
  ' ',
  'localhost',
  '8.8.8',
  '134744072',
  '0x08080808',
  '08.8.8.8',
  '8.8.8.8 ',
  '8.8.8.8:443',
  '[2606:4700::1]',
  'fe80::1%eth0',
  '2606:4700::1%1',
  '2606:4700::1/64',
  'example.org',
  ':::',
  '256.1.1.1',
])('%j is no address at all, so it is not global', (ip) => {
  expect(isGlobalAddress(ip)).toBe(false)
})

describe('ordinary public addresses are allowed', () => {
  test.each([
    'https://example.com',
    'https://example.com/',
    // Whoever connects finds out whether it is a router.
    'https://fritz.box/',
    'HTTPS://Example.COM/A?b=c&d=%20#e',
    'https://cdn.bsky.app/img/avatar/plain/did:plc:abc/bafkrei@jpeg',
    'https://video.bsky.app/watch/did%3Aplc%3Aabc/bafkrei/playlist.m3u8',
    'https://例え.jp/絵.png',
    'https://xn--r8jz45g.jp/',
    'https://bücher.example.com/',
    'https://пример.рф/',
    'https://a.co/x',
    'https://example.com:443/a',
    'https://example.com:/a',
    'https://example.com?x=1',
    'https://example.com/a@b.jpg',
    'https://example.com/http://127.0.0.1/',
    'https://example.com/?u=http://localhost',
    'https://my_bucket.s3.amazonaws.com/key',
    'https://a-.example.com/',
    'https://1.2.example.com/',
    'https://123.com/',
    'https://localhost.example.com/',
    'https://10.0.0.1.example.com/',
    'https://local.gov.uk/',
    'https://internal.school.edu/',
    'https://onion.com/',
    'https://home.cern/',
    'https://www.mail.com/',
    'https://corp.com/',
    'https://arpa.net/',
    `https://example.com/${'a'.repeat(1900)}`,
    `https://${'a'.repeat(63)}.example.com/`,
    'https://files.mastodon.example.social/a/b/c.webp?x=👏',
  ])('%s', (address) => {
    expect(checkAddress(address)).toEqual({ allowed: true, why: 'a public https address' })
  })
})

describe('everything else is refused', () => {
  test.each([
    '',
    ' ',
    '\r',
    'https://example.com\r',
    'https://example.com/a\r',
    ' https://example.com',
    'https://example.com ',
    'https://example.com/a b',
    'https://exam\tple.com/',
    'https://example.com/\n',
    'ht\ntps://example.com/',
    'https://example.com/\u0000',
    'https://example.com/\u007F',
    'https://example.com/\u0085',
    'https://example.com/\u00A0',
    'https://example.com/\u2028',
    '\uFEFFhttps://example.com/',
    'https:\\\\example.com\\',
    'https://example.com\\@127.0.0.1/',
    'https://example.com/\\..\\',
    'example.com',
    '//example.com/',
    '/a.jpg',
    'http://example.com/',
    'HTTP://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
    'blob:https://example.com/x',
    'gopher://example.com/',
    'ws://example.com',
    'wss://example.com',
    'view-source:https://example.com',
    'at://did:plc:abc/app.bsky.feed.post/x',
    'https:example.com',
    'https:/example.com',
    'https:///example.com',
    'https://',
    'https://?x',
    'https://#x',
    'https://:443/',
    'https://user@example.com/',
    'https://user:secret@example.com/',
    'https://@example.com/',
    'https://:@example.com/',
    'https://example.com@127.0.0.1/',
    'https://example.com:80/',
    'https://example.com:8443/',
    'https://example.com:0/',
    'https://example.com:99999/',
    'https://example.com:22',
    'https://example.com:-1',
    'https://localhost/',
    'https://LOCALHOST/',
    'https://localhost:443/',
    'https://localhost./',
    'https://a.localhost/',
    'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
    'https://loc\u00ADalhost/',
    'https://%6c%6f%63%61%6c%68%6f%73%74/',
    'https://example%2ecom/',
    'https://router/',
    'https://printer.local/',
    'https://printer.local./',
    'https://nas.lan/',
    'https://nas.home/',
    'https://nas.home.arpa/',
    'https://wiki.corp/',
    'https://wiki.intranet/',
    'https://metadata.google.internal/computeMetadata/v1/',
    'https://localhost.localdomain/',
    ...[
      'localhost6.localdomain6',
      'localhost4.localdomain4',
      'LOCALHOST6.LOCALDOMAIN6',
      'localhost6.localdomain6.',
    ].map((host) => `https://${host}/`),
    ...[
      'a.localhost6',
      'ip6-localhost',
      'ip6-loopback',
      'a.ip6-loopback',
      'broadcasthost',
      'my.loopback',
    ].map((host) => `https://${host}/`),
    'https://localhost6。localdomain6/',
    'https://localhost6.localdomain６/',
    'https://localhost6%2elocaldomain6/',
    'https://printer。local/',
    'https://printer．local/',
    'https://1.0.0.127.in-addr.arpa/',
    'https://abc.onion/',
    'https://a.test/',
    'https://a.invalid/',
    'https://127.0.0.1.nip.io/',
    'https://app.10.0.0.1.sslip.io/',
    'https://localtest.me/',
    'https://lvh.me/',
    'https://example.com./',
    'https://example.com../',
    'https://example..com/',
    'https://.example.com/',
    'https://./',
    'https://../',
    'https://exa!mple.com/',
    "https://exa'mple.com/",
    'https://*.example.com/',
    'https://exam ple.com/',
    'https://exam<ple.com/',
    'https://exam|ple.com/',
    'https://xn--a/',
    `https://${'a'.repeat(64)}.example.com/`,
    `https://${'a.'.repeat(130)}com/`,
    `https://example.com/${'a'.repeat(2000)}`,
    // IPv4 in its other spellings
    'https://0/',
    'https://127.1/',
    'https://127.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://127.0.0.1./',
    'https://127。0。0。1/',
    'https://①②⑦.⓪.⓪.①/',
    'https://１２７.0.0.1/',
    'https://3232235521/',
    'https://0xA9FEA9FE/',
    'https://169.254.43518/',
    'https://0xa9.254.0251.254/',
    'https://0x08080808/',
    'https://8.8.2056/',
    'https://256.0.0.1/',
    'https://1.2.3.4.5/',
    'https://127.0.0.1:443/',
    // IPv6
    'https://[::]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[0000::1]:443/',
    'https://[::ffff:169.254.169.254]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::FFFF:0A00:0001]/',
    'https://[fe80::1%25eth0]/',
    'https://[fe80::1%eth0]/',
    'https://[::1',
    'https://::1/',
    'https://[v1.a]/',
    'https://[]/',
  ])('%j', (address) => {
    const verdict = checkAddress(address)
    expect(verdict.allowed).toBe(false)
    expect(verdict.why).toMatch(/\S/)
  })
})

test('this machine’s own name is refused, however it is written', () => {
  const own = 'Wall.School.example.org'
  expect(checkAddress('https://wall.school.EXAMPLE.org/', own).why).toContain('this very machine')
  expect(checkAddress('https://other.school.example.org/', own).allowed).toBe(true)
})

test('no IPv4 address is allowed in one spelling and refused in another', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom('dec', 'hex', 'oct'), (ip, spelling) => {
      const number = ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
      const spelt = { dec: `${number}`, hex: `0x${number.toString(16)}`, oct: `0${number.toString(8)}` }[
        spelling
      ]
      expect(checkAddress(`https://${ip}/`).allowed).toBe(isGlobalAddress(ip))
      expect(checkAddress(`https://${spelt}/`).allowed).toBe(false)
      expect(isGlobalAddress(`::ffff:${ip}`)).toBe(false)
    }),
  )
})

test('nothing makes it throw, and what is allowed the parser reads as written', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string({ unit: 'binary' }).map((text) => `https://${text}`),
      ),
      (address) => {
        if (!checkAddress(address).allowed) return
        const url = new URL(address)
        expect([url.protocol, url.port, url.username, url.password]).toEqual(['https:', '', '', ''])
      },
    ),
    { numRuns: 2000 },
  )
})

test('ordinary web addresses are never refused', () => {
  const host = fc
    .domain()
    .filter(
      (name) =>
        !/\.(?:test|invalid|local|lan|home|corp|mail|onion|alt|arpa|internal|i2p|private|intranet|intra|workgroup|svc|consul|localdomain|localhost)$/.test(
          name,
        ),
    )
  const path = fc.webPath()
  fc.assert(
    fc.property(host, path, (name, rest) => {
      expect(checkAddress(`https://${name}${rest}`)).toMatchObject({ allowed: true })
    }),
    { numRuns: 1000 },
  )
})
