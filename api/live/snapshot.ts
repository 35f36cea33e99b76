import { createHash } from 'node:crypto'
import type { Store } from '@wall/db/store/store'
import { compress, type Encoding } from '../http/compress.ts'
import { viewCampaign } from '../views/campaign.ts'
import { viewWallPost } from '../views/post.ts'
import type { WallSnapshot } from '../wire/wall.ts'
import type { Feed } from './feed.ts'

const postsPerTakeaway = 40

export interface Snapshot {
  bytes: Uint8Array<ArrayBuffer>
  etag: string
  /** Comes a moment later: nobody waits for it. */
  compressed: Partial<Record<Encoding, Uint8Array<ArrayBuffer>>>
}

/** A campaign's wall as encoded bytes, made once for each public change and then only handed out. */
export interface Snapshots {
  /** At once, when nothing changed since it was made. */
  find(feed: Feed): Snapshot | undefined
  read(feed: Feed): Promise<Snapshot>
}

interface Entry {
  reading: Promise<Snapshot>
  snapshot?: Snapshot
}

export function createSnapshots(store: Store): Snapshots {
  /** By the feed's public state: when that goes, so do the words. */
  const cache = new WeakMap<object, Entry>()
  return {
    find: (feed) => cache.get(feed.publicState)?.snapshot,
    read(feed) {
      const state = feed.publicState
      const cached = cache.get(state)
      if (cached) return cached.reading
      // The place is taken before reading: what comes in meanwhile makes the next caller read again.
      const entry: Entry = { reading: readSnapshot(store, feed) }
      cache.set(state, entry)
      entry.reading.then(
        (snapshot) => {
          entry.snapshot = snapshot
        },
        () => cache.delete(state),
      )
      return entry.reading
    },
  }
}

async function readSnapshot(store: Store, feed: Feed): Promise<Snapshot> {
  const { id, slug } = feed.campaign
  const { seq, posts, counts } = await store.readWall(id, postsPerTakeaway)
  const campaign = await store.getCampaign(slug)
  const networks = await store.listNetworks()
  const content: WallSnapshot = {
    seq,
    place: await feed.placeAt(seq),
    campaign: viewCampaign(campaign, networks),
    counts,
    posts: posts.map((post) => viewWallPost(post, networks)),
  }
  const bytes = Uint8Array.from(Buffer.from(JSON.stringify(content)))
  // Weak: the same words stand behind it, not the same bytes, since they go out compressed or not.
  const etag = `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  const compressed: Snapshot['compressed'] = {}
  for (const encoding of ['br', 'gzip'] as const) {
    // Without it the bytes go out as they are.
    compress(encoding, bytes).then(
      (smaller) => {
        compressed[encoding] = smaller
      },
      () => undefined,
    )
  }
  return { bytes, etag, compressed }
}
