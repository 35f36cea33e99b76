import type { ServerResponse } from 'node:http'
import type { Broadcast } from './broadcast.ts'
import { encodeFrame } from './frame.ts'
import { createRing, type RingOptions } from './ring.ts'

const tickMs = 50
/** More than this is cheaper as a new snapshot. */
const maxReplayBytes = 512 * 1024

/** So often what came in while it was read is read as well. */
const maxReads = 5

/**
 * One view on a campaign's log (the public's or the moderators'): its ring, its streams and what is due. `T`
 * is what it keeps of an event.
 */
export interface Channel<T> {
  /** Keeps the event for resumes and sends its frame with the next tick. */
  push(seq: number, key: string, kept: T, frame: Buffer): void
  /** Keeps it for resumes only: used to fill the ring after a start. */
  remember(seq: number, key: string, kept: T): void
  /** Sends the view's numbers with the next tick, and to everyone who resumes. */
  setCounts(counts: unknown): void
  /** What came after a place; null: only what comes from now on. Hand it to `open` at once. */
  readMissed(since: number | null): Promise<Missed>
  /** Answers how it went. */
  open(response: ServerResponse, missed: Missed, address: string): 'new' | 'resumed' | 'reset'
  beat(): void
  close(): void
  readonly size: number
}

/** Frames up to a place; null when the gap can't be filled whole. */
export type Missed = { since: number | null; upTo: number; frames: Buffer[] | null }

export interface ChannelOptions<T> extends RingOptions<T> {
  broadcast: Broadcast
  /**
   * Makes frames of what was kept: where words may not be kept, they are read now. More than
   * `maxReplayEntries` are a reset.
   */
  toFrames(kept: readonly T[]): Promise<Buffer[]> | Buffer[]
  maxReplayEntries?: number
  /** The log's place that everything up to has been pushed. */
  lastSeq(): number
  /** The same with its mark, as clients are given it. */
  lastPlace(): string
  /** Told with each beat: since when nothing new can come in, epoch ms. */
  nothingSince?(): number | null
}

export function createChannel<T>(options: ChannelOptions<T>): Channel<T> {
  const {
    broadcast,
    lastSeq,
    lastPlace,
    toFrames,
    sizeOf,
    maxReplayEntries = Number.POSITIVE_INFINITY,
  } = options
  const ring = createRing(options)
  let due: Buffer[] = []
  let timer: NodeJS.Timeout | undefined
  let lastTickAt = 0
  let counts: Buffer | undefined

  return {
    push(seq, key, kept, frame) {
      ring.push(seq, key, kept)
      send(frame)
    },
    remember: (seq, key, kept) => ring.push(seq, key, kept),
    setCounts(data) {
      const frame = encodeFrame({ event: 'counts', data })
      if (counts?.equals(frame)) return
      counts = frame
      send(frame)
    },
    readMissed,
    open(response, missed, address) {
      flush()
      const { since } = missed
      // Something came between: as rare as it is, the gap would not be filled whole.
      const isBehind = since !== null && ring.listAfter(missed.upTo)?.length !== 0
      const frames = isBehind ? null : missed.frames
      const opening = [Buffer.from(`retry: ${pickRetryMs()}\n\n`), ...(frames ?? [encodeReset()])]
      if (since !== null && counts) opening.push(counts)
      opening.push(encodeBeat())
      broadcast.add(response, Buffer.concat(opening), address)
      return since === null ? 'new' : frames ? 'resumed' : 'reset'
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
  async function readMissed(since: number | null): Promise<Missed> {
    if (since === null) return { since, upTo: lastSeq(), frames: [] }
    const reset = { since, upTo: lastSeq(), frames: null }
    if (since > lastSeq()) return reset
    const found = new Map<string, Buffer>()
    let upTo = since
    for (let read = 0; read < maxReads; read += 1) {
      const missed = ring.listAfter(upTo)
      if (!missed || missed.length > maxReplayEntries || sum(missed, sizeOf) > maxReplayBytes) return reset
      upTo = lastSeq()
      if (missed.length === 0) break
      const frames = await toFrames(missed.map(({ kept }) => kept))
      for (const [index, { key }] of missed.entries()) {
        // Told again since, it is told once, in its newer place.
        found.delete(key)
        found.set(key, frames[index] as Buffer)
      }
    }
    const frames = [...found.values()]
    const bytes = frames.reduce((sum, frame) => sum + frame.length, 0)
    return bytes > maxReplayBytes ? reset : { since, upTo, frames }
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
    return encodeFrame({ event: 'reset', data: { seq: lastSeq() }, id: lastPlace() })
  }

  function encodeBeat() {
    const since = options.nothingSince?.() ?? null
    const trouble = since === null ? {} : { nothingSince: new Date(since).toISOString() }
    return encodeFrame({ event: 'beat', data: { seq: lastSeq(), ...trouble }, id: lastPlace() })
  }
}

function sum<T>(missed: readonly { kept: T }[], sizeOf: (kept: T) => number): number {
  return missed.reduce((total, { kept }) => total + sizeOf(kept), 0)
}

/** Spread, so that a restart is not followed by everybody at once. */
function pickRetryMs(): number {
  return 2000 + Math.floor(Math.random() * 4000)
}
