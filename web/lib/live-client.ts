// One live stream of named events over EventSource, without a framework, so that tests can drive its clock.
//
// The browser's own reconnecting gives up on some answers (a 502 from a proxy, an HTML page) and cannot see a
// connection that is open but dead. So this client never lets EventSource retry: every break closes it, and a
// new one is opened with `?since=` the last place it saw, after a growing, scattered wait. The server sends
// `beat` right after it has replayed what was missed, and then every 15 s; until the first `beat` events are
// held back and then given in one piece, so that a page never paints a post that has been taken down
// meanwhile.

export type LiveState = 'connecting' | 'live' | 'offline'

/** What we use of EventSource. */
export interface EventStream {
  addEventListener(name: string, listener: (event: { data?: unknown; lastEventId?: string }) => void): void
  close(): void
}

/** The world around the client: the browser's, or a test's. */
export interface LiveWorld {
  open(address: string): EventStream
  setTimer(run: () => void, delayMs: number): unknown
  clearTimer(timer: unknown): void
  random(): number
  now(): number
  isOnline(): boolean
  /**
   * Whether this page may keep its stream: a browser has few connections to one host, and decisions need one,
   * too.
   */
  mayKeep(): Promise<boolean>
}

export type LiveEvent<Events> = {
  [Name in keyof Events]: { name: Name; data: Events[Name]; seq: number }
}[keyof Events]

export type LiveOptions<Events> = {
  address: (since: string) => string
  /** The place in the log of the snapshot the page stands on. */
  since: string
  names: readonly (keyof Events & string)[]
  /** Events in order, in one piece: all that was missed, or what has just come. */
  onEvents: (events: readonly LiveEvent<Events>[]) => void
  /**
   * The server cannot fill the gap: take a new snapshot and give its place. A throw means "try again later".
   */
  onReset: () => Promise<string>
  onState: (state: LiveState) => void
  /** What a beat tells of the server. */
  onBeat?: (data: unknown) => void
}

export interface LiveClient {
  /** Try now: the network came back, or the page is looked at again. */
  wake(): void
  /** The browser lost its network: say so at once. */
  sleep(): void
  /** Gives its connection back for a while. */
  rest(): void
  /** Gives its connection back until it is woken. */
  pause(): void
  close(): void
}

const silenceMs = 40_000
const openingMs = 15_000
const firstWaitMs = 1_000
/**
 * Short enough that a wall is back before people notice; scattered, since hundreds come back to one server.
 */
const longestWaitMs = 5_000
/** A page that may keep no stream looks for news so often. */
const restMs = 3_000

export function createLiveClient<Events>(options: LiveOptions<Events>, world: LiveWorld): LiveClient {
  let since = options.since
  let state: LiveState | undefined
  let stream: EventStream | undefined
  let held: LiveEvent<Events>[] | undefined
  let timer: unknown
  let failures = 0
  let lastHeardAt = world.now()
  let isClosed = false
  let isStartingOver = false
  let isPaused = false

  setState('connecting')
  open()

  return { wake, sleep, rest, pause, close }

  function open() {
    dropStream()
    if (isClosed || isPaused) return
    held = []
    const opened = world.open(options.address(since))
    stream = opened
    const whileCurrent = <T>(run: (event: T) => void) => {
      return (event: T) => {
        if (stream === opened) run(event)
      }
    }
    for (const name of options.names)
      opened.addEventListener(
        name,
        whileCurrent((event) => take(name, event)),
      )
    opened.addEventListener('beat', whileCurrent(catchUp))
    opened.addEventListener(
      'beat',
      whileCurrent(() => void world.mayKeep().then(whileCurrent((may) => may || rest()))),
    )
    opened.addEventListener(
      'reset',
      whileCurrent(() => void startOver()),
    )
    opened.addEventListener(
      'open',
      whileCurrent(() => listen(openingMs)),
    )
    opened.addEventListener('error', whileCurrent(breakOff))
    listen(openingMs)
  }

  function take(name: keyof Events & string, event: { data?: unknown; lastEventId?: string }) {
    listen(held ? openingMs : silenceMs)
    const data = parse(event.data)
    if (data === undefined) return
    moveTo(event.lastEventId)
    const one = { name, data, seq: readSeq(since) } as LiveEvent<Events>
    if (held) held.push(one)
    else options.onEvents([one])
  }

  /**
   * A beat carries the log's place, too: a stream on which little is public must not fall out of the server's
   * window.
   */
  function catchUp(event: { data?: unknown; lastEventId?: string }) {
    listen(silenceMs)
    options.onBeat?.(parse(event.data))
    moveTo(event.lastEventId)
    failures = 0
    const missed = held
    held = undefined
    if (missed && missed.length > 0) options.onEvents(missed)
    setState('live')
  }

  function moveTo(eventId: string | undefined) {
    if (eventId && readSeq(eventId) >= readSeq(since)) since = eventId
  }

  async function startOver() {
    dropStream()
    setState('connecting')
    isStartingOver = true
    failures += 1
    try {
      since = await options.onReset()
    } catch {
      isStartingOver = false
      breakOff()
      return
    }
    isStartingOver = false
    if (isClosed) return
    // A server that resets again and again must not be asked without pause.
    if (failures < 3) open()
    else timer = world.setTimer(open, waitMs())
  }

  /** The stream ended or fell silent. The first time it is a server restarting; again, it is an outage. */
  function breakOff() {
    dropStream()
    if (isClosed) return
    failures += 1
    setState(failures > 1 || !world.isOnline() ? 'offline' : 'connecting')
    timer = world.setTimer(open, waitMs())
  }

  function waitMs() {
    const full = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - 1, 10))
    return full * (0.5 + world.random() / 2)
  }

  /** Whatever is not followed by more within this time counts as broken. */
  function listen(patienceMs: number) {
    lastHeardAt = world.now()
    world.clearTimer(timer)
    timer = world.setTimer(breakOff, patienceMs)
  }

  function wake() {
    const wasAway = isPaused || Math.abs(world.now() - lastHeardAt) >= silenceMs
    isPaused = false
    if (isClosed || isStartingOver || (stream && !wasAway)) return
    // What stands there may have been taken down meanwhile: it is not live before it has caught up.
    if (wasAway && state === 'live') setState('connecting')
    open()
  }

  function sleep() {
    if (isClosed || isStartingOver) return
    dropStream()
    failures = Math.max(failures, 1)
    setState('offline')
    timer = world.setTimer(open, waitMs())
  }

  function rest() {
    if (isClosed || isPaused || isStartingOver) return
    dropStream()
    timer = world.setTimer(open, restMs * (0.5 + world.random()))
  }

  function pause() {
    isPaused = true
    dropStream()
  }

  function close() {
    isClosed = true
    dropStream()
  }

  function dropStream() {
    world.clearTimer(timer)
    stream?.close()
    stream = undefined
    held = undefined
  }

  function setState(next: LiveState) {
    if (next === state) return
    state = next
    options.onState(next)
  }
}

/** A place is a number and a mark of the server's, which is for the server alone. */
function readSeq(place: string): number {
  return Number.parseInt(place, 10)
}

function parse(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined
  } catch {
    return undefined
  }
}
