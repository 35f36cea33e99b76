import { mkdtempSync, rmSync } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { readWebFiles } from '@wall/api/pages/web-files'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../support/wall/open-test-api.ts'

describe('pages', () => {
  let api: TestApi
  let dir: string

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'wall-web-'))
    await mkdir(join(dir, 'assets'))
    await writeFile(join(dir, 'index.html'), '<!doctype html><title>Wall</title>')
    await writeFile(join(dir, 'icon.svg'), '<svg/>')
    await writeFile(join(dir, '.built'), 'a stamp')
    await writeFile(join(dir, 'assets/index-abc.js'), 'export {}')
    api = await openTestApi({ webFiles: await readWebFiles(dir) })
  })
  afterEach(async () => {
    await api.dispose()
    rmSync(dir, { recursive: true })
  })

  test.each(['/', '/screen', '/moderate', '/team', '/sign-in', '/setup', '/screen/', '/?campaign=test'])(
    '%s is the page, asked for anew each time',
    async (path) => {
      const answer = await api.request(path)
      expect([answer.status, await answer.text()]).toEqual([200, '<!doctype html><title>Wall</title>'])
      expect(answer.headers.get('cache-control')).toBe('no-cache')
    },
  )

  test('an address that is none gets the page too, which says so, with 404', async () => {
    const answer = await api.request('/nowhere')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  })

  test('the page knows where people reach the wall, when somebody said so', async () => {
    await copyFile(join(import.meta.dirname, '../../web/index.html'), join(dir, 'index.html'))
    const read = async (publicUrl: string | null) =>
      Buffer.from((await readWebFiles(dir, publicUrl)).get('/index.html')?.bytes ?? []).toString()
    expect(await read('https://wall.example')).toContain('name="public-url" content="https://wall.example"')
    expect(await read(null)).toContain('name="public-url" content=""')
  })

  test('the policy lets nothing in from elsewhere, and nothing inline', async () => {
    const policy = (await api.request('/')).headers.get('content-security-policy') ?? ''
    expect(policy).not.toMatch(/unsafe|https?:|data:|blob:|\*/)
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "object-src 'none'",
    ]) {
      expect(policy).toContain(part)
    }
  })

  test('files whose name changes with their content are kept for ever, compressed if wished', async () => {
    const answer = await api.request('/assets/index-abc.js', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
    })
    expect(String(brotliDecompressSync(Buffer.from(await answer.arrayBuffer())))).toBe('export {}')
    expect(await (await api.request('/assets/index-abc.js')).text()).toBe('export {}')
  })

  test('an unchanged page is answered with 304', async () => {
    const etag = (await api.request('/')).headers.get('etag') ?? ''
    expect((await api.request('/', { headers: { 'if-none-match': etag } })).status).toBe(304)
  })

  test.each([
    ['under a tag that a proxy made weak', (etag: string) => `W/${etag}`, 304],
    ['among others', (etag: string) => `"older", W/${etag}`, 304],
    ['not at all', () => '"older", W/"oldest"', 200],
  ])('a page that is known %s', async (_, toHeader, status) => {
    const etag = (await api.request('/')).headers.get('etag') ?? ''
    const answer = await api.request('/', { headers: { 'if-none-match': toHeader(etag) } })
    expect(answer.status).toBe(status)
  })

  test.each([
    '/.built',
    '/assets/none.js',
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '//etc/passwd',
    '/assets//index-abc.js',
  ])('%s leads to no file', async (path) => {
    const answer = await api.request(`http://wall.test${path}`)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toMatch(/stamp|"name"|root:|export/)
  })

  test('without a build there is a sentence instead of pages', async () => {
    const bare = await openTestApi()
    expect((await bare.request('/')).status).toBe(503)
    await bare.dispose()
  })
})
