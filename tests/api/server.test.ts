import { Agent, get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { type HttpServer, listen } from '@wall/api/http/server'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { openTestApi, password, type TestApi } from '../support/wall/open-test-api.ts'

let server: HttpServer | undefined
afterEach(async () => {
  await server?.close(0)
  server = undefined
})

test('who asks and then never reads the answer is cut off', async () => {
  server = await listen({ port: 0, host: '127.0.0.1', idleMs: 300 })
  const bytes = new Uint8Array(64 * 1024 * 1024)
  server.serve(() => new Response(bytes))
  const socket = connect(server.port, '127.0.0.1')
  socket.pause()
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  socket.on('close', () => resolve())
  await new Promise((done) => setTimeout(done, 2000))
  socket.resume()
  await closed
  expect(socket.bytesRead).toBeLessThan(bytes.length)
})

test('who reads slowly, but reads, gets all of it', async () => {
  // Longer than a busy machine lets both ends wait, shorter than all of it takes.
  server = await listen({ port: 0, host: '127.0.0.1', idleMs: 2500 })
  const bytes = new Uint8Array(8 * 1024 * 1024)
  server.serve(() => new Response(bytes, { headers: { connection: 'close' } }))
  const socket = connect(server.port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  socket.on('data', () => {
    socket.pause()
    setTimeout(() => socket.resume(), 30)
  })
  await new Promise((done) => socket.on('close', done))
  expect(socket.bytesRead).toBeGreaterThan(bytes.length)
})

test('a server that stops under load cuts no request off that reached it, and says with each answer that it is the last', async () => {
  server = await listen({ port: 0, host: '127.0.0.1' })
  const { port } = server
  let answered = 0
  server.serve(async () => {
    await new Promise((done) => setTimeout(done, (answered % 4) * 10))
    answered += 1
    return new Response('fine')
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 24 })
  // Somebody connects and says nothing: it holds nothing up.
  connect(port, '127.0.0.1').on('error', () => {})
  const outcomes = new Map<string, number>()
  let isStopped = false
  const ask = () =>
    new Promise<string>((resolve) => {
      get({ port, host: '127.0.0.1', agent }, (answer) => {
        answer.resume()
        answer.on('end', () => resolve(`${answer.statusCode} ${answer.headers.connection}`))
        answer.on('error', (error) => resolve(error.message))
      }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    })
  const clients = Array.from({ length: 24 }, async () => {
    while (!isStopped) {
      const outcome = await ask()
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      if (outcome === 'ECONNREFUSED') return
    }
  })
  await expect.poll(() => answered).toBeGreaterThan(200)
  await server.close(5000)
  isStopped = true
  await Promise.all(clients)
  expect([...outcomes.keys()].sort()).toEqual(['200 close', '200 keep-alive', 'ECONNREFUSED'])
  server = undefined
})

describe('bodies and clients of the true api', () => {
  let api: TestApi
  afterEach(() => api.dispose())

  /**
   * As much of a body as is taken, at most 32 MB; answers the head of what came back and how much was taken.
   */
  async function pour(socket: Socket): Promise<{ status: number; taken: number }> {
    let said = ''
    socket.on('data', (bytes) => {
      said += bytes
    })
    socket.on('error', () => {})
    const piece = Buffer.alloc(65_536, 'x')
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')])
    const isOver = () => socket.destroyed || socket.readableEnded || socket.bytesWritten > 32 * 1024 * 1024
    while (!isOver()) {
      if (socket.write(chunk)) await new Promise((done) => setImmediate(done))
      else
        await new Promise<void>((done) => {
          socket.once('drain', done)
          socket.once('close', () => done())
          socket.once('end', done)
        })
    }
    if (!socket.destroyed) socket.destroy()
    return {
      status: Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1]),
      taken: socket.bytesWritten - socket.writableLength,
    }
  }

  test.each([
    ['POST', '/api/auth/sign-in/email', 400],
    ['POST', '/api/invitations/accept', 400],
    ['PUT', '/api/campaigns/test/filing/seeds', 401],
    ['POST', '/api/campaigns/test/idea-merges', 401],
    ['POST', '/api/nowhere', 400],
    ['GET', '/api/campaigns', 200],
  ])('%s %s does not read on what is too large and has no length', async (method, path, status) => {
    api = await openTestApi()
    const origin = await api.listen()
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.write(
      `${method} ${path} HTTP/1.1\r\nHost: wall.test\r\nOrigin: http://wall.test\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    )
    const poured = await pour(socket)
    expect(poured.status).toBe(status)
    expect(poured.taken).toBeLessThan(12 * 1024 * 1024)
  })

  test('whoever leaves in the middle of a request leaves no fault behind, in the log or on the terminal', async () => {
    const said = [vi.spyOn(console, 'info'), vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
    api = await openTestApi()
    const cookie = await api.signIn()
    for (let number = 1; number <= 30; number += 1) await api.showPost(number)
    const origin = await api.listen()
    const port = Number(new URL(origin).port)
    const head = `Host: wall.test\r\nOrigin: http://wall.test\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\n`
    const seeds = JSON.stringify({ seeds: { takeaways: [], none: [] } })
    const starts = [
      `POST /api/auth/sign-in/email HTTP/1.1\r\n${head}Content-Length: 60000\r\n\r\n{"email":`,
      `POST /api/auth/sign-in/email HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"ema\r\n`,
      `PUT /api/campaigns/test/filing/seeds HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"ema\r\n`,
      `POST /api/campaigns/test/filing/measure HTTP/1.1\r\n${head}Content-Length: 90000\r\n\r\n{"se`,
      `POST /api/campaigns/test/filing/measure HTTP/1.1\r\n${head}Accept: application/x-ndjson\r\nContent-Length: ${seeds.length}\r\n\r\n${seeds}`,
      ...['team/ideas.csv', 'search.csv', 'wall', 'queue?standing=approved', 'events', 'queue/events'].map(
        (path) => `GET /api/campaigns/test/${path} HTTP/1.1\r\n${head}\r\n`,
      ),
      `GET /media/1 HTTP/1.1\r\n${head}\r\n`,
    ]
    for (const start of starts) {
      for (const waitMs of [0, 5, 40]) {
        const socket = connect(port, '127.0.0.1')
        socket.on('error', () => {})
        await new Promise<void>((done) => socket.write(start, () => done()))
        if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs))
        socket.resetAndDestroy()
      }
    }
    // The server is well, and has had its time with all of them.
    const order = { email: 'moderator@example.org', password }
    await expect.poll(async () => (await api.send('/api/auth/sign-in/email', order)).status).toBe(200)
    const faults = api.logged.filter((line) => JSON.parse(line).level >= 50)
    expect(faults).toEqual([])
    for (const spy of said) {
      expect(spy.mock.calls).toEqual([])
      spy.mockRestore()
    }
  })
})
