import { clockSlackMs } from '@wall/db/model/wait'
import type { SourceContext } from '../source.ts'
import type { Cursor } from './cursor.ts'
import type { Host } from './hosts.ts'
import type { createInterpreter } from './interpreter.ts'
import type { Outbox } from './outbox.ts'
import type { BadFrame, StreamEvent } from './wires/event.ts'

/** A first frame so much after the asked time: the server no longer had what was asked for. */
const clampUs = 60_000_000
const behindMs = 60_000
/** Between two frames no more time passes than on our own watch, give or take this much. */
const jumpUs = 60_000_000
const slackUs = clockSlackMs * 1000

type TimedEvent = Exclude<StreamEvent, { kind: 'bad' | 'info' | 'error' }>

interface Options {
  context: Pick<SourceContext, 'count' | 'report' | 'noteEventAt' | 'noteNetworkTime' | 'log' | 'clock'>
  host: Pick<Host, 'name' | 'wire' | 'readFrame'>
  interpreter: ReturnType<typeof createInterpreter>
  outbox: Pick<Outbox, 'touch'>
  cursor: Cursor
  requestedUs: number | null
  maxMessageBytes: number
  markGap(since: number): void
  /**
   * What was asked for lies ahead of the server, which is at `serverUs`: so it began with what is new. True:
   * it is asked again.
   */
  onAhead(serverUs: number, requestedUs: number): boolean
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
  let lastAtMs = 0
  /** How far this connection has come for certain, and when (ms of `performance.now()`). */
  let reached = { us: requestedUs, atMs: performance.now() }
  /** A frame that jumped ahead: believed once another one says the same. */
  let jumpedToUs: number | null = null

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
      const isBehind = lagMs > behindMs && performance.now() - lastAtMs < 3_000
      context.report('stream', { state: isBehind ? 'catching_up' : 'running', detail: host.name })
      if (cursor.timeUs) context.noteEventAt(Math.floor(cursor.timeUs / 1000))
    },
  }

  function takeEvent(event: TimedEvent): void {
    if (isFirst && !checkPlace(event.timeUs)) return
    const nowUs = context.clock() * 1000
    const isBelieved = believe(event.timeUs, nowUs)
    // What it tells counts all the same, only not as the newest news for hours.
    interpret(isBelieved ? event : { ...event, timeUs: reached.us ?? Math.min(event.timeUs, nowUs) })
    lastAtMs = performance.now()
    lagMs = (nowUs - event.timeUs) / 1000
    if (isBelieved) moveCursor(event.timeUs, nowUs)
    outbox.touch()
  }

  /**
   * One frame that jumps ahead of all others would take the cursor with it, and what lies between would be
   * lost with the next break. So it takes two to say so, unless so much time has passed here as well.
   */
  function believe(timeUs: number, nowUs: number): boolean {
    const passedUs = (performance.now() - reached.atMs) * 1000
    const isStep = timeUs <= (reached.us === null ? nowUs : reached.us + passedUs) + jumpUs
    // The very same time is the same frame again.
    const apartUs = jumpedToUs === null || jumpedToUs === timeUs ? Infinity : Math.abs(timeUs - jumpedToUs)
    const isSaidTwice = apartUs <= jumpUs
    if (!isStep && !isSaidTwice) {
      jumpedToUs = timeUs
      context.count('jumps')
      return false
    }
    if (!isStep) jumpedToUs = null
    if (timeUs >= (reached.us ?? 0)) reached = { us: timeUs, atMs: performance.now() }
    return true
  }

  /**
   * Never beyond what the network's clock and ours can both hold: one of them is wrong, and nobody here knows
   * which.
   */
  function moveCursor(timeUs: number, nowUs: number): void {
    const isAhead = timeUs > nowUs + slackUs
    if (isAhead || timeUs >= nowUs - slackUs) context.noteNetworkTime?.(timeUs / 1000)
    if (isAhead) return
    // Replay and live may overlap out of order: the newest time is how far everything has come.
    cursor.timeUs = Math.max(cursor.timeUs ?? 0, Math.floor(Math.min(timeUs, nowUs)))
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

  /**
   * A place that is too old the first wire moves up without a word; from one ahead of the network both go on
   * with what is new.
   */
  function checkPlace(firstUs: number): boolean {
    isFirst = false
    if (requestedUs === null) return true
    if (firstUs < requestedUs - slackUs) {
      reached.us = firstUs
      return !options.onAhead(firstUs, requestedUs)
    }
    // Should the line break before a second frame says the same, this one is read again.
    cursor.timeUs ??= Math.floor(Math.min(requestedUs, firstUs))
    if (host.wire === 'v1' && firstUs - requestedUs > clampUs) options.markGap(Math.floor(requestedUs / 1000))
    return true
  }

  /** Once per kind and connection, and nothing of what people wrote. */
  function tellOnce(key: string, facts: Record<string, string>): void {
    if (told.has(key)) return
    told.add(key)
    context.log.warn({ host: host.name, ...facts }, 'a frame of the stream was passed over')
  }
}
