import type { WallSnapshot } from '@wall/api/wire/wall'
import { type Accessor, createSignal, type Setter } from 'solid-js'
import type { Http } from '../api/client.ts'
import { getWall, listWallPosts, wallEventsAddress } from '../api/wall.ts'
import { createLive, type Live } from '../lib/live.ts'
import {
  addOlder,
  applyNews,
  getSection,
  restartWall,
  revealWaiting,
  type SectionKey,
  showLater,
  startWall,
  type WallNews,
  type WallState,
} from './wall-state.ts'

export type Wall = {
  slug: string
  state: Accessor<WallState>
  live: Live
  reveal: (key: SectionKey) => void
  /** Shows older posts of a takeaway, fetching them where they are not here yet; throws ApiError. */
  fetchOlder: (takeaway: number | null, key: SectionKey) => Promise<void>
}

const mostPagesAtOnce = 5

/** The wall of one campaign from its snapshot on, kept true by the live stream while the page is open. */
export function createWall(http: Http, slug: string, snapshot: WallSnapshot): Wall {
  const [state, setState] = createSignal(startWall(snapshot))
  const live = createLive<WallNews>({
    address: (since) => wallEventsAddress(slug, since),
    since: snapshot.place,
    names: ['post', 'gone', 'counts', 'campaign'],
    onEvents: (events) => setState((before) => applyNews(before, events)),
    onReset: async () => {
      const fresh = await getWall(http, slug)
      setState((before) => restartWall(before, fresh))
      return fresh.place
    },
  })
  return {
    slug,
    state,
    live,
    reveal: (key) => setState((before) => revealWaiting(before, key)),
    fetchOlder: (takeaway, key) => fetchOlder(http, slug, { takeaway, key, state, setState }),
  }
}

/**
 * The snapshot names no place to go on from, so the first page overlaps what is shown: go on until something
 * is new.
 */
async function fetchOlder(
  http: Http,
  slug: string,
  section: {
    takeaway: number | null
    key: SectionKey
    state: Accessor<WallState>
    setState: Setter<WallState>
  },
): Promise<void> {
  const { takeaway, key, state, setState } = section
  const { shown, later } = getSection(state(), key)
  if (later.length > 0) {
    setState((current) => showLater(current, key))
    return
  }
  for (let page = 0; page < mostPagesAtOnce; page += 1) {
    const before = getSection(state(), key).next ?? null
    const answer = await listWallPosts(http, slug, { takeaway, before })
    setState((current) => addOlder(current, key, answer))
    if (answer.next === null || getSection(state(), key).shown.length > shown.length) return
  }
}
