import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { chooseEncoding, compressJson } from '@wall/api/http/compress'
import { createRouter } from '@wall/api/http/router'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../support/wall/open-test-api.ts'

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['*', 'br'],
  ['*;q=0', undefined],
  ['deflate', undefined],
  ['identity', undefined],
  ['', undefined],
])('of %j it takes %s', (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding)
})

test('of very many at once some go out as they are, and nobody gets anything else', async () => {
  const words = Array.from({ length: 20_000 }, (_, index) => `word ${index}`)
  const app = createRouter()
  app.use(compressJson())
  app.get('/', (c) => c.json(words))
  const ask = async () => {
    const answer = await app.request('/', { headers: { 'accept-encoding': 'br' } })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const encoding = answer.headers.get('content-encoding')
    expect(JSON.parse(String(encoding === 'br' ? brotliDecompressSync(bytes) : bytes))).toEqual(words)
    return encoding
  }
  const many = await Promise.all(Array.from({ length: 60 }, ask))
  expect(new Set(many)).toEqual(new Set(['br', null]))
  expect(await ask()).toBe('br')
})

describe('what goes out', () => {
  let api: TestApi
  let cookie: string
  beforeEach(async () => {
    api = await openTestApi()
    cookie = await api.signIn('admin')
  })
  afterEach(() => api.dispose())

  const seeds = '/api/campaigns/test/filing/seeds'
  const get = (path: string, encodings?: string) =>
    api.request(path, { headers: { cookie, ...(encodings && { 'accept-encoding': encodings }) } })
  const read = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

  test('a large answer is compressed as the reader can take it, with the same words inside', async () => {
    const plain = await get(seeds)
    const bytes = await read(plain)
    expect([plain.headers.get('content-encoding'), plain.headers.get('vary')]).toEqual([
      null,
      'accept-encoding',
    ])
    for (const [encodings, encoding, unpack] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
    ] as const) {
      const answer = await get(seeds, encodings)
      const packed = await read(answer)
      expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, encoding])
      expect(answer.headers.get('content-type')).toBe('application/json')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(packed.length).toBeLessThan(bytes.length / 2)
      expect(unpack(packed).equals(bytes)).toBe(true)
    }
  })

  test('small answers and faults go out as they are', async () => {
    const small = await get('/api/campaigns', 'br')
    expect([small.headers.get('content-encoding'), await small.json()]).toMatchObject([null, {}])
    const fault = await api.request(seeds, { headers: { 'accept-encoding': 'br' } })
    expect([fault.status, fault.headers.get('content-encoding')]).toEqual([401, null])
    expect((await fault.json()).error.code).toBe('unauthorized')
  })

  test('the snapshot is compressed once it has been made, and 304 holds for it', async () => {
    for (let number = 1; number <= 12; number += 1) await api.showPost(number)
    const path = '/api/campaigns/test/wall'
    await expect.poll(async () => (await (await get(path)).json()).posts.length).toBe(12)
    const plain = await get(path)
    await expect.poll(async () => (await get(path, 'br')).headers.get('content-encoding')).toBe('br')
    const packed = await get(path, 'br')
    expect(brotliDecompressSync(await read(packed)).equals(await read(plain))).toBe(true)
    const etag = packed.headers.get('etag') ?? ''
    // One for several forms of it: not of the same bytes.
    expect([etag.slice(0, 3), plain.headers.get('etag')]).toEqual(['W/"', etag])
    const again = await api.request(path, { headers: { 'accept-encoding': 'br', 'if-none-match': etag } })
    expect(again.status).toBe(304)
  })

  test('live events are never compressed, nor held back', async () => {
    const origin = await api.listen()
    const answer = await fetch(`${origin}/api/campaigns/test/events`, {
      headers: { 'accept-encoding': 'br, gzip' },
    })
    expect(answer.headers.get('content-encoding')).toBeNull()
    const { value } = (await answer.body?.getReader().read()) ?? {}
    expect(value?.length).toBeGreaterThan(0)
  })
})
