import type { ServerResponse } from 'node:http'
import type { Broadcast } from './broadcast.ts'
import { encodeFrame } from './frame.ts'
import { createRing, type Ring } from './ring.ts'

const tickMs = 50
/** More than this is cheaper as a new snapshot. */
const maxReplayBytes = 512 * 1024

/** One view on a campaign's log (the public's or the moderators'): its ring, its streams and what is due. */
export interface Channel {
  /** Keeps the frame for resumes and sends it with the next tick. */
  push(seq: number, key: string, frame: Buffer): void
  /** Keeps it for resumes only: used to fill the ring after a start. */
  remember(seq: number, key: string, frame: Buffer): void
  /** Sends the view's numbers with the next tick, and to everyone who resumes. */
  setCounts(counts: unknown): void
  /** `since` null: only what comes from now on. Answers how it went. */
  open(response: ServerResponse, since: number | null, address: string): 'new' | 'resumed' | 'reset'
  beat(): void
  close(): void
  readonly size: number
}

export interface ChannelOptions {
  broadcast: Broadcast
  floor: number
  maxEntries: number
  maxBytes: number
  /** The log's place that everything up to has been pushed. */
  lastSeq(): number
}

export function createChannel(options: ChannelOptions): Channel {
  const { broadcast, lastSeq } = options
  const ring: Ring = createRing(options)
  let due: Buffer[] = []
  let timer: NodeJS.Timeout | undefined
  let lastTickAt = 0
  let counts: Buffer | undefined

  return {
    push(seq, key, frame) {
      ring.push(seq, key, frame)
      send(frame)
    },
    remember: (seq, key, frame) => ring.push(seq, key, frame),
    setCounts(data) {
      const frame = encodeFrame({ event: 'counts', data })
      if (counts?.equals(frame)) return
      counts = frame
      send(frame)
    },
    open(response, since, address) {
      flush()
      const missed = since === null ? [] : findMissed(since)
      const opening = [Buffer.from(`retry: ${pickRetryMs()}\n\n`), ...(missed ?? [encodeReset()])]
      if (since !== null && counts) opening.push(counts)
      opening.push(encodeBeat())
      broadcast.add(response, Buffer.concat(opening), address)
      return since === null ? 'new' : missed ? 'resumed' : 'reset'
    },
    beat() {
      flush()
      if (broadcast.size > 0) broadcast.write(encodeBeat())
    },
    close() {
      flush()
      broadcast.close(Buffer.from(`retry: ${pickRetryMs()}\n\n`))
    },
    get size() {
      return broadcast.size
    },
  }

  /** A gap is filled whole or not at all. A place ahead of the log belongs to another database. */
  function findMissed(since: number): Buffer[] | undefined {
    if (since > lastSeq()) return undefined
    const frames = ring.framesAfter(since)
    const bytes = frames?.reduce((sum, frame) => sum + frame.length, 0) ?? 0
    return bytes > maxReplayBytes ? undefined : frames
  }

  function send(frame: Buffer) {
    if (broadcast.size === 0) return
    due.push(frame)
    timer ??= setTimeout(flush, Math.max(0, lastTickAt + tickMs - performance.now()))
  }

  function flush() {
    clearTimeout(timer)
    timer = undefined
    if (due.length === 0) return
    lastTickAt = performance.now()
    const frames = due
    due = []
    broadcast.write(frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames))
  }

  function encodeReset() {
    return encodeFrame({ event: 'reset', data: { seq: lastSeq() }, id: lastSeq() })
  }

  function encodeBeat() {
    return encodeFrame({ event: 'beat', data: { seq: lastSeq() }, id: lastSeq() })
  }
}

/** Spread, so that a restart is not followed by everybody at once. */
function pickRetryMs(): number {
  return 2000 + Math.floor(Math.random() * 4000)
}
