// Many streams held by one process: bare sockets that count bytes and note when something came.
import { connect, type Socket } from 'node:net'
import { serveCommands } from '../support/command-server.ts'

interface Opening {
  port: number
  path: string
  count: number
}

/**
 * A few hundred streams from each address: ports would run out on one, and the server limits streams per
 * address.
 */
const streamsPerAddress = 500
const openAtOnce = 100
const localAddresses = process.platform === 'linux'

let received: Float64Array = new Float64Array(0)
let firstAtMs: Float64Array = new Float64Array(0)
let threshold = Number.POSITIVE_INFINITY
let missing = 0
let allThere = Promise.withResolvers<void>()
const sockets: Socket[] = []

serveCommands({
  /** Adds so many to those that are open. */
  async open({ port, path, count }: Opening) {
    const total = received.length + count
    let next = received.length
    received = new Float64Array(total)
    firstAtMs = new Float64Array(total)
    const openOne = async () => {
      for (let index = next++; index < total; index = next++) await openStream(index, port, path)
    }
    await Promise.all(Array.from({ length: openAtOnce }, openOne))
  },

  /** From now on counts anew; `wait` then resolves when every stream has got at least so many bytes. */
  arm(bytes: number) {
    received.fill(0)
    firstAtMs.fill(0)
    threshold = bytes
    missing = received.length
    allThere = Promise.withResolvers()
  },
  wait: async () => {
    await within(30_000, allThere.promise)
    return { meanBytes: received.reduce((sum, bytes) => sum + bytes, 0) / received.length }
  },
  /** When each stream got it, on the clock that all processes of this machine share. */
  times: () => [...firstAtMs],
})

async function openStream(index: number, port: number, path: string): Promise<void> {
  const localAddress = `127.0.0.${2 + Math.floor(index / streamsPerAddress)}`
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect({ host: '127.0.0.1', port, ...(localAddresses && { localAddress }) })
  sockets.push(socket)
  socket.on('connect', () =>
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nAccept: text/event-stream\r\n\r\n`),
  )
  socket.once('data', (head) => {
    if (head.includes('HTTP/1.1 200')) resolve()
    else reject(new Error(head.toString('latin1').slice(0, 300)))
    socket.on('data', (chunk) => take(index, chunk.length))
  })
  socket.on('error', reject)
  socket.on('close', () => reject(new Error('a stream was closed')))
  await promise
}

function take(index: number, bytes: number): void {
  const before = received[index] ?? 0
  received[index] = before + bytes
  if (before >= threshold || before + bytes < threshold) return
  firstAtMs[index] = performance.timeOrigin + performance.now()
  missing -= 1
  if (missing === 0) allThere.resolve()
}

async function within(ms: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${missing} of ${received.length} streams got nothing within ${ms} ms`)),
      ms,
    )
  })
  await Promise.race([promise, late])
  clearTimeout(timer)
}
