import type { SourceContext } from '../source.ts'
import type { Cursor } from './cursor.ts'
import type { Host } from './hosts.ts'
import type { createInterpreter } from './interpreter.ts'
import type { Outbox } from './outbox.ts'
import type { BadFrame, StreamEvent } from './wires/event.ts'

/** A first frame so much after the asked time: the server no longer had what was asked for. */
const clampUs = 60_000_000
const behindMs = 60_000

type TimedEvent = Exclude<StreamEvent, { kind: 'bad' | 'info' | 'error' }>

interface Options {
  context: Pick<SourceContext, 'count' | 'report' | 'noteEventAt' | 'log' | 'clock'>
  host: Pick<Host, 'name' | 'wire' | 'readFrame'>
  interpreter: ReturnType<typeof createInterpreter>
  outbox: Pick<Outbox, 'touch'>
  cursor: Cursor
  requestedUs: number | null
  maxMessageBytes: number
  markGap(since: number): void
  /** The server is about to end the connection. */
  onError(name: string): void
}

/** Reads the frames of one connection, each wholly before the next, and moves the cursor behind them. */
export function createFrameReader(options: Options) {
  const { context, host, interpreter, outbox, cursor, requestedUs } = options
  const told = new Set<string>()
  let count = 0
  let isFirst = true
  let lagMs = 0
  let lastAt = 0

  return {
    count: () => count,

    take(frame: Buffer): void {
      count += 1
      context.count('frames')
      const event = parse(frame)
      if (event.kind === 'bad') passOver(event.reason)
      else if (event.kind === 'info') takeInfo(event.name)
      else if (event.kind === 'error') takeError(event.name)
      else takeEvent(event)
    },

    reportState(): void {
      const isBehind = lagMs > behindMs && context.clock() - lastAt < 3_000
      context.report('stream', { state: isBehind ? 'catching_up' : 'running', detail: host.name })
      if (cursor.timeUs) context.noteEventAt(Math.floor(cursor.timeUs / 1000))
    },
  }

  function takeEvent(event: TimedEvent): void {
    if (isFirst) checkClamp(event.timeUs)
    interpret(event)
    // Replay and live may overlap out of order: the newest time is how far everything has come.
    if (event.timeUs > (cursor.timeUs ?? 0)) cursor.timeUs = event.timeUs
    lastAt = context.clock()
    lagMs = lastAt - event.timeUs / 1000
    outbox.touch()
  }

  function takeError(name: string): void {
    tellOnce(`error ${name}`, { error: name })
    options.onError(name)
  }

  /** A fault of ours at one event must not stop all others; it is told, so that it can be mended. */
  function interpret(event: TimedEvent): void {
    try {
      if (event.kind === 'commit') interpreter.takeCommit(event)
      else if (event.kind !== 'other') interpreter.takeAccountNews(event)
    } catch (error) {
      context.count('failed_events')
      tellOnce('failed', { failure: error instanceof Error ? error.name : 'unknown' })
    }
  }

  function parse(frame: Buffer): StreamEvent {
    if (frame.length > options.maxMessageBytes) return { kind: 'bad', reason: 'too_big' }
    try {
      return host.readFrame(JSON.parse(frame.toString('utf8')))
    } catch {
      return { kind: 'bad', reason: 'not_json' }
    }
  }

  function passOver(reason: BadFrame): void {
    context.count(`bad_frame_${reason}`)
    tellOnce(reason, { reason })
  }

  function takeInfo(name: string): void {
    context.count('notices')
    if (name === 'OutdatedCursor' && requestedUs !== null) options.markGap(Math.floor(requestedUs / 1000))
  }

  /** The first wire moves a cursor that is too old without a word. */
  function checkClamp(firstUs: number): void {
    isFirst = false
    if (host.wire === 'v2' || requestedUs === null || firstUs - requestedUs <= clampUs) return
    options.markGap(Math.floor(requestedUs / 1000))
  }

  /** Once per kind and connection, and nothing of what people wrote. */
  function tellOnce(key: string, facts: Record<string, string>): void {
    if (told.has(key)) return
    told.add(key)
    context.log.warn({ host: host.name, ...facts }, 'a frame of the stream was passed over')
  }
}
