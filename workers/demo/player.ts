import { readAuthorDid } from './addresses.ts'
import { type Happening, happenings } from './happenings.ts'
import type { NetworkEvent } from './network/network-event.ts'
import { buildDeletion, buildPostEvent, buildProfileEvent, type PublishedPost } from './records.ts'
import { laterPosts, openingPosts, type SamplePost, sampleAuthors } from './sample-data.ts'
import { createTids } from './tid.ts'
import { createVariations } from './variations.ts'

export interface PlayerDeps {
  /** Brings news into the network; `seenAt` is when the network first knew of it. */
  publish(event: NetworkEvent, seenAt: number): void
  now: () => number
  /** How many posts beyond the written ones are kept before the oldest is deleted by its author. */
  maxVariations?: number
}

export interface Player {
  /** Accounts and their profiles. */
  introduceAuthors(): void
  /** The first lot, all at once, with the times they were written. */
  playOpening(): void
  /** The next post and what happens after it; there is always a next one. */
  playNext(): void
}

const dayMs = 86_400_000

/** Plays the demo's script step by step; when to step is the caller's. */
export function createPlayer({ publish, now, maxVariations = 3000 }: PlayerDeps): Player {
  const nextTid = createTids(now)
  const startedAt = now()
  const published = new Map<string, PublishedPost & { createdAt: number }>()
  const gone = new Set<string>()
  const waiting = [...laterPosts]
  const variations: SamplePost[] = []
  const nextVariation = createVariations((author) => gone.has(author))

  function publishPost(post: SamplePost, createdAt: number, operation: 'create' | 'update' = 'create'): void {
    const event = buildPostEvent(post, {
      createdAt,
      rev: nextTid(),
      findPublished: (id) => published.get(id),
      operation,
    })
    const uri = `at://${event.did}/${event.collection}/${event.rkey}`
    published.set(post.id, { uri, cid: event.cid, createdAt })
    publish(event, createdAt)
  }

  function publishVariation(): void {
    const post = nextVariation()
    publishPost(post, now())
    variations.push(post)
    const oldest = variations.length > maxVariations ? variations.shift() : undefined
    if (oldest) removePost(oldest)
  }

  function removePost(post: SamplePost): void {
    published.delete(post.id)
    publish(buildDeletion(post, nextTid()), now())
  }

  function happen(happening: Happening): void {
    if (happening.does === 'edit') {
      const { post, createdAt } = getPublished(happening.post)
      publishPost({ ...post, text: happening.text }, createdAt, 'update')
    } else if (happening.does === 'delete') removePost(getPublished(happening.post).post)
    else {
      gone.add(happening.author)
      publish(buildDeparture(happening, nextTid()), now())
    }
  }

  function getPublished(id: string): { post: SamplePost; createdAt: number } {
    const post = [...openingPosts, ...laterPosts].find((each) => each.id === id)
    const createdAt = published.get(id)?.createdAt
    if (!post || createdAt === undefined) throw new Error(`The script names ${id} before it was published.`)
    return { post, createdAt }
  }

  return {
    introduceAuthors() {
      for (const author of sampleAuthors) {
        const did = readAuthorDid(author.id)
        publish({ kind: 'identity', did, handle: author.handle }, startedAt)
        publish(buildProfileEvent(author, { rev: nextTid(), isPublic: true }), startedAt)
      }
    },
    playOpening() {
      for (const post of openingPosts) publishPost(post, Math.round(startedAt - (post.daysAgo ?? 0) * dayMs))
    },
    playNext() {
      const post = waiting.shift()
      if (!post) return publishVariation()
      publishPost(post, now())
      for (const happening of happenings) if (happening.after === post.id) happen(happening)
    },
  }
}

function buildDeparture(
  happening: { does: 'opt_out' | 'deactivate'; author: string },
  rev: string,
): NetworkEvent {
  const author = sampleAuthors.find(({ id }) => id === happening.author)
  if (!author) throw new Error(`The script names ${happening.author}, who is not among the authors.`)
  if (happening.does === 'opt_out') return buildProfileEvent(author, { rev, isPublic: false })
  return { kind: 'account', did: readAuthorDid(author.id), active: false, status: 'deactivated' }
}
