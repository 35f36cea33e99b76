import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFetch } from '@wall/workers/http'
import { afterEach, expect, test } from 'vitest'

let server: Server
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test('one request at a time goes to a host, and a failed one does not stop the next', async () => {
  let open = 0
  let most = 0
  const address = await serve((request, response) => {
    open += 1
    most = Math.max(most, open)
    setTimeout(() => {
      open -= 1
      if (request.url === '/2') request.destroy()
      else response.end(request.url)
    }, 5)
  })
  const get = createFetch(globalThis.fetch)
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map((n) => get(`${address}${n}`)))
  expect(most).toBe(1)
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
})

test('an answer of any status is an answer', async () => {
  const address = await serve((_request, response) => response.writeHead(403, { 'x-a': 'b' }).end('<p>no'))
  const response = await createFetch(globalThis.fetch)(address)
  expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([403, 'b', '<p>no'])
})

test('an answer that never ends or is too large is none', async () => {
  const address = await serve((request, response) => {
    if (request.url === '/slow') response.write('a')
    else response.end('x'.repeat(2_000))
  })
  const get = (path: string, limits: Parameters<typeof createFetch>[1]) =>
    createFetch(globalThis.fetch, limits)(address + path)
  await expect(get('slow', { timeoutMs: 100 })).rejects.toMatchObject({ code: 'upstream' })
  await expect(get('large', { maxBytes: 1_000 })).rejects.toMatchObject({ code: 'upstream' })
})

test('a stop of the caller is the caller’s own', async () => {
  const address = await serve(() => {})
  const stopping = new AbortController()
  const asked = createFetch(globalThis.fetch)(address, { signal: stopping.signal })
  stopping.abort(new Error('stopped'))
  await expect(asked).rejects.toThrow('stopped')
})

test('a redirect is an answer too, and is not followed: it could lead into our own network', async () => {
  const asked: (string | undefined)[] = []
  const address = await serve((request, response) => {
    asked.push(request.url)
    response.writeHead(302, { location: '/latest/meta-data' }).end()
  })
  const response = await createFetch(globalThis.fetch)(`${address}start`)
  expect(response.status).toBe(302)
  expect(asked).toEqual(['/start'])
})
