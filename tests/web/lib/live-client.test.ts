import { createLiveClient, type EventStream, type LiveState } from '@wall/web/lib/live-client'
import { describe, expect, test } from 'vitest'

type Events = { post: { id: number }; gone: { id: number } }

describe('the live client', () => {
  test('holds what was missed until the first beat, then gives it in one piece', () => {
    const stage = start()
    stage.stream().send('post', { id: 1 }, 101)
    stage.stream().send('gone', { id: 1 }, 102)
    expect(stage.batches).toEqual([])
    stage.stream().send('beat')
    expect(stage.batches).toEqual([['post 1', 'gone 1']])
    expect(stage.states).toEqual(['connecting', 'live'])
  })

  test('gives later events as they come', () => {
    const stage = start()
    stage.stream().send('beat')
    stage.stream().send('post', { id: 2 }, 103)
    expect(stage.batches).toEqual([['post 2']])
  })

  test('opens a new stream after the last seq it saw when the old one breaks', () => {
    const stage = start()
    expect(stage.stream().address).toBe('/events?since=100')
    stage.stream().send('beat')
    stage.stream().send('post', { id: 2 }, 117)
    stage.stream().send('error')
    expect(stage.stream().isClosed).toBe(true)
    stage.world.advance(1_000)
    expect(stage.stream().address).toBe('/events?since=117')
  })

  test('takes the place in the log from a beat, too, so that a quiet stream can resume', () => {
    const stage = start()
    stage.stream().send('beat', { seq: 940 }, 940)
    stage.stream().send('error')
    stage.world.advance(1_000)
    expect(stage.stream().address).toBe('/events?since=940')
  })

  test('calls one break connecting and a second in a row offline, and waits longer each time, but never more than some seconds', () => {
    const stage = start()
    stage.stream().send('beat')
    const waits: number[] = []
    for (let tries = 0; tries < 8; tries += 1) {
      stage.stream().send('error')
      waits.push(stage.world.nextTimerMs())
      stage.world.advance(stage.world.nextTimerMs())
    }
    expect(stage.states).toEqual(['connecting', 'live', 'connecting', 'offline'])
    expect(waits).toEqual([750, 1_500, 3_000, 3_750, 3_750, 3_750, 3_750, 3_750])
  })

  test('scatters the waits, so that a hundred screens do not come back in the same moment', () => {
    const waits = [0, 0.5, 1].map((random) => {
      const stage = start({ random })
      stage.stream().send('error')
      return stage.world.nextTimerMs()
    })
    expect(waits).toEqual([500, 750, 1_000])
  })

  test('takes an open stream that says nothing for 40 s as broken', () => {
    const stage = start()
    stage.stream().send('beat')
    stage.world.advance(39_999)
    expect(stage.opened).toHaveLength(1)
    stage.world.advance(1_000)
    expect(stage.opened).toHaveLength(2)
  })

  test('keeps a quiet stream that beats', () => {
    const stage = start()
    for (let beats = 0; beats < 20; beats += 1) {
      stage.stream().send('beat')
      stage.world.advance(15_000)
    }
    expect(stage.opened).toHaveLength(1)
    expect(stage.states).toEqual(['connecting', 'live'])
  })

  test('a place is handed on whole, with the mark that tells one log from another', async () => {
    const stage = start({ onReset: async () => '40-ijklmnop' })
    stage.stream().sendRaw('beat', '{}', '120-abcdefgh')
    // A post that was read before stands at an older place.
    stage.stream().sendRaw('post', '{"id":1}', '119-qrstuvwx')
    stage.stream().sendRaw('error', '{}', '')
    stage.world.advance(2_000)
    expect(stage.stream().address).toBe('/events?since=120-abcdefgh')
    // The log of a restored backup may be shorter.
    stage.stream().send('reset')
    await settle()
    expect(stage.stream().address).toBe('/events?since=40-ijklmnop')
    stage.stream().sendRaw('beat', '{}', '41-yz012345')
    stage.stream().sendRaw('error', '{}', '')
    stage.world.advance(2_000)
    expect(stage.stream().address).toBe('/events?since=41-yz012345')
  })

  test('takes a new snapshot on reset and goes on from its seq', async () => {
    const stage = start({ onReset: async () => '500' })
    stage.stream().send('reset', { seq: 499 })
    await settle()
    expect(stage.stream().address).toBe('/events?since=500')
    stage.stream().send('beat')
    expect(stage.states.at(-1)).toBe('live')
  })

  test('drops events of the old stream that were held when a reset came', async () => {
    const stage = start({ onReset: async () => '500' })
    stage.stream().send('post', { id: 9 }, 101)
    stage.stream().send('reset', { seq: 499 })
    await settle()
    stage.stream().send('beat')
    expect(stage.batches).toEqual([])
  })

  test('tries again later when the snapshot after a reset cannot be had', async () => {
    let tries = 0
    const stage = start({
      onReset: async () => {
        tries += 1
        throw new Error('no network')
      },
    })
    stage.stream().send('reset', { seq: 499 })
    await settle()
    expect(stage.states.at(-1)).toBe('offline')
    stage.world.advance(30_000)
    stage.stream().send('reset', { seq: 499 })
    await settle()
    expect(tries).toBe(2)
  })

  test('does not ask without pause when the server resets again and again', async () => {
    const stage = start({ onReset: async () => '500' })
    for (let resets = 0; resets < 3; resets += 1) {
      stage.stream().send('reset', { seq: 1 })
      await settle()
    }
    const before = stage.opened.length
    expect(stage.stream().isClosed).toBe(true)
    stage.world.advance(stage.world.nextTimerMs())
    expect(stage.opened.length).toBe(before + 1)
  })

  test('says offline at once when the browser loses its network, and comes back when woken', () => {
    const stage = start()
    stage.stream().send('beat')
    stage.client.sleep()
    expect(stage.states.at(-1)).toBe('offline')
    stage.client.wake()
    stage.stream().send('beat')
    expect(stage.states.at(-1)).toBe('live')
  })

  test('leaves a healthy stream alone when woken, and replaces one that slept too long', () => {
    const stage = start()
    stage.stream().send('beat')
    stage.client.wake()
    expect(stage.opened).toHaveLength(1)
    stage.world.sleepWithoutTimers(120_000)
    stage.client.wake()
    expect(stage.opened).toHaveLength(2)
  })

  test('passes over an event that is not JSON and never goes back in seq', () => {
    const stage = start()
    stage.stream().send('beat')
    stage.stream().sendRaw('post', '{broken', '150')
    stage.stream().send('post', { id: 3 }, 90)
    expect(stage.batches).toEqual([['post 3']])
    stage.stream().send('error')
    stage.world.advance(1_000)
    expect(stage.stream().address).toBe('/events?since=100')
  })

  test('where it may keep no stream it catches up, gives its connection back, and looks again', async () => {
    const stage = start({ mayKeep: false })
    stage.stream().send('post', { id: 1 }, 101)
    stage.stream().send('beat')
    await settle()
    expect(stage.batches).toEqual([['post 1']])
    expect(stage.stream().isClosed).toBe(true)
    stage.world.advance(stage.world.nextTimerMs())
    expect(stage.stream().address).toBe('/events?since=101')
    stage.stream().send('beat')
    await settle()
    expect(stage.states).toEqual(['connecting', 'live'])
  })

  test('gives its connection back when it is asked to, and takes it up again by itself', () => {
    const stage = start()
    stage.stream().send('beat')
    stage.client.rest()
    expect(stage.stream().isClosed).toBe(true)
    stage.world.advance(stage.world.nextTimerMs())
    expect(stage.opened).toHaveLength(2)
  })

  test('paused, it opens nothing, whatever happens; woken, it goes on from where it was', async () => {
    let answer: (place: string) => void = () => undefined
    const onReset = () =>
      new Promise<string>((resolve) => {
        answer = resolve
      })
    const stage = start({ onReset })
    stage.stream().send('beat', { seq: 110 }, 110)
    stage.stream().send('reset')
    stage.client.pause()
    answer('120-abcdefgh')
    await settle()
    stage.client.sleep()
    stage.client.rest()
    stage.world.advance(100_000)
    expect(stage.opened).toHaveLength(1)
    stage.client.wake()
    expect(stage.stream().address).toBe('/events?since=120-abcdefgh')
  })

  test.each(['was not looked at', 'slept'])('a page that %s is not live before it has caught up', (why) => {
    const stage = start()
    stage.stream().send('beat')
    if (why === 'slept') stage.world.sleepWithoutTimers(120_000)
    else stage.client.pause()
    stage.client.wake()
    expect(stage.states).toEqual(['connecting', 'live', 'connecting'])
    stage.stream().send('gone', { id: 1 }, 101)
    expect(stage.states.at(-1)).toBe('connecting')
    stage.stream().send('beat')
    expect(stage.batches).toEqual([['gone 1']])
    expect(stage.states.at(-1)).toBe('live')
  })

  test('a page that lost its network while nobody looked stays offline until it has caught up', () => {
    const stage = start()
    stage.stream().send('beat')
    stage.client.pause()
    stage.client.sleep()
    stage.client.wake()
    expect(stage.states).toEqual(['connecting', 'live', 'offline'])
    stage.stream().send('beat')
    expect(stage.states.at(-1)).toBe('live')
  })

  test('hears nothing more after it is closed', () => {
    const stage = start()
    stage.client.close()
    stage.stream().send('beat')
    stage.world.advance(100_000)
    expect(stage.states).toEqual(['connecting'])
    expect(stage.opened).toHaveLength(1)
  })
})

function start(options: { random?: number; onReset?: () => Promise<string>; mayKeep?: boolean } = {}) {
  const opened: FakeStream[] = []
  const states: LiveState[] = []
  const batches: string[][] = []
  const world = makeWorld()
  const client = createLiveClient<Events>(
    {
      address: (since) => `/events?since=${since}`,
      since: '100',
      names: ['post', 'gone'],
      onEvents: (events) => batches.push(events.map((event) => `${event.name} ${event.data.id}`)),
      onReset: options.onReset ?? (async () => '100'),
      onState: (state) => states.push(state),
    },
    {
      ...world,
      open: (address) => {
        const stream = new FakeStream(address)
        opened.push(stream)
        return stream
      },
      random: () => options.random ?? 0.5,
      isOnline: () => true,
      mayKeep: async () => options.mayKeep ?? true,
    },
  )
  const stream = () => {
    const last = opened.at(-1)
    if (!last) throw new Error('no stream was opened')
    return last
  }
  return { client, world, opened, states, batches, stream }
}

class FakeStream implements EventStream {
  readonly address: string
  isClosed = false
  readonly #listeners = new Map<string, ((event: { data?: unknown; lastEventId?: string }) => void)[]>()

  constructor(address: string) {
    this.address = address
  }

  addEventListener(name: string, listener: (event: { data?: unknown; lastEventId?: string }) => void): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener])
  }

  close(): void {
    this.isClosed = true
  }

  send(name: string, data: unknown = {}, seq?: number): void {
    this.sendRaw(name, JSON.stringify(data), seq === undefined ? '' : String(seq))
  }

  sendRaw(name: string, data: string, lastEventId: string): void {
    for (const listener of this.#listeners.get(name) ?? []) listener({ data, lastEventId })
  }
}

function makeWorld() {
  let nowMs = 0
  let nextId = 1
  const timers = new Map<number, { at: number; run: () => void }>()
  const advance = (byMs: number) => {
    const end = nowMs + byMs
    for (;;) {
      const due = [...timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0]
      if (!due) break
      timers.delete(due[0])
      nowMs = due[1].at
      due[1].run()
    }
    nowMs = end
  }
  return {
    now: () => nowMs,
    setTimer: (run: () => void, delayMs: number) => {
      timers.set(nextId, { at: nowMs + delayMs, run })
      return nextId++
    },
    clearTimer: (id: unknown) => void timers.delete(id as number),
    advance,
    /** A laptop's lid: time passes, no timer runs. */
    sleepWithoutTimers: (byMs: number) => {
      nowMs += byMs
    },
    nextTimerMs: () => Math.min(...[...timers.values()].map((timer) => timer.at)) - nowMs,
  }
}

async function settle() {
  await new Promise((resolve) => setImmediate(resolve))
}
