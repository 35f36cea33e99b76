import type { IncomingMessage, Server } from 'node:http'
import { type AddressInfo, type Socket, Server as TcpServer } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { AppError } from '@wall/db/model/error'

type Fetch = (request: Request, env: HttpBindings) => Response | Promise<Response>

export interface HttpServer {
  readonly port: number
  /** From now on these answer; before, everything gets 503. */
  serve(fetch: Fetch): void
  /**
   * Takes no new connections, and lets go of those it has as their answers end; what goes on after `graceMs`
   * is cut off.
   */
  close(graceMs: number): Promise<void>
}

export interface ListenOptions {
  port: number
  host: string
  /** A connection on which nothing moves for so long is cut off; streams have a beat in between. */
  idleMs?: number
}

/** Takes the port first: a second copy must find out before it touches the database. Throws `unavailable`. */
export async function listen({ port, host, idleMs = 60_000 }: ListenOptions): Promise<HttpServer> {
  let fetch: Fetch = () =>
    new Response('{"error":{"code":"unavailable","message":"Starting. Try again in a moment."}}', {
      status: 503,
      headers: { 'content-type': 'application/json', 'retry-after': '1' },
    })
  const server = createAdaptorServer({
    fetch(request, env) {
      const bindings = env as HttpBindings
      const sayLast = () => {
        if (isClosing && !bindings.outgoing.headersSent) bindings.outgoing.setHeader('connection', 'close')
      }
      sayLast()
      const made = fetch(request, bindings)
      const answer = mayBeLarge(bindings.incoming) ? endUnread(made, bindings) : made
      // One that is ready is not made to wait.
      return answer instanceof Promise ? answer.finally(sayLast) : answer
    },
    // It would read up to 64 MB of what nobody wants.
    autoCleanupIncoming: false,
    serverOptions: { keepAlive: true, requestTimeout: 30_000, headersTimeout: 15_000, maxHeaderSize: 16_384 },
  }) as Server
  let isClosing = false
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  // Without it whoever never reads what they asked for keeps the connection, and the answer, for ever.
  server.setTimeout(idleMs)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (cause: NodeJS.ErrnoException) => reject(explain(cause, port, host)))
  server.listen(port, host, resolve)
  await promise

  return {
    port: (server.address() as AddressInfo).port,
    serve(next) {
      fetch = next
    },
    async close(graceMs) {
      isClosing = true
      // What has reached us by now is read before the door shuts.
      await new Promise((done) => setImmediate(done))
      // Not the HTTP server's own `close`, which cuts kept-alive connections off at once, and what is on its
      // way on them.
      const closed = new Promise<void>((done) => TcpServer.prototype.close.call(server, () => done()))
      const last = setTimeout(() => server.closeAllConnections(), graceMs)
      // Whoever uses a connection meanwhile is told that it ends with the answer; by then the others are not
      // in use.
      const idle = setTimeout(endIdle, Math.min(idleGraceMs, graceMs))
      await closed
      clearTimeout(last)
      clearTimeout(idle)

      function endIdle(): void {
        // Right after the sockets were read: no request lies there unseen.
        setImmediate(() => {
          server.closeIdleConnections()
          for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
          if (sockets.size > 0) idle.refresh()
        })
      }
    },
  }
}

/** A connection that is in use asks again within this time. */
const idleGraceMs = 400

/** So much that nobody asked for is read all the same: the connection may be used again. */
const unreadBytes = 64 * 1024
const lingerMs = 500

function mayBeLarge({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > unreadBytes
}

/**
 * A large body that was refused is not read to its end: the answer goes out, the rest is left where it is,
 * and the connection ends. Not at once, since the reset that follows would overtake the answer.
 */
async function endUnread(
  answering: Response | Promise<Response>,
  { incoming, outgoing }: HttpBindings,
): Promise<Response> {
  const answer = await answering
  if (incoming.complete || outgoing.headersSent) return answer
  const { socket } = incoming
  // Node's own end of a connection that is said to close, once the answer is written.
  socket.destroySoon = () => {
    incoming.pause()
    socket.end()
    setTimeout(() => socket.destroy(), lingerMs).unref()
  }
  answer.headers.set('connection', 'close')
  return answer
}

function explain(cause: NodeJS.ErrnoException, port: number, host: string): AppError {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken. Stop the program that uses it, or choose another with PORT=${port + 1}.`,
    EACCES: `Port ${port} may not be opened by this user. Choose one above 1023 with PORT=3000.`,
    EADDRNOTAVAIL: `HOST is ${host}, which is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.`,
    ENOTFOUND: `HOST is ${host}, which no address is known for. Use 127.0.0.1, or 0.0.0.0 for all.`,
  }
  const sentence = sentences[cause.code ?? ''] ?? `The server cannot listen on ${host}:${port}.`
  return new AppError('unavailable', sentence, { cause })
}
