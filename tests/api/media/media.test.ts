import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ourMark } from '@wall/api/wire/mark'
import type { NewMedia } from '@wall/db/model/post'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../../support/wall/open-test-api.ts'

const image = (url: string): NewMedia => ({ kind: 'image', url, alt: 'A door', width: 2400, height: 1200 })

describe('pictures', () => {
  let api: TestApi
  let fetched: string[]
  let answer: (url: string) => Promise<Buffer>

  beforeEach(async () => {
    fetched = []
    const picture = sharp({ create: { width: 2400, height: 1200, channels: 3, background: '#246' } })
    const jpeg = await picture
      .withExif({ IFD0: { Artist: 'a secret name' } })
      .jpeg()
      .toBuffer()
    answer = async () => jpeg
    api = await openTestApi({
      fetchPicture: (url) => {
        fetched.push(url)
        return answer(url)
      },
    })
  })
  afterEach(() => api.dispose())

  async function showPicture(number = 1): Promise<{ id: number; src: string; avatar: string }> {
    const post = await api.showPost(number, 1, { media: [image(`https://cdn.example.org/${number}.jpg`)] })
    const author = {
      network: 'bluesky',
      networkId: 'did:plc:ana',
      avatarUrl: 'https://cdn.example.org/ana.jpg',
    }
    await api.store.recordVerifications(api.campaignId, [], [author], { now: Date.now(), recheckMs: 1000 })
    return { id: post.id, src: `/media/${post.media[0]?.id}`, avatar: `/media/avatar/${post.author.id}` }
  }
  const read = async (path: string) => Buffer.from(await (await api.request(path)).arrayBuffer())

  test('a picture comes out as WebP of the asked width, without what stood in the file', async () => {
    const { src, avatar } = await showPicture()
    const got = await api.request(`${src}?w=600`)
    expect(got.status).toBe(200)
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      [ourMark]: '1',
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringContaining('sandbox'),
    })
    const bytes = Buffer.from(await got.arrayBuffer())
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 640, height: 320 })
    expect(bytes.includes('a secret name')).toBe(false)
    expect(await sharp(await read(avatar)).metadata()).toMatchObject({ format: 'webp', width: 192 })
  })

  test('the network is asked once, however many sizes and visitors there are', async () => {
    const { src } = await showPicture()
    await Promise.all([320, 640, 1280, 1920, 640, 320].map((width) => read(`${src}?w=${width}`)))
    expect(fetched).toEqual(['https://cdn.example.org/1.jpg'])
    await read(`${src}?w=320`)
    expect(fetched).toHaveLength(1)
  })

  test('an unchanged picture is answered with 304, without reading it', async () => {
    const { src } = await showPicture()
    const etag = (await api.request(src)).headers.get('etag') ?? ''
    expect((await api.request(src, { headers: { 'if-none-match': etag } })).status).toBe(304)
  })

  test('what was taken down is gone at once, also for who has it in the cache', async () => {
    const { src, avatar } = await showPicture()
    const etag = (await api.request(src)).headers.get('etag') ?? ''
    const [post] = await api.store.findPosts([1])
    if (!post) throw new Error('no post')
    await api.decide(post, 'rejected')
    expect((await api.request(src, { headers: { 'if-none-match': etag } })).status).toBe(404)
    expect((await api.request(avatar)).status).toBe(404)
    const cookie = await api.signIn()
    const forModerators = await api.request(src, { headers: { cookie } })
    expect(forModerators.status).toBe(200)
    expect(forModerators.headers.get('cache-control')).toBe('no-store')
  })

  test('the kept files of a post that was deleted are swept away', async () => {
    const { src, id } = await showPicture()
    await read(src)
    const [post] = await api.store.findPosts([id])
    if (!post) throw new Error('no post')
    const folder = join(api.dataDir, 'media')
    expect(await readdir(folder)).not.toEqual([])
    await api.removePost(post)
    await api.media.sweep()
    expect((await readdir(folder)).filter((name) => name.startsWith('media-'))).toEqual([])
  })

  test('what fails is not asked for again with every visitor, but is after a while', async () => {
    const { src } = await showPicture()
    const good = answer
    answer = () => Promise.reject(new Error('away'))
    for (let count = 0; count < 3; count += 1)
      expect((await api.request(src)).status).toBeGreaterThanOrEqual(500)
    expect(fetched).toHaveLength(1)
    answer = good
    api.clock.skip(61_000)
    expect((await api.request(src)).status).toBe(200)
  })

  test.each<[string, () => Promise<Buffer>]>([
    ['an HTML page', async () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    [
      'an SVG',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>'),
    ],
    ['nothing', async () => Buffer.alloc(0)],
    ['a picture that is cut off', async () => (await makeNoise()).subarray(0, 2000)],
    ['a bomb of 64 megapixels', makeBomb],
  ])('%s ends in 502, and nothing of it gets through', async (_, make) => {
    const { src } = await showPicture()
    answer = make
    const got = await api.request(src)
    expect(got.status).toBe(502)
    expect((await got.json()).error).toMatchObject({ code: 'upstream' })
  })

  test('what no network sends as a picture is not even looked at: its reader is blocked', async () => {
    const plain = sharp({ create: { width: 8, height: 8, channels: 3, background: '#f00' } })
    const others = {
      svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'),
      tiff: await plain.clone().tiff().toBuffer(),
      pdf: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>'),
      vips: Buffer.from([0xb6, 0xa6, 0xf2, 0x08, 0, 0, 0, 0]),
      ppm: Buffer.from('P6 1 1 255\nabc'),
      jxl: Buffer.from([0xff, 0x0a, 0, 0, 0, 0, 0, 0]),
      csv: Buffer.from('1,2\n3,4\n'),
    }
    for (const [name, bytes] of Object.entries(others))
      await expect(sharp(bytes).metadata(), name).rejects.toThrow('unsupported image format')
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const)
      await expect(sharp(await plain.clone().toFormat(format).toBuffer()).metadata()).resolves.toBeDefined()
  })

  test('of a moving picture the first frame is shown', async () => {
    const { src } = await showPicture()
    const frames = await sharp({ create: { width: 20, height: 40, channels: 3, background: '#f00' } })
      .raw()
      .toBuffer()
    answer = () =>
      sharp(frames, { raw: { width: 20, height: 40, channels: 3, pageHeight: 20 } })
        .gif()
        .toBuffer()
    expect(await sharp(await read(src)).metadata()).toMatchObject({ width: 20, height: 20 })
  })

  test('ids that name nothing are not found, and no request can name an address', async () => {
    for (const path of ['/media/999', '/media/avatar/999']) expect((await api.request(path)).status).toBe(404)
    for (const path of ['/media/0', '/media/-1', '/media/1e9x', '/media/1?w=0', '/media/1?w=abc']) {
      expect([path, (await api.request(path)).status]).toEqual([path, 400])
    }
    expect((await api.request('/media/https:%2F%2Fevil.example%2Fa.jpg')).status).toBe(400)
    expect(fetched).toEqual([])
  })
})

function makeNoise(): Promise<Buffer> {
  return sharp({
    create: {
      width: 400,
      height: 400,
      channels: 3,
      background: '#777',
      noise: { type: 'gaussian', sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer()
}

function makeBomb(): Promise<Buffer> {
  return sharp({
    create: { width: 8000, height: 8000, channels: 3, background: '#000' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer()
}
