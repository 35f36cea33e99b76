import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { createLiveClient, type LiveOptions, type LiveState, type LiveWorld } from './live-client.ts'

export type { LiveEvent, LiveState } from './live-client.ts'

export type Live = {
  state: Accessor<LiveState>
  /** When the connection was lost, in ms since 1970; undefined while it stands. */
  offlineSince: Accessor<number | undefined>
}

/**
 * A live stream that lives as long as the part of the page that made it. `Events` maps names to data, e.g.
 * `{ post: WallPost; gone: { id: number } }`; `reset` and `beat` are handled here and are not to be listed.
 */
export function createLive<Events>(options: Omit<LiveOptions<Events>, 'onState'>): Live {
  const [state, setState] = createSignal<LiveState>('connecting')
  const [offlineSince, setOfflineSince] = createSignal<number>()
  const client = createLiveClient<Events>(
    {
      ...options,
      onState: (next) => {
        if (next === 'offline') setOfflineSince((since) => since ?? Date.now())
        if (next === 'live') setOfflineSince(undefined)
        setState(next)
      },
    },
    browserWorld,
  )
  const unwatch = watchBrowser(client.wake, client.sleep)
  onCleanup(() => {
    unwatch()
    client.close()
  })
  return { state, offlineSince }
}

/** Calls `wake` when the network comes back or the page is looked at again, `sleep` when the network goes. */
export function watchBrowser(wake: () => void, sleep: () => void): () => void {
  const onVisible = () => {
    if (document.visibilityState === 'visible') wake()
  }
  window.addEventListener('online', wake)
  window.addEventListener('offline', sleep)
  window.addEventListener('pageshow', wake)
  document.addEventListener('visibilitychange', onVisible)
  return () => {
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', sleep)
    window.removeEventListener('pageshow', wake)
    document.removeEventListener('visibilitychange', onVisible)
  }
}

export const browserWorld: LiveWorld = {
  open: (address) => new EventSource(address),
  setTimer: (run, delayMs) => window.setTimeout(run, delayMs),
  clearTimer: (timer) => window.clearTimeout(timer as number | undefined),
  random: Math.random,
  now: Date.now,
  isOnline: () => navigator.onLine,
}
