import { connect } from 'node:net'
import { type HttpServer, listen } from '@wall/api/server'
import { afterEach, expect, test } from 'vitest'

let server: HttpServer
afterEach(() => server.close(0))

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
  server = await listen({ port: 0, host: '127.0.0.1', idleMs: 300 })
  const bytes = new Uint8Array(8 * 1024 * 1024)
  server.serve(() => new Response(bytes, { headers: { connection: 'close' } }))
  const socket = connect(server.port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  socket.on('data', () => {
    socket.pause()
    setTimeout(() => socket.resume(), 10)
  })
  await new Promise((done) => socket.on('close', done))
  expect(socket.bytesRead).toBeGreaterThan(bytes.length)
})
