import type { Beat } from '@wall/api/wire/wall'
import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { createKeptValues, type KeptValues } from './kept-values.ts'
import { createLiveClient, type LiveOptions, type LiveState, type LiveWorld } from './live-client.ts'

export type { LiveEvent, LiveState } from './live-client.ts'

export type Live = {
  state: Accessor<LiveState>
  /** When the connection was lost, in ms since 1970; undefined while it stands. */
  offlineSince: Accessor<number | undefined>
  /** When the server last had anything coming in, in ms since 1970; undefined while it has. */
  nothingSince: Accessor<number | undefined>
  /** Gives the connection back for a while: something more urgent waits for one. */
  rest: () => void
}

/**
 * A live stream that lives as long as the part of the page that made it. `Events` maps names to data, e.g.
 * `{ post: WallPost; gone: { id: number } }`; `reset` and `beat` are handled here and are not to be listed.
 */
export function createLive<Events>(options: Omit<LiveOptions<Events>, 'onState' | 'onBeat'>): Live {
  const [state, setState] = createSignal<LiveState>('connecting')
  const offline = createOfflineSince(createKeptValues(() => window.sessionStorage))
  const [nothingSince, setNothingSince] = createSignal<number>()
  const place = createStreamPlace(placesForPages)
  const client = createLiveClient<Events>(
    {
      ...options,
      onState: (next) => {
        offline.follow(next)
        setState(next)
      },
      onBeat: (beat) => {
        const { nothingSince: since } = beat as Partial<Beat>
        setNothingSince(since === undefined ? undefined : Date.parse(since))
      },
    },
    { ...browserWorld, mayKeep: place.take },
  )
  // Nobody reads a hidden page: it catches up when it is looked at.
  const hide = () => {
    client.pause()
    place.leave()
  }
  if (isHidden()) hide()
  const unwatch = watchBrowser(client.wake, client.sleep, hide)
  onCleanup(() => {
    unwatch()
    client.close()
    place.leave()
  })
  return { state, offlineSince: offline.since, nothingSince, rest: client.rest }
}

/**
 * Since when there is no connection, in ms since 1970; a page that is loaded anew meanwhile does not begin to
 * count anew.
 */
export function createOfflineSince(kept: KeptValues) {
  const [since, setSince] = createSignal<number>()
  return {
    since,
    follow(state: LiveState) {
      if (state === 'offline') {
        // What a clock that was ahead left behind counts as now.
        const began = since() ?? Math.min(Number(kept.read('offline-since')) || Date.now(), Date.now())
        kept.write('offline-since', String(began))
        setSince(began)
      }
      if (state !== 'live') return
      kept.remove('offline-since')
      setSince(undefined)
    },
  }
}

/**
 * Over HTTP/1.1 a browser opens six connections to one host, for all its windows. Streams leave two to
 * everything else.
 */
const placesForPages = 4
/**
 * A screen keeps its stream even then, as nobody stands beside it, and hidden, too: something may record its
 * window.
 */
export const placesForScreens = 5

export type StreamPlace = { take: () => Promise<boolean>; leave: () => void }

/**
 * One of the places that the pages of this browser share. Each goes back to the others when its page ends,
 * however it ends.
 */
export function createStreamPlace(places: number): StreamPlace {
  if (!navigator.locks) return createCalledPlace(places)
  let isWanted = false
  let release: (() => void) | undefined

  return {
    async take() {
      isWanted = true
      for (let place = places; place > 0 && !release; place -= 1) await tryTake(`wall:stream-${place}`)
      return release !== undefined
    },
    leave() {
      isWanted = false
      release?.()
      release = undefined
    },
  }

  /** Resolves when it is known whether the place is ours. */
  function tryTake(name: string): Promise<void> {
    return new Promise((resolve) => {
      void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
        resolve()
        if (!lock || !isWanted || release) return undefined
        return new Promise<void>((done) => {
          release = done
        })
      })
    })
  }
}

/**
 * Browsers share locks only among pages of a secure address. What does instead is loaded where it is needed.
 */
function createCalledPlace(places: number): StreamPlace {
  const loading = import('./stream-roll.ts').then(
    ({ createStreamRoll }) => createStreamRoll(places),
    () => undefined,
  )
  return {
    take: async () => (await loading)?.take() ?? true,
    leave: () => void loading.then((roll) => roll?.leave()),
  }
}

/**
 * Calls `wake` when the network comes back or the page is looked at again, `sleep` when the network goes,
 * `hide` when nobody looks any more.
 */
export function watchBrowser(wake: () => void, sleep: () => void, hide = wake): () => void {
  const look = () => (isHidden() ? hide() : wake())
  const stop = new AbortController()
  const options = { signal: stop.signal }
  for (const name of ['online', 'pageshow']) window.addEventListener(name, look, options)
  window.addEventListener('offline', sleep, options)
  document.addEventListener('visibilitychange', look, options)
  return () => stop.abort()
}

function isHidden(): boolean {
  return document.visibilityState === 'hidden'
}

export const browserWorld: Omit<LiveWorld, 'mayKeep'> = {
  open: (address) => new EventSource(address),
  setTimer: (run, delayMs) => window.setTimeout(run, delayMs),
  clearTimer: (timer) => window.clearTimeout(timer as number | undefined),
  random: Math.random,
  now: Date.now,
  isOnline: () => navigator.onLine,
}
