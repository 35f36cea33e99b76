import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { hasPassed } from '@wall/db/model/wait'
import type { Clock } from '../clock.ts'
import { ourMark } from '../wire/mark.ts'

const maxWaitingBytes = 1024 * 1024
const maxWaitingMs = 5000
const sweepMs = 1000

/** Open streams that all get the same bytes. */
export interface Broadcast {
  /** Writes head and opening, and keeps the connection. `address` is where it comes from, for the caps. */
  add(response: ServerResponse, opening: Buffer, address: string): void
  /** The same buffer to everybody; who can't keep up is dropped, and resumes. */
  write(buffer: Buffer): void
  /** Ends every stream, after these last bytes. */
  close(lastWords: Buffer): void
  readonly size: number
}

export interface BroadcastEvents {
  onDelivered(streams: number, bytes: number): void
  onEvicted(): void
  onClosed(address: string, socket: Socket): void
}

const head = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
  [ourMark]: '1',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * Nothing is kept for one stream but its place in this map: no timer, no closure, no buffer of its own. The
 * body is not chunked but ends with the connection (RFC 9112 6.3), so that after the head the very same bytes
 * go to every socket.
 */
export function createBroadcast(clock: Clock, events: BroadcastEvents): Broadcast {
  const streams = new Map<Socket, string>()
  /** Since when a stream has not taken what was written. */
  const waiting = new Map<Socket, number>()
  let sweeper: NodeJS.Timeout | undefined

  function onClose(this: Socket) {
    const address = streams.get(this)
    if (address === undefined) return
    streams.delete(this)
    waiting.delete(this)
    events.onClosed(address, this)
  }

  return {
    add(response, opening, address) {
      const { socket } = response
      if (!socket) return
      response.useChunkedEncodingByDefault = false
      response.writeHead(200, head).write(opening)
      // The adaptor's listener would keep the whole request alive as long as the stream; ours listens to the
      // socket.
      response.removeAllListeners('close')
      streams.set(socket, address)
      socket.on('close', onClose)
      if (socket.writableNeedDrain) wait(socket)
    },
    write(buffer) {
      for (const socket of streams.keys()) {
        // What earlier writes left behind counts; the size of this one is not the reader's fault.
        if (socket.writableLength > maxWaitingBytes) evict(socket)
        else if (!socket.write(buffer)) wait(socket)
      }
      events.onDelivered(streams.size, buffer.length)
    },
    close(lastWords) {
      clearInterval(sweeper)
      for (const socket of streams.keys()) {
        socket.end(lastWords)
        socket.destroySoon()
      }
    },
    get size() {
      return streams.size
    },
  }

  function wait(socket: Socket) {
    if (!waiting.has(socket)) waiting.set(socket, clock.now())
    sweeper ??= setInterval(sweep, sweepMs)
  }

  function sweep() {
    for (const [socket, since] of waiting) {
      if (!socket.writableNeedDrain) waiting.delete(socket)
      else if (hasPassed(maxWaitingMs, since, clock.now())) evict(socket)
    }
    if (waiting.size > 0) return
    clearInterval(sweeper)
    sweeper = undefined
  }

  function evict(socket: Socket) {
    waiting.delete(socket)
    events.onEvicted()
    socket.destroy()
  }
}
