import WebSocket from 'ws'

export interface Listener {
  socket: WebSocket
  /** The next frames, parsed; those that are not JSON as they came. Waits until there are so many. */
  take(count: number): Promise<unknown[]>
  takeUntilClosed(): Promise<unknown[]>
  /** Frames that arrived and were not taken yet. */
  count(): number
  /** Resolves once the server has read and answered everything sent before. */
  roundTrip(): Promise<void>
  /** The code it was closed with. */
  closed: Promise<number>
}

/** A plain client of a local stream; resolves when it is connected. */
export async function listen(url: string): Promise<Listener> {
  const socket = new WebSocket(url)
  const frames: unknown[] = []
  let wake = () => {}
  socket.on('message', (data, isBinary) => {
    frames.push(isBinary ? data : parse(String(data)))
    wake()
  })
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => {
      resolve(code)
      wake()
    })
  })
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })

  async function waitUntil(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  return {
    socket,
    async take(count) {
      await waitUntil(() => frames.length >= count || socket.readyState === WebSocket.CLOSED)
      return frames.splice(0, count)
    },
    async takeUntilClosed() {
      await waitUntil(() => socket.readyState === WebSocket.CLOSED)
      return frames.splice(0)
    },
    count: () => frames.length,
    async roundTrip() {
      const answered = new Promise<void>((resolve) => socket.once('pong', () => resolve()))
      socket.ping()
      await answered
    },
    closed,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
