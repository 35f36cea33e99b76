import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { EventLog } from './event-log.ts'
import type { Subscription } from './subscription.ts'
import { encodeFrame } from './ws-frame.ts'

/** What a script may do to a connection; frames are made by `encodeFrame`. */
export interface Link {
  send(frame: Buffer): void
  /** Cuts the line without a word: the client sees 1006. */
  drop(): void
  close(code: number, reason?: string): void
}

/** Stands between the log and one client, to play a bad network. */
export interface ConnectionScript {
  opened?(link: Link): void
  /** Gets every frame that would be sent; what it does not pass to `link.send` is lost. */
  relay(frame: Buffer, link: Link): void
}

export interface Subscriber {
  /** Sends what is new, as fast as the client reads. */
  pump(): void
  drop(): void
  close(code: number): void
}

const batchBytes = 256 * 1024

interface SubscriberParts {
  client: WebSocket
  /** The line under `client`: whole frames are written to it directly, many at a time. */
  socket: Socket
  log: EventLog
  subscription: Subscription
  startSeq: number
  script: ConnectionScript | undefined
}

export function createSubscriber(parts: SubscriberParts): Subscriber {
  const { client, socket, log, subscription, script } = parts
  let position = parts.startSeq
  let isBlocked = false
  const link: Link = {
    send: (frame) => void (socket.writable && socket.write(frame)),
    drop: () => socket.destroy(),
    close: (code, reason) => client.close(code, reason),
  }

  function pump(): void {
    while (!isBlocked && client.readyState === client.OPEN && socket.writable) {
      const batch = takeBatch()
      if (batch.length === 0) return
      if (script) for (const frame of batch) script.relay(frame, link)
      else isBlocked = !socket.write(batch.length === 1 ? (batch[0] as Buffer) : Buffer.concat(batch))
    }
  }

  function takeBatch(): Buffer[] {
    if (position < log.firstSeq()) skipForgotten()
    const batch: Buffer[] = []
    let bytes = 0
    while (bytes < batchBytes) {
      const entry = log.find(position)
      if (!entry) break
      position += 1
      if (!subscription.wants(entry.event)) continue
      const frame = entry.readFrame(subscription.wire)
      bytes += frame.length
      batch.push(frame)
    }
    return batch
  }

  /** A client that fell out of the window is told so by the second wire; the first goes on in silence. */
  function skipForgotten(): void {
    position = log.firstSeq()
    if (subscription.wire === 'v1') return
    const error = { $type: 'error', error: 'ConsumerTooSlow', message: 'The stream has moved on.' }
    link.send(encodeFrame(JSON.stringify(error)))
    client.close(1008)
  }

  socket.on('drain', () => {
    isBlocked = false
    pump()
  })
  script?.opened?.(link)
  return { pump, drop: link.drop, close: link.close }
}
