import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFetchPicture } from '@wall/api/media/fetch-picture'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

describe('fetching a picture', () => {
  let server: Server
  let origin: string
  let asked: string[]

  beforeAll(async () => {
    asked = []
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      if (request.url === '/redirect') return void response.writeHead(302, { location: '/ok' }).end()
      if (request.url === '/missing') return void response.writeHead(404).end('no')
      if (request.url === '/claims-much')
        return void response.writeHead(200, { 'content-length': 11 * 1024 * 1024 }).flushHeaders()
      if (request.url === '/sends-much') {
        const chunk = Buffer.alloc(1024 * 1024)
        const send = () => void (!response.destroyed && response.write(chunk, send))
        return void send()
      }
      if (request.url === '/cut-off') {
        response.writeHead(200, { 'content-length': 100 }).write('short')
        return void setTimeout(() => response.destroy(), 20)
      }
      if (request.url === '/silent') return
      response.end('bytes')
    })
    server.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const resolveTo =
    (...addresses: string[]) =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

  test('an allowed origin is read', async () => {
    const fetchPicture = createFetchPicture({ allowOrigins: [origin] })
    expect(String(await fetchPicture(`${origin}/ok`))).toBe('bytes')
  })

  test.each(['/redirect', '/missing', '/claims-much', '/sends-much', '/cut-off'])(
    '%s ends as `upstream`, with a sentence that tells nothing of the inside',
    async (path) => {
      const fetchPicture = createFetchPicture({ allowOrigins: [origin] })
      await expect(fetchPicture(`${origin}${path}`)).rejects.toMatchObject({
        code: 'upstream',
        message: 'The picture could not be fetched.',
      })
    },
  )

  test('a redirect is not followed', () => {
    expect(asked).toContain('/redirect')
    expect(asked.filter((path) => path === '/ok')).toHaveLength(1)
  })

  test('who says nothing is left after five seconds', { timeout: 15_000 }, async () => {
    const fetchPicture = createFetchPicture({ allowOrigins: [origin] })
    await expect(fetchPicture(`${origin}/silent`)).rejects.toMatchObject({ code: 'upstream' })
  })

  test.each([
    'http://cdn.example.org/a.jpg',
    'ftp://cdn.example.org/a.jpg',
    'file:///etc/passwd',
    'https://127.0.0.1/a.jpg',
    'https://0.0.0.0/a.jpg',
    'https://2130706433/a.jpg',
    'https://0x7f.1/a.jpg',
    'https://017700000001/a.jpg',
    'https://10.0.0.1/a.jpg',
    'https://100.64.0.1/a.jpg',
    'https://169.254.169.254/latest/meta-data',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[fc00::1]/',
    'https://[fe80::1]/',
    'https://localhost/',
    'https://user:pass@cdn.example.org/',
    'javascript:alert(1)',
    'not an address',
    '',
  ])('%s is refused before anything is asked', async (address) => {
    let resolved = 0
    const fetchPicture = createFetchPicture({
      allowOrigins: [],
      resolve: async () => {
        resolved += 1
        return [{ address: '127.0.0.1', family: 4 }]
      },
    })
    await expect(fetchPicture(address)).rejects.toMatchObject({ code: 'upstream' })
    expect(resolved).toBe(0)
  })

  test.each([
    ['a private address', ['10.0.0.1']],
    ['this machine', ['127.0.0.1']],
    ['a link-local address', ['fe80::1']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['a public and a private address', ['93.184.215.14', '192.168.0.1']],
    ['nothing at all', []],
  ])('a public name that resolves to %s is refused', async (_, addresses) => {
    const fetchPicture = createFetchPicture({ allowOrigins: [], resolve: resolveTo(...addresses) })
    await expect(fetchPicture('https://cdn.example.org/a.jpg')).rejects.toMatchObject({ code: 'upstream' })
  })

  test('each time the very answer that would be connected to is judged: no second look-up follows', async () => {
    const before = asked.length
    let resolved = 0
    const fetchPicture = createFetchPicture({
      allowOrigins: [],
      resolve: async () => {
        resolved += 1
        return [{ address: '127.0.0.1', family: 4 }]
      },
    })
    for (let count = 0; count < 3; count += 1) {
      await expect(fetchPicture('https://rebind.example.org/ok')).rejects.toMatchObject({ code: 'upstream' })
    }
    expect(asked.length).toBe(before)
    expect(resolved).toBe(3)
  })
})
