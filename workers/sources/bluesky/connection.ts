import { WebSocket } from 'ws'

export interface ConnectionOptions {
  address: string
  /** No frame for so long ends it. */
  idleTimeoutMs: number
  /** A larger frame ends it: nobody sends one in earnest. */
  maxFrameBytes: number
  signal: AbortSignal
  onOpen(): void
  /** Called for each frame as it comes, at once and in order. */
  onFrame(frame: Buffer): void
}

/** How a connection ended; never thrown. */
export interface ConnectionEnd {
  /** `closed` covers every end by the server or the network after it had opened. */
  why: 'aborted' | 'unreachable' | 'refused' | 'silent' | 'too_big' | 'closed' | 'hung_up'
  /** HTTP status of a refusal, close code of an end. */
  code: number | null
  /** First kilobytes of a refusal's body. */
  body: string
}

export interface Connection {
  end: Promise<ConnectionEnd>
  pause(): void
  resume(): void
  /** Ends it from our side. */
  hangUp(): void
}

const heartbeatMs = 10_000
const connectTimeoutMs = 10_000

/**
 * One connection to a Jetstream server. On `ws` itself and not `@atproto/ws-client`, which hides the status
 * and words of a refusal (`CursorTooOld` is one), sets no limit to a frame, and costs a promise per frame.
 */
export function openConnection(options: ConnectionOptions): Connection {
  const { signal, idleTimeoutMs } = options
  const socket = new WebSocket(options.address, {
    perMessageDeflate: false,
    maxPayload: options.maxFrameBytes,
    handshakeTimeout: connectTimeoutMs,
    headers: { 'user-agent': 'takeaway-wall' },
  })
  let why: ConnectionEnd['why'] | null = null
  let refusal: { code: number; body: string } | null = null
  let isOpen = false
  let isPaused = false
  let lastFrameAt = performance.now()
  let lastSignAt = lastFrameAt

  const end = new Promise<ConnectionEnd>((resolve) => {
    socket.on('close', (code) => {
      clearInterval(pulse)
      signal.removeEventListener('abort', abort)
      const ending = isOpen ? 'closed' : refusal ? 'refused' : 'unreachable'
      resolve({
        why: why ?? ending,
        code: refusal?.code ?? (isOpen ? code : null),
        body: refusal?.body ?? '',
      })
    })
  })

  // Liveness is told by the clock, not by a timer per frame. While paused nothing can be heard.
  const pulse = setInterval(
    () => {
      const now = performance.now()
      if (isPaused || socket.readyState !== WebSocket.OPEN) {
        lastFrameAt = lastSignAt = now
        return
      }
      if (now - lastFrameAt >= idleTimeoutMs || now - lastSignAt >= 3 * heartbeatMs) finish('silent')
      else socket.ping()
    },
    Math.min(heartbeatMs, idleTimeoutMs / 2),
  )

  socket.on('open', () => {
    isOpen = true
    lastFrameAt = lastSignAt = performance.now()
    options.onOpen()
  })
  socket.on('message', (data: Buffer) => {
    if (why) return
    lastFrameAt = lastSignAt = performance.now()
    options.onFrame(data)
  })
  socket.on('pong', () => {
    lastSignAt = performance.now()
  })
  socket.on('unexpected-response', (_request, response) => {
    let body = ''
    response.setEncoding('utf8')
    const settle = () => {
      refusal ??= { code: response.statusCode ?? 0, body }
      socket.terminate()
    }
    response.on('data', (part: string) => {
      body = (body + part).slice(0, 4_096)
      if (body.length >= 4_096) settle()
    })
    response.on('end', settle)
    response.on('error', settle)
    response.setTimeout(connectTimeoutMs, settle)
  })
  // 'close' follows and tells the rest.
  socket.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') why ??= 'too_big'
  })

  const abort = () => finish('aborted')
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })

  function finish(reason: ConnectionEnd['why']) {
    why ??= reason
    // The server owes us nothing: no waiting for its goodbye.
    if (socket.readyState === WebSocket.OPEN) socket.close(1000)
    setTimeout(() => socket.terminate(), reason === 'silent' ? 0 : 200).unref()
  }

  return {
    end,
    pause() {
      isPaused = true
      socket.pause()
    },
    resume() {
      isPaused = false
      socket.resume()
    },
    hangUp: () => finish('hung_up'),
  }
}
