import { formatMessage, type Wire } from '@wall/workers/demo/network/wires'
import { encodeFrame } from '@wall/workers/demo/network/ws-frame'
import { makeNetworkEvents, makeTaggedPost } from './network-events.ts'

/** 12 % of the frames are posts and one post in 1,000 is tagged. */
export const framesPerTagged = Math.round(1_000 / 0.12)

const baseMs = Date.UTC(2023, 10, 14)
const chunkBytes = 64 * 1024

/** Frames ready to send, many in one buffer, and where in it their times stand. */
interface Chunk {
  bytes: Buffer
  ends: number[]
  times: number[]
}

export interface FrameStore {
  wire: Wire
  chunks: Chunk[]
}

/** Serialises a network's events once; each stream then only copies them and sets the time. */
export function prepareFrames(wire: Wire, count: number): FrameStore {
  const chunks: Chunk[] = []
  let frames: Buffer[] = []
  let bytes = 0
  const flush = () => {
    if (frames.length > 0) chunks.push(makeChunk(wire, frames))
    frames = []
    bytes = 0
  }
  for (const [index, event] of makeNetworkEvents(count).entries()) {
    const frame = encodeFrame(
      formatMessage(wire, event, { seq: index + 1, timeUs: baseMs * 1000 + (index % 1000) }),
    )
    frames.push(frame)
    bytes += frame.length
    if (bytes >= chunkBytes) flush()
  }
  flush()
  return { wire, chunks }
}

/**
 * So many frames, over and over the same ones, with the time of now; tagged posts come anew each time, from
 * `firstTagged` on.
 */
export function* streamFrames(store: FrameStore, total: number, firstTagged: number): Generator<Buffer> {
  const { wire, chunks } = store
  let sent = 0
  let tagged = 0
  for (let turn = 0; sent < total; turn += 1) {
    if (sent >= (tagged + 1) * framesPerTagged - 1) {
      const event = makeTaggedPost(firstTagged + tagged)
      tagged += 1
      sent += 1
      yield encodeFrame(formatMessage(wire, event, { seq: sent, timeUs: Date.now() * 1000 }))
      continue
    }
    const chunk = chunks[turn % chunks.length]
    if (!chunk) return
    const count = Math.min(chunk.ends.length, total - sent, (tagged + 1) * framesPerTagged - 1 - sent)
    sent += count
    yield stamp(wire, chunk).subarray(0, chunk.ends[count - 1])
  }
}

/** How many of so many frames are tagged posts. */
export function countTagged(total: number): number {
  return Math.floor(total / framesPerTagged)
}

function makeChunk(wire: Wire, frames: readonly Buffer[]): Chunk {
  const bytes = Buffer.concat(frames)
  let end = 0
  const ends = frames.map((frame) => {
    end += frame.length
    return end
  })
  const mark = formatTime(wire, baseMs)
  const times: number[] = []
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) times.push(at)
  return { bytes, ends, times }
}

function stamp(wire: Wire, chunk: Chunk): Buffer {
  const bytes = Buffer.from(chunk.bytes)
  const now = Buffer.from(formatTime(wire, Date.now()))
  for (const at of chunk.times) now.copy(bytes, at)
  return bytes
}

/** The part of a frame's time that tells milliseconds. */
function formatTime(wire: Wire, ms: number): string {
  return wire === 'v1' ? String(ms) : new Date(ms).toISOString().slice(0, -1)
}
