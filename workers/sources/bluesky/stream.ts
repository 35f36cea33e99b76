import { sleep } from '../../sleep.ts'
import type { SourceContext } from '../source.ts'
import { type Connection, type ConnectionEnd, openConnection } from './connection.ts'
import { type Cursor, stepBackADay } from './cursor.ts'
import { createFrameReader } from './frames.ts'
import { createRotation, type Host, readHost } from './hosts.ts'
import { createInterpreter, postCollection, profileCollection } from './interpreter.ts'
import type { Outbox } from './outbox.ts'
import type { RecentDeletes } from './recent-deletes.ts'
import type { BlueskySettings } from './settings.ts'

/**
 * Frames near the end of a connection may be lost, and replay and live overlap out of order: so much is read
 * again.
 */
const rewindUs = 10_000_000
const maxMessageBytes = 512 * 1024
/** Well beyond what we ask the server for: only a broken one sends more, and it would fill our memory. */
const maxFrameBytes = 16 * 1024 * 1024
const steadyMs = 30_000
/** A server may lag behind the others so much; a stored place further ahead of it is no place. */
const serverLagUs = 600_000_000

export interface StreamDeps {
  settings: BlueskySettings
  context: SourceContext
  outbox: Outbox
  deletes: RecentDeletes
  cursor: Cursor
  /** Posts since then may have been missed, epoch ms. */
  markGap(since: number): void
}

export interface Stream {
  /** Goes on, from host to host, until the signal aborts. Never throws for what a server does. */
  run(): Promise<void>
  /** Stops reading until `resume`: the rows can't be stored as fast as they come. */
  pause(): void
  resume(): void
}

export function createStream(deps: StreamDeps): Stream {
  const { settings, context, outbox, cursor } = deps
  const { signal, clock } = context
  const hosts = settings.hosts.map(readHost).filter((host) => 'wire' in host)
  const rotation = createRotation(hosts, settings.firstRetryMs)
  const interpreter = createInterpreter(deps)
  let connection: Connection | null = null
  let isPaused = false
  /** Set for one attempt, when the cursor is of no use. */
  let startsLive = false
  /** The place was mended on this connection, which was ended for that. */
  let asksAgain = false
  /**
   * Until the first frame: what comes while no host can be reached is asked for, too. By our own watch: the
   * clock may be set meanwhile.
   */
  const startedAtMs = performance.now()
  const readStartUs = (nowUs: number) => Math.round(nowUs - (performance.now() - startedAtMs) * 1000)
  /** A place that this run has reached itself is one, whatever a server says that lags behind. */
  const storedUs = cursor.timeUs
  /** Grows while a frame that breaks the connection stands in the way. */
  let skipUs = 0

  return {
    async run() {
      context.report('stream', { state: 'starting', detail: rotation.current().name })
      while (!signal.aborted) {
        const host = rotation.current()
        const before = cursor.timeUs ?? 0
        const startedAt = performance.now()
        const { end, problem } = await connect(host)
        if (signal.aborted) break
        if (asksAgain) {
          asksAgain = false
          continue
        }
        const wasSteady =
          performance.now() - startedAt >= steadyMs ||
          (before > 0 && (cursor.timeUs ?? 0) - before >= steadyMs * 1000)
        if (wasSteady) rotation.succeed()
        if (end.why === 'refused' && end.body.includes('CursorTooOld') && !startsLive) {
          context.count('stale_cursors')
          if (cursor.timeUs) deps.markGap(Math.floor(cursor.timeUs / 1000))
          startsLive = true
          continue
        }
        stepOverBadFrame(end, before)
        const waitMs = rotation.fail()
        context.count('reconnects')
        context.report('stream', {
          state: 'waiting',
          problem: problem ?? readProblem(end),
          detail: end.code ? `${host.name} (${end.code})` : host.name,
          nextTryAt: clock() + waitMs,
        })
        await sleep(waitMs, signal)
      }
    },
    pause() {
      isPaused = true
      connection?.pause()
    },
    resume() {
      isPaused = false
      connection?.resume()
    },
  }

  async function connect(host: Host): Promise<{ end: ConnectionEnd; problem: 'rate_limited' | null }> {
    const startUs = readStartUs(clock() * 1000)
    const requestedUs = startsLive ? null : Math.max((cursor.timeUs ?? startUs) - rewindUs, skipUs)
    const query = {
      collections: [postCollection, profileCollection],
      cursorUs: requestedUs,
      maxBytes: maxMessageBytes,
    }
    let problem: 'rate_limited' | null = null
    let stateTimer: NodeJS.Timeout | undefined
    const frames = createFrameReader({
      ...deps,
      host,
      interpreter,
      requestedUs,
      maxMessageBytes,
      onAhead(serverUs, asked) {
        // It began with what is new, and what came before that is asked for again.
        const isFarAhead = asked - serverUs > serverLagUs
        if (cursor.timeUs === null) cursor.timeUs = readStartUs(serverUs)
        else if (cursor.timeUs === storedUs && isFarAhead) deps.markGap(stepBackADay(cursor, serverUs / 1000))
        else return false
        if (isFarAhead) context.noteNetworkTime?.(serverUs / 1000)
        skipUs = 0
        asksAgain = true
        connection?.hangUp()
        return true
      },
      onError(name) {
        if (name === 'ConsumerTooSlow') problem = 'rate_limited'
        connection?.hangUp()
      },
    })
    connection = openConnection({
      address: host.address(query),
      idleTimeoutMs: settings.idleTimeoutMs,
      maxFrameBytes,
      signal,
      onOpen() {
        startsLive = false
        frames.reportState()
        stateTimer = setInterval(() => {
          frames.reportState()
          if (cursor.timeUs === null) heedClock(startUs)
        }, 1000)
        if (isPaused) connection?.pause()
      },
      onFrame: frames.take,
    })
    const end = await connection.end
    clearInterval(stateTimer)
    connection = null
    if (frames.count() > 0) outbox.touch()
    return { end, problem }
  }

  /**
   * What was asked for by our clock, before any frame told the time, is asked for again once the clock was
   * set.
   */
  function heedClock(startUs: number): void {
    if (Math.abs(readStartUs(clock() * 1000) - startUs) < rewindUs) return
    asksAgain = true
    connection?.hangUp()
  }

  /** A frame that ends every connection that meets it would hold us up for ever. */
  function stepOverBadFrame(end: ConnectionEnd, before: number): void {
    const isBadFrame = end.why === 'too_big' || end.code === 1007 || end.code === 1009
    if (!isBadFrame) return
    context.count('too_big')
    if (cursor.timeUs === null || cursor.timeUs > before) return
    deps.markGap(Math.floor(cursor.timeUs / 1000))
    skipUs = Math.max(skipUs, cursor.timeUs) + 1_000_000
  }
}

function readProblem({
  why,
  code,
}: ConnectionEnd): 'unreachable' | 'refused' | 'rate_limited' | 'silent' | 'bad_answer' {
  if (why === 'silent') return 'silent'
  if (why === 'too_big') return 'bad_answer'
  if (why === 'refused')
    return code === 429 ? 'rate_limited' : code !== null && code >= 500 ? 'unreachable' : 'refused'
  return 'unreachable'
}
