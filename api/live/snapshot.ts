import { createHash } from 'node:crypto'
import type { Store } from '@wall/db/store/store'
import { viewCampaign } from '../views/campaign.ts'
import { viewWallPost } from '../views/post.ts'
import type { WallSnapshot } from '../wire/wall.ts'
import type { Feed } from './feed.ts'

const postsPerTakeaway = 40

export interface Snapshot {
  bytes: Uint8Array<ArrayBuffer>
  etag: string
}

/** A campaign's wall as encoded bytes, made once for each public change and then only handed out. */
export type ReadSnapshot = (feed: Feed) => Promise<Snapshot>

export function createSnapshotCache(store: Store): ReadSnapshot {
  const cache = new Map<string, { publicSeq: number; snapshot: Promise<Snapshot> }>()
  return (feed) => {
    const { slug } = feed.campaign
    const cached = cache.get(slug)
    if (cached?.publicSeq === feed.publicSeq) return cached.snapshot
    // The place is taken before reading: what comes in meanwhile makes the next caller read again.
    const entry = { publicSeq: feed.publicSeq, snapshot: readSnapshot(store, feed) }
    cache.set(slug, entry)
    entry.snapshot.catch(() => cache.get(slug) === entry && cache.delete(slug))
    return entry.snapshot
  }
}

async function readSnapshot(store: Store, feed: Feed): Promise<Snapshot> {
  const { id, slug } = feed.campaign
  const { seq, posts, counts } = await store.readWall(id, postsPerTakeaway)
  const campaign = await store.getCampaign(slug)
  const content: WallSnapshot = {
    seq,
    campaign: viewCampaign(campaign),
    counts,
    posts: posts.map(viewWallPost),
  }
  const bytes = Uint8Array.from(Buffer.from(JSON.stringify(content)))
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }
}
