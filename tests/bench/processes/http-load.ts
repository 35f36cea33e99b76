// Keep-alive connections that each ask again as soon as they were answered.
import { connect, type Socket } from 'node:net'
import { serveCommands } from '../support/command-server.ts'

interface Order {
  port: number
  path: string
  connections: number
  ms: number
}

serveCommands({
  async load({ port, path, connections, ms }: Order) {
    const request = `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`
    const endsAt = performance.now() + ms
    const counts = await Promise.all(
      Array.from({ length: connections }, () => askUntil(port, request, endsAt)),
    )
    return { requests: counts.reduce((sum, count) => sum + count, 0) }
  },
})

function askUntil(port: number, request: string, endsAt: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const socket: Socket = connect({ host: '127.0.0.1', port }, () => socket.write(request))
  socket.setNoDelay(true)
  let answered = 0
  let left = 0
  socket.on('data', (chunk) => {
    // A new answer begins with a new chunk, as the next request is sent only after the last byte.
    left = left === 0 ? readLength(chunk) - chunk.length : left - chunk.length
    if (Number.isNaN(left) || left < 0)
      return socket.destroy(new Error(chunk.toString('latin1').slice(0, 300)))
    if (left > 0) return
    answered += 1
    if (performance.now() < endsAt) socket.write(request)
    else socket.end()
  })
  socket.on('error', reject)
  socket.on('close', () => resolve(answered))
  return promise
}

/** Head and body in bytes; the head comes whole in the first chunk. */
function readLength(chunk: Buffer): number {
  const end = chunk.indexOf('\r\n\r\n') + 4
  const head = chunk.toString('latin1', 0, end)
  if (!head.startsWith('HTTP/1.1 200')) return Number.NaN
  return end + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
}
