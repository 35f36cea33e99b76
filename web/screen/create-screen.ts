import type { WallPost } from '@wall/api/wire/post'
import { type Accessor, createSignal, onCleanup } from 'solid-js'
import type { Http } from '../api/client.ts'
import { getCampaignSlug, getWall, wallEventsAddress } from '../api/wall.ts'
import type { KeptValues } from '../lib/kept-values.ts'
import {
  browserWorld,
  createOfflineSince,
  createStreamPlace,
  placesForScreens,
  watchBrowser,
} from '../lib/live.ts'
import { createLiveClient, type LiveClient, type LiveState } from '../lib/live-client.ts'
import { mediaAddress } from '../lib/media-address.ts'
import type { WallNews } from '../wall/wall-state.ts'
import { createDirector } from './director.ts'
import { createKeptPosts } from './kept-posts.ts'
import { emptyScene, placeCount, type Scene, type Shown } from './scene.ts'
import { readScreenIdentity } from './screen-identity.ts'
import { applyToScreen, type ScreenPosts, startScreen } from './screen-posts.ts'

export type Screen = {
  set: Accessor<ScreenPosts | undefined>
  scene: Accessor<Scene>
  /** When the connection was lost, ms since 1970. */
  offlineSince: Accessor<number | undefined>
  isPaused: Accessor<boolean>
  togglePause: () => void
  next: () => void
  /** These words do not fit in their place, in any size. */
  splitPlace: (place: number, shown: Shown) => void
}

/** Where only the spotlight is drawn (screen.css). */
const onePlace = '(max-aspect-ratio: 1 / 1)'

const keepEveryMs = 60_000
const patienceMs = 4_000
const firstRetryMs = 2_000
const longestRetryMs = 5_000

/**
 * Everything behind the screen. It begins with the server's snapshot, or, when there is none to be had, with
 * what this browser kept; it never gives up, and it never shows a post again that was removed while it was
 * away.
 */
export function createScreen(http: Http, kept: KeptValues, search: string): Screen {
  const [set, setSet] = createSignal<ScreenPosts>()
  const [scene, setScene] = createSignal<Scene>(emptyScene)
  const offline = createOfflineSince(kept)
  const [isPaused, setIsPaused] = createSignal(false)
  const keptPosts = createKeptPosts(kept, new URLSearchParams(search).get('campaign') ?? '')
  /** Pictures that come next: the browser keeps them at hand as long as they are held. */
  const held: { upcoming: HTMLImageElement[] } = { upcoming: [] }
  const director = createDirector(setScene, {
    setTimer: (run, delayMs) => window.setTimeout(run, delayMs),
    clearTimer: (timer) => window.clearTimeout(timer as number | undefined),
    now: () => performance.now(),
    prepare: (posts) => {
      held.upcoming = posts.flatMap(listPictures)
    },
  })
  const shape = window.matchMedia(onePlace)
  const readPlaces = () => director.setPlaces(shape.matches ? 1 : placeCount)
  readPlaces()
  shape.addEventListener('change', readPlaces)
  const identity = readScreenIdentity(kept, search)
  const stop = new AbortController()
  const place = createStreamPlace(placesForScreens)
  let live: LiveClient | undefined
  let isLive = false
  /** Ends the wait for the next try. */
  let wakeUp = () => {}

  void begin()
  const keeping = window.setInterval(() => {
    if (isLive) keep()
  }, keepEveryMs)
  const unwatch = watchBrowser(
    () => {
      wakeUp()
      live?.wake()
    },
    () => live?.sleep(),
  )
  onCleanup(() => {
    stop.abort()
    live?.close()
    place.leave()
    director.close()
    shape.removeEventListener('change', readPlaces)
    unwatch()
    window.clearInterval(keeping)
  })

  return {
    set,
    scene,
    offlineSince: offline.since,
    isPaused,
    togglePause: () => {
      if (setIsPaused(!isPaused())) director.pause()
      else director.resume()
    },
    next: director.next,
    splitPlace: director.splitPlace,
  }

  async function begin() {
    // A network that takes the question and says nothing is as good as none.
    const silence = window.setTimeout(goOn, patienceMs)
    stop.signal.addEventListener('abort', () => window.clearTimeout(silence))
    for (let tries = 0; !stop.signal.aborted; tries += 1) {
      try {
        const slug = await getCampaignSlug(http, search, { signal: stop.signal })
        const place = await takeSnapshot(slug)
        if (!stop.signal.aborted) listen(slug, place)
        return
      } catch {
        if (stop.signal.aborted) return
        goOn()
        await pause(
          Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(tries, 5)) * (0.5 + Math.random() / 2),
        )
      }
    }
  }

  /** With what is kept, until the server is there. */
  function goOn() {
    if (live) return
    offline.follow('offline')
    const posts = set() ? undefined : keptPosts.read(Date.now())
    if (posts) show(posts)
  }

  function listen(slug: string, since: string) {
    live = createLiveClient<WallNews>(
      {
        address: (place) => wallEventsAddress(slug, place, identity),
        since,
        names: ['post', 'gone', 'counts', 'campaign'],
        onEvents: (events) => {
          const before = set()
          if (!before) return
          // What is told only after an outage is no longer new: the room would take hours-old answers for the
          // latest.
          const came = events.flatMap((event) => (event.name === 'post' ? [event.data.id] : []))
          show(applyToScreen(before, events), offline.since() === undefined ? came : [])
          keep()
        },
        onReset: () => takeSnapshot(slug),
        onState,
      },
      { ...browserWorld, mayKeep: place.take },
    )
  }

  async function takeSnapshot(slug: string): Promise<string> {
    const snapshot = await getWall(http, slug, { signal: stop.signal })
    show(startScreen(snapshot))
    keep()
    return snapshot.place
  }

  function onState(state: LiveState) {
    isLive = state === 'live'
    offline.follow(state)
  }

  function show(posts: ScreenPosts, came?: readonly number[]) {
    setSet(posts)
    director.setPosts(
      posts.posts,
      posts.campaign.takeaways.map(({ id }) => id),
      came,
    )
  }

  function keep() {
    const posts = set()
    if (posts) keptPosts.write(posts, Date.now())
  }

  function pause(delayMs: number) {
    return new Promise<void>((resolve) => {
      wakeUp = resolve
      window.setTimeout(resolve, delayMs)
    })
  }
}

function listPictures({ author, media }: WallPost): HTMLImageElement[] {
  const addresses = [author.avatar, media[0] && mediaAddress(media[0].src, 1280)]
  return addresses.flatMap((address) => {
    if (!address) return []
    const image = new Image()
    image.src = address
    return [image]
  })
}
