// A local Jetstream: both wires over one log in memory, for the demo, the tests and the benches.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Readable } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { createEventLog, type EventLog } from './event-log.ts'
import type { NetworkEvent } from './network-event.ts'
import { type ConnectionScript, createSubscriber, type Subscriber } from './subscriber.ts'
import { parseSubscription, parseV1, type Refusal, type Subscription } from './subscription.ts'
import { formatInfo, type Wire, wirePaths } from './wires.ts'
import { encodeFrame } from './ws-frame.ts'

export interface JetstreamOptions {
  port?: number
  host?: string
  /** How many events are kept for replay. */
  capacity?: number
  firstSeq?: number
  /** Without a cursor a client gets all that is kept, instead of what is new: nobody comes too late. */
  isReplayedToAll?: boolean
  /** Asked at every connection: a script for it, a refusal, or nothing for a good connection. */
  onConnect?: (connection: { wire: Wire; url: URL; count: number }) => ConnectionScript | Refusal | undefined
  /**
   * For benches: what every subscriber gets instead of the log, as fast as it reads. Each chunk holds one or
   * many whole frames (`encodeFrame`); nothing is kept. The connection is closed with 1000 at the end.
   */
  generate?: (subscription: Subscription) => Iterable<Buffer>
}

export interface JetstreamServer {
  /** `ws://host:port`, without a path. */
  origin: string
  url(wire: Wire): string
  /** Adds to the log and sends it to whoever wants it; gives the seq. `atMs` is when the server saw it. */
  emit(event: NetworkEvent, atMs?: number): number
  /** Forgets what came before: an older cursor is refused (v2) or moved up in silence (v1). */
  setFloor(seq: number): void
  nextSeq(): number
  countSubscribers(): number
  /** Resolves when at least this many are connected. */
  waitForSubscribers(count?: number): Promise<void>
  /** Cuts all lines; clients may come back. */
  dropAll(): void
  /** While true every connection is refused with 503. */
  setRefusing(isRefusing: boolean): void
  close(): Promise<void>
}

export async function startJetstreamServer(options: JetstreamOptions = {}): Promise<JetstreamServer> {
  const oldestSeq = options.firstSeq ?? 1
  const log = createEventLog({ capacity: options.capacity ?? 100_000, firstSeq: oldestSeq })
  const subscribers = new Set<Subscriber>()
  const waiting = new Set<() => void>()
  let isRefusing = false
  let isPumpDue = false
  let connections = 0

  const acceptor = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 10_000_000 })
  const http = createServer((_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain' }).end('This is a WebSocket stream.\n')
  })
  http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (isRefusing) return refuse(socket, { status: 503, error: 'Unavailable', message: 'Come back later.' })
    const subscription = parseSubscription(url)
    if ('status' in subscription) return refuse(socket, subscription)
    connections += 1
    const script = options.onConnect?.({ wire: subscription.wire, url, count: connections })
    if (script && 'status' in script) return refuse(socket, script)
    const isWhole = options.isReplayedToAll && subscription.cursor === null
    const start = isWhole ? { seq: log.firstSeq() } : findStart(log, subscription, oldestSeq)
    if ('status' in start) return refuse(socket, start)
    acceptor.handleUpgrade(request, socket, head, (client) =>
      open(client, socket, subscription, start, script),
    )
  })

  function open(
    client: WebSocket,
    socket: Socket,
    asked: Subscription,
    start: Start,
    script: ConnectionScript | undefined,
  ): void {
    socket.setNoDelay(true)
    client.on('error', () => socket.destroy())
    if (start.info) socket.write(encodeFrame(start.info))
    if (options.generate) return void streamAll(options.generate(asked), socket, client)
    const subscription = { ...asked }
    const subscriber = createSubscriber({ client, socket, log, subscription, startSeq: start.seq, script })
    client.on('message', (data) => {
      if (subscription.wire === 'v2') return client.close(1008, 'this stream takes no messages')
      const update = parseOptionsUpdate(String(data))
      if (!update) return client.close(1003, 'not an options update')
      subscription.wants = update.wants
    })
    subscribers.add(subscriber)
    client.on('close', () => subscribers.delete(subscriber))
    for (const check of waiting) check()
    subscriber.pump()
  }

  function pumpSoon(): void {
    if (isPumpDue) return
    isPumpDue = true
    setImmediate(() => {
      isPumpDue = false
      for (const subscriber of subscribers) subscriber.pump()
    })
  }

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  const { address, port } = http.address() as AddressInfo
  const origin = `ws://${address}:${port}`

  return {
    origin,
    url: (wire) => origin + wirePaths[wire],
    emit(event, atMs = Date.now()) {
      const { seq } = log.append(event, atMs)
      pumpSoon()
      return seq
    },
    setFloor: (seq) => log.forgetBefore(seq),
    nextSeq: () => log.nextSeq(),
    countSubscribers: () => subscribers.size,
    async waitForSubscribers(count = 1) {
      await new Promise<void>((resolve) => {
        const check = () => {
          if (subscribers.size < count) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      })
    },
    dropAll() {
      for (const subscriber of subscribers) subscriber.drop()
    },
    setRefusing(value) {
      isRefusing = value
    },
    async close() {
      const isClosed = new Promise((resolve) => http.close(resolve))
      for (const client of acceptor.clients) client.terminate()
      http.closeAllConnections()
      await isClosed
    },
  }
}

interface Start {
  seq: number
  info?: string
}

/**
 * Too old: the second wire refuses a seq and moves a time up aloud, the first moves either up in silence. In
 * the future: live.
 */
function findStart(log: EventLog, { wire, cursor }: Subscription, oldestSeq: number): Start | Refusal {
  const live = { seq: log.nextSeq() }
  if (cursor === null) return live
  const [first, next] = [log.firstSeq(), log.nextSeq()]
  const isTime = cursor >= 1e15
  const hasForgotten = first > oldestSeq
  if (!isTime && cursor > next) {
    return wire === 'v1' ? live : { ...live, info: formatInfo('FutureCursor', `Going live at ${next}.`) }
  }
  if (!isTime && hasForgotten && cursor < first && wire === 'v2') {
    return { status: 400, error: 'CursorTooOld', message: `The oldest event kept is ${first}.` }
  }
  const isCut = isTime && wire === 'v2' && hasForgotten && cursor < (log.find(first)?.timeUs ?? 0)
  const seq = isTime ? log.findSeqAt(cursor) : Math.max(cursor, first)
  return isCut ? { seq, info: formatInfo('OutdatedCursor', `Going on at ${first}.`) } : { seq }
}

function refuse(socket: Socket, { status, error, message }: Refusal): void {
  const body = JSON.stringify({ error, message })
  const head = [
    `HTTP/1.1 ${status} ${error}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function parseOptionsUpdate(text: string): Subscription | undefined {
  try {
    const update = JSON.parse(text) as { type?: string; payload?: Record<string, unknown> }
    if (update.type !== 'options_update') return undefined
    const query = new URLSearchParams()
    for (const name of ['wantedCollections', 'wantedDids']) {
      const values = update.payload?.[name]
      if (Array.isArray(values)) for (const value of values) query.append(name, String(value))
    }
    return parseV1(query)
  } catch {
    return undefined
  }
}

function streamAll(chunks: Iterable<Buffer>, socket: Socket, client: WebSocket): void {
  const source = Readable.from(chunks, { objectMode: true, highWaterMark: 4 })
  source.on('end', () => client.close(1000))
  source.pipe(socket, { end: false })
  client.on('close', () => source.destroy())
}
