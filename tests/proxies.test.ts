// The example files for proxies, in real proxies, where this machine has them.
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebFile } from '@wall/api/pages/web-files'
import { afterEach, describe, expect, test } from 'vitest'
import { findFreePort } from './support/free-port.ts'
import { isInstalled, proxyKinds, startProxy } from './support/proxies/proxies.ts'
import { openHttp1, openHttp2 } from './support/proxies/secure-answer.ts'
import { openTestApi } from './support/wall/open-test-api.ts'

/**
 * A node that does nothing to keep a proxy from holding a stream back: what passes at once is the example's
 * doing.
 */
async function startPlainNode() {
  const streams: ServerResponse[] = []
  const server = createServer((request, response) => {
    if (!request.url?.endsWith('/events')) return void response.end(JSON.stringify(request.headers))
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: first\n\n')
    streams.push(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    countOpen: () => streams.filter((stream) => !stream.closed).length,
    say: (text: string) => streams.forEach((stream) => void stream.write(`data: ${text}\n\n`)),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function makePage(): WebFile {
  const bytes = Uint8Array.from(Buffer.from('<p>A page</p>'.repeat(500)))
  return { type: 'text/html; charset=utf-8', etag: '"of the page"', isHashed: false, bytes, brotli: null }
}

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** Ends with the test, the last one first. */
async function keep<T extends { close(): Promise<unknown> } | { stop(): Promise<unknown> }>(
  starting: Promise<T>,
) {
  const started = await starting
  endings.push(() => ('stop' in started ? started.stop() : started.close()))
  return started
}

for (const kind of proxyKinds) {
  describe.skipIf(!isInstalled(kind))(`behind ${kind}`, { timeout: 30_000 }, () => {
    test.each([
      ['/api/campaigns/test/events', 'HTTP/2', openHttp2],
      ['/api/campaigns/test/queue/events', 'HTTP/2', openHttp2],
      ['/api/campaigns/test/events', 'HTTP/1.1', openHttp1],
      ['/api/campaigns/test/queue/events', 'HTTP/1.1', openHttp1],
    ] as const)(
      '%s: each event passes while the stream is open, and no longer, over %s',
      async (path, _, open) => {
        const node = await keep(startPlainNode())
        const proxy = await keep(startProxy(kind, [node.port, node.port]))
        const stream = await keep(open(proxy.origin, path))
        await expect.poll(stream.text).toBe('data: first\n\n')
        node.say('second')
        await expect.poll(stream.text).toBe('data: first\n\ndata: second\n\n')
        expect(stream.isOver()).toBe(false)
        expect(node.countOpen()).toBe(1)
        await stream.close()
        await expect.poll(node.countOpen).toBe(0)
      },
    )

    test('a node hears who asks, over what and for which host, whatever the client claims', async () => {
      const node = await keep(startPlainNode())
      const proxy = await keep(startProxy(kind, [node.port, node.port]))
      const claim = {
        'x-forwarded-for': '6.6.6.6',
        'x-forwarded-proto': 'http',
        'x-forwarded-host': 'evil.test',
      }
      const answer = await keep(openHttp2(proxy.origin, '/', claim))
      await expect.poll(answer.isOver).toBe(true)
      const heard = JSON.parse(answer.text()) as Record<string, string>
      expect(heard['x-forwarded-for']).toMatch(/^(127\.0\.0\.1|::1)$/)
      expect(heard['x-forwarded-proto']).toBe('https')
      expect(heard['x-forwarded-host']).toMatch(/^localhost/)
      expect(heard.host).toMatch(/^localhost/)
    })

    test('our own node streams through it, while the other node is down; its figures stay inside', async () => {
      const webFiles = new Map([['/index.html', makePage()]])
      const api = await openTestApi({ trustedProxies: ['127.0.0.1'], webFiles })
      endings.push(api.dispose)
      const origin = await api.listen()
      const proxy = await keep(startProxy(kind, [await findFreePort(), Number(new URL(origin).port)]))
      const stream = await keep(openHttp2(proxy.origin, '/api/campaigns/test/events'))
      expect(stream.status).toBe(200)
      expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8')
      await api.showPost(1)
      await expect.poll(stream.text).toContain('Names before fractions')
      expect(stream.isOver()).toBe(false)

      const snapshot = await keep(openHttp2(proxy.origin, '/api/campaigns/test/wall'))
      await expect.poll(snapshot.isOver).toBe(true)
      const etag = String(snapshot.headers.etag)
      expect(JSON.parse(snapshot.text())).toMatchObject({ posts: [{ id: 1 }] })
      const again = await keep(openHttp2(proxy.origin, '/api/campaigns/test/wall', { 'if-none-match': etag }))
      expect(again.status).toBe(304)
      // Who takes gzip alone gets the page compressed by a proxy that does such things, under a tag that it
      // changed.
      const zipped = { 'accept-encoding': 'gzip' }
      const page = await keep(openHttp2(proxy.origin, '/', zipped))
      expect(page.status).toBe(200)
      const tag = String(page.headers.etag)
      const known = await keep(openHttp2(proxy.origin, '/', { ...zipped, 'if-none-match': tag }))
      expect([tag, known.status]).toEqual([tag, 304])
      for (const path of ['/metrics', '/readyz']) {
        const inner = await keep(openHttp2(proxy.origin, path))
        expect([path, inner.status]).toEqual([path, 404])
      }
    })
  })
}
