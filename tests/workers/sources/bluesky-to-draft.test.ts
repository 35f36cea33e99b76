import { toDraft } from '@wall/workers/sources/bluesky/to-draft'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const did = 'did:plc:abcdefghijklmnopqrstuvwx'
const cid = 'bafkreibabalobzn6cd366ukcsjycp4yymjymgfxcv6xczmlgpemzkz3cfa'
const receivedAt = Date.parse('2026-03-01T12:00:00Z')
const ref = { did, rkey: '3k', cid, rev: '3r', receivedAt, cdn: 'https://cdn.bsky.app' }

function read(record: object, more: object = {}) {
  const outcome = toDraft(
    { $type: 'app.bsky.feed.post', text: '', createdAt: '2026-03-01T11:00:00Z', ...record },
    { ...ref, ...more },
  )
  if ('refused' in outcome) throw new Error(outcome.refused)
  return { ...outcome.draft, oddities: outcome.oddities }
}

/** A facet over the first place of `words`, in bytes. */
function facet(text: string, words: string, feature: object) {
  const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(words)))
  return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(words) }, features: [feature] }
}

const link = (uri: unknown) => ({ $type: 'app.bsky.richtext.facet#link', uri })
const tag = (value: string) => ({ $type: 'app.bsky.richtext.facet#tag', tag: value })

describe('words', () => {
  test('links, mentions and tags are cut by bytes, and every letter and line break stays', () => {
    const text = 'Grüße 👩🏽‍🏫!\n@ana.example.com read example.com #Équipe'
    const { post, oddities } = read({
      text,
      facets: [
        facet(text, '#Équipe', tag('Équipe')),
        facet(text, 'example.com #', { $type: 'x.unknown' }),
        facet(text, '@ana.example.com', { $type: 'app.bsky.richtext.facet#mention', did }),
        facet(text, 'read', link('https://example.com/a?b=ü')),
      ],
    })
    expect(post.body).toEqual([
      { kind: 'text', text: 'Grüße 👩🏽‍🏫!\n' },
      { kind: 'mention', text: '@ana.example.com', href: `https://bsky.app/profile/${did}`, id: did },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'read', href: 'https://example.com/a?b=%C3%BC' },
      { kind: 'text', text: ' example.com ' },
      { kind: 'tag', text: '#Équipe', tag: 'Équipe' },
    ])
    expect(oddities).toEqual(['odd_facet'])
  })

  test('facets out of range, inverted, empty, inside a character or over another leave plain words', () => {
    const text = 'a👍b'
    const at = (byteStart: number, byteEnd: number) => ({
      index: { byteStart, byteEnd },
      features: [link('https://x.example')],
    })
    for (const facets of [
      [at(0, 99)],
      [at(3, 1)],
      [at(2, 2)],
      [at(2, 4)],
      [at(0, 3)],
      [at(-1, 2)],
      [at(0.5, 2)],
    ]) {
      const { post, oddities } = read({ text, facets })
      expect(post.body).toEqual([{ kind: 'text', text }])
      expect(oddities.length).toBeLessThanOrEqual(1)
    }
    expect(read({ text, facets: [at(0, 5), at(1, 6)] }).post.body).toMatchObject([
      { kind: 'link', text: 'a👍' },
      { text: 'b' },
    ])
  })

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://x.example',
    '//x.example',
    'https://',
    'https://bank.example@evil.example/',
    7,
  ])('%s is no link', (uri) => {
    const text = 'click here'
    expect(read({ text, facets: [facet(text, 'here', link(uri))] }).post.body).toEqual([
      { kind: 'text', text },
    ])
  })

  test('half characters and control characters go, line ends become one kind', () => {
    expect(read({ text: 'a\ud83d b\u0000\u0007c\r\nd\re\tf\u2028g\fh' }).post.text).toBe(
      'a\ufffd bc\nd\ne\tf\ng\nh',
    )
    expect(read({ text: 'a \u202Ecb\u2066d' }).post).toMatchObject({
      text: 'a cbd',
      body: [{ text: 'a cbd' }],
    })
  })

  test('text that is missing, no text, or longer than the network takes is no post', () => {
    for (const text of [undefined, null, 5, 'é'.repeat(1501)]) {
      expect(toDraft({ text }, ref)).toEqual({ refused: 'bad_record' })
    }
    expect(read({ text: 'é'.repeat(1500) }).post.text).toHaveLength(1500)
  })

  test('an id that is none is refused', () => {
    expect(toDraft({ text: 'x' }, { ...ref, did: 'did:plc:a/b' })).toEqual({ refused: 'bad_name' })
    expect(toDraft({ text: 'x' }, { ...ref, rkey: '../../x' })).toEqual({ refused: 'bad_name' })
  })
})

describe('what hangs below', () => {
  const blob = { $type: 'blob', ref: { $link: cid }, mimeType: 'image/jpeg', size: 9 }
  const picture = `https://cdn.bsky.app/img/feed_fullsize/plain/${did}/${cid}@jpeg`

  test('pictures with their words and size, in either form', () => {
    const images = [
      { image: blob, alt: ' A chart ', aspectRatio: { width: 4, height: 3 } },
      { image: blob },
      { image: 'no' },
    ]
    const expected = [
      { kind: 'image', url: picture, alt: 'A chart', width: 4, height: 3 },
      { kind: 'image', url: picture, alt: '', width: null, height: null },
    ]
    expect(read({ embed: { $type: 'app.bsky.embed.images', images } }).post.media).toEqual(expected)
    expect(read({ embed: { $type: 'app.bsky.embed.gallery', items: images } }).post.media).toEqual(expected)
    expect(read({ embed: { $type: 'app.bsky.embed.gallery', media: images } }).post.media).toEqual(expected)
  })

  test('a video is its still', () => {
    const embed = {
      $type: 'app.bsky.embed.video',
      video: blob,
      alt: 'A class',
      aspectRatio: { width: 9, height: 16 },
    }
    expect(read({ embed }).post.media).toMatchObject([
      { kind: 'video', alt: 'A class', width: 9, height: 16 },
    ])
    expect(read({ embed }).post.media[0]?.url).toBe(
      `https://video.bsky.app/watch/${encodeURIComponent(did)}/${cid}/thumbnail.jpg`,
    )
  })

  describe('a link to an animation is a picture with its description', () => {
    const thumb = {
      $type: 'blob',
      ref: { $link: `bafkrei${'a'.repeat(52)}` },
      mimeType: 'image/jpeg',
      size: 9,
    }
    const readCard = (external: object) =>
      read({
        embed: {
          $type: 'app.bsky.embed.external',
          external: { title: 'a cat GIF', description: '', thumb, ...external },
        },
      }).post

    test.each([
      ['https://media.tenor.com/abc/cat.gif?hh=280&ww=498', 'Alt: A cat claps', 'A cat claps', 498, 280],
      ['https://media.tenor.com/abc/cat.gif?hh=0&ww=x', 'ALT: a cat', 'a cat', null, null],
      ['https://media3.giphy.com/media/abc/200.gif', 'Alt text:  A cat', 'A cat', null, null],
      ['https://static.klipy.com/ii/abc/cat.gif', '', '', null, null],
      ['https://pictures.example/cat.GIF', 'alt: A cat', 'A cat', null, null],
    ])('%s (%s)', (uri, description, alt, width, height) => {
      const { media, card } = readCard({ uri, description })
      expect(media).toMatchObject([{ kind: 'image', alt, width, height }])
      expect(media[0]?.url).toContain(thumb.ref.$link)
      expect(card).toEqual({ href: new URL(uri).href, title: alt || 'a cat GIF', isGif: true })
    })

    test('without a picture of it the link says what it shows', () => {
      const uri = 'https://media.tenor.com/abc/cat.gif'
      expect(readCard({ uri, description: 'Alt: A cat claps', thumb: undefined })).toMatchObject({
        media: [],
        card: { title: 'A cat claps', isGif: true },
      })
      expect(readCard({ uri, description: 'Alt: A cat claps', thumb: 'x' }).media).toEqual([])
    })

    test.each([
      ['https://tenor.com/view/cat-123', 'Search for GIFs'],
      ['https://example.org/cat.gif', 'The best cats'],
      ['https://nottenor.com/abc', 'Alt: a page'],
      ['https://example.org/guide', 'Alt: a page'],
    ])('any other link is none: %s', (uri, description) => {
      expect(readCard({ uri, description })).toMatchObject({
        media: [],
        card: { href: uri, title: 'a cat GIF' },
      })
    })
  })

  test('a card, unless its address is none', () => {
    const external = { uri: 'https://example.com/guide', title: ' The guide ', description: 'd' }
    const read1 = read({ embed: { $type: 'app.bsky.embed.external', external } })
    expect(read1.post.card).toEqual({ href: 'https://example.com/guide', title: 'The guide' })
    const bad = { ...external, uri: 'javascript:alert(1)' }
    expect(read({ embed: { $type: 'app.bsky.embed.external', external: bad } }).post.card).toBeNull()
  })

  test('a quote, alone or with pictures', () => {
    const uri = `at://${did}/app.bsky.feed.post/3q`
    const record = { uri, cid }
    const href = `https://bsky.app/profile/${did}/post/3q`
    expect(read({ embed: { $type: 'app.bsky.embed.record', record } })).toMatchObject({
      post: { quote: { href }, references: { quoteOf: uri } },
    })
    const media = { $type: 'app.bsky.embed.images', images: [{ image: blob, alt: '' }] }
    const both = read({ embed: { $type: 'app.bsky.embed.recordWithMedia', record: { record }, media } })
    expect(both.post).toMatchObject({ quote: { href }, media: [{ url: picture }] })
  })

  test('an unknown embed leaves the words', () => {
    const { post, oddities } = read({ text: 'words', embed: { $type: 'app.bsky.embed.hologram', x: 1 } })
    expect(post).toMatchObject({ text: 'words', media: [], card: null, quote: null })
    expect(oddities).toEqual(['unknown_embed'])
  })
})

describe('times, language, labels', () => {
  test.each([
    '0001-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00Z',
    '2999-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '+275760-09-13T00:00:00Z',
    '2026-02-01T00:00:00+25:00',
    '2026-02-01',
    'Feb 1, 2026 10:00 EST',
    '12',
    'yesterday',
    '',
    5,
    null,
  ])('the date %s is not believed', (createdAt) => {
    const { post } = read({ createdAt })
    expect([post.createdAt, post.sortAt]).toEqual([receivedAt, receivedAt])
  })

  test('a post is never dated later than when the network first had it', () => {
    const claim = '2026-02-01T00:00:00Z'
    expect(read({ createdAt: claim }).post).toMatchObject({
      createdAt: Date.parse(claim),
      sortAt: Date.parse(claim),
    })
    for (const ahead of ['2026-03-01T18:00:00Z', '2026-03-01T12:00:01Z', '2026-03-01T09:00:00-11:00'])
      expect(read({ createdAt: ahead }).post).toMatchObject({ createdAt: receivedAt, sortAt: receivedAt })
  })

  test('a zone counts in any of its forms; none is UTC, on every machine', () => {
    const forms = [
      '2026-02-01T02:00:00+0200',
      '2026-02-01t00:00:00.000000z',
      '2026-01-31 14:00-10:00',
      '2026-02-01T00:00',
    ]
    for (const createdAt of forms) expect(read({ createdAt }).post.createdAt).toBe(Date.UTC(2026, 1, 1))
  })

  test('a language is one by BCP 47, or none', () => {
    expect(read({ langs: ['PT-br', 'en'] }).post.lang).toBe('pt-BR')
    for (const langs of [['not a language'], ['x'.repeat(60)], [5], 'en', ['und']])
      expect(read({ langs }).post.lang).toBeNull()
  })

  test('the author’s own labels', () => {
    const labels = {
      $type: 'com.atproto.label.defs#selfLabels',
      values: [{ val: 'sexual' }, { val: 'sexual' }, { no: 1 }],
    }
    expect(read({ labels }).post.selfLabels).toEqual(['sexual'])
  })

  test('where it belongs in a thread', () => {
    const [root, parent] = ['r', 'p'].map((key) => ({ uri: `at://${did}/app.bsky.feed.post/${key}`, cid }))
    expect(read({ reply: { root, parent } }).post.references).toMatchObject({
      replyTo: parent?.uri,
      replyRoot: root?.uri,
    })
    expect(read({ reply: { root } }).post.references?.replyTo).toBeNull()
  })
})

test('never throws, and what it gives is whole', () => {
  const fields = ['text', 'createdAt', 'facets', 'tags', 'langs', 'reply', 'embed', 'labels']
  const loose = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.jsonValue(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'app.bsky.embed.images',
        'app.bsky.embed.recordWithMedia',
        'https://x.example',
        did,
        cid,
      ),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom(
          '$type',
          'index',
          'byteStart',
          'byteEnd',
          'features',
          'uri',
          'images',
          'image',
          'ref',
          '$link',
          'media',
          'record',
          'values',
          'val',
        ),
        tie('node'),
        { maxKeys: 6 },
      ),
    ),
  })).node
  fc.assert(
    fc.property(fc.oneof(loose, fc.dictionary(fc.constantFrom(...fields), loose)), (record) => {
      const outcome = toDraft(record, ref)
      if ('refused' in outcome) return
      const { post } = outcome.draft
      expect(post.body.map((part) => part.text).join('')).toBe(post.text)
      for (const part of post.body) if (part.kind === 'link') expect(part.href).toMatch(/^https?:\/\//)
    }),
    { numRuns: 500 },
  )
})

test('facets over any text and any bytes never cut a character', () => {
  const range = fc.record({
    byteStart: fc.integer({ min: -2, max: 60 }),
    byteEnd: fc.integer({ min: -2, max: 60 }),
  })
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.array(range, { maxLength: 5 }),
      (text, ranges) => {
        const facets = ranges.map((index) => ({ index, features: [link('https://x.example/')] }))
        const { post } = read({ text, facets })
        expect(post.body.map((part) => part.text).join('')).toBe(post.text)
        expect(post.body.every((part) => part.text.isWellFormed() && !part.text.includes('\ufffd'))).toBe(
          !text.includes('\ufffd'),
        )
      },
    ),
  )
})
