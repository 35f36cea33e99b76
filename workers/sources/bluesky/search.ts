import { z } from 'zod'
import type { Wanted } from '../source.ts'
import type { Refusal } from './answer.ts'
import type { Session } from './session.ts'
import { PostView, readList } from './views.ts'

const Found = z.object({
  posts: z.array(z.unknown()),
  cursor: z.string().min(1).max(4_000).optional().catch(undefined),
})

/** Bounds one run of one query; a window beyond it goes on from the oldest post it found. */
const maxPages = 200
const pageSize = 100

export interface Window {
  /** Epoch ms; `until` is exclusive. */
  since: number
  until: number
}

/**
 * The queries whose union finds what is wanted. Several per hashtag, because each has missed posts that
 * another found (bluesky-social/social-app#10070): those by tag know only marked tags, the one by words finds
 * it in bare text.
 */
export function listQueries({ hashtags, mentionIds }: Wanted): Record<string, string>[] {
  const tags = hashtags.flatMap((tag) => [{ q: `#${tag}` }, { q: tag, tag }, { q: tag }])
  return [...tags, ...mentionIds.map((mentions) => ({ q: '*', mentions }))]
}

/**
 * Runs one query over a window of time, newest first. An empty or short page is not the end: the end is where
 * the cursor is missing or comes again. The server may stop early in a long list, so a full one is continued
 * by date.
 */
export async function* searchPosts(
  session: Session,
  query: Record<string, string>,
  window: Window,
  signal: AbortSignal,
): AsyncGenerator<PostView[], Refusal | undefined> {
  let { until } = window
  while (until > window.since && !signal.aborted) {
    let oldest = until
    let count = 0
    for await (const page of followCursor({ since: window.since, until })) {
      if ('problem' in page) return page
      count += page.posts.length
      for (const post of page.posts) {
        const at = readTime(post)
        // A claim of 1970 would end the search before what is left of the window.
        if (at >= window.since) oldest = Math.min(oldest, at)
      }
      yield page.posts
    }
    if (count < 5 * pageSize || oldest >= until) return undefined
    until = oldest
  }
  return undefined

  async function* followCursor({ since, until }: Window): AsyncGenerator<{ posts: PostView[] } | Refusal> {
    const seen = new Set<string>()
    let cursor: string | undefined
    for (let pages = 0; pages < maxPages && !signal.aborted; pages += 1) {
      const params = new URLSearchParams({ ...query, sort: 'latest', limit: String(pageSize) })
      params.set('since', new Date(since).toISOString())
      params.set('until', new Date(until).toISOString())
      if (cursor) params.set('cursor', cursor)
      const answer = await session.get(`/xrpc/app.bsky.feed.searchPosts?${params}`, signal)
      if ('problem' in answer) {
        yield answer
        return
      }
      const found = Found.safeParse(answer.body)
      if (!found.success) {
        yield { problem: 'bad_answer', detail: 'app.bsky.feed.searchPosts', retryAt: null, status: 200 }
        return
      }
      yield { posts: readList(found.data.posts, PostView) }
      cursor = found.data.cursor
      if (!cursor || seen.has(cursor)) return
      seen.add(cursor)
    }
  }
}

/** The network's order of results: the earlier of the author's claim and when it was indexed. */
function readTime(post: PostView): number {
  const claim = z.object({ createdAt: z.string() }).safeParse(post.record)
  const times = [Date.parse(post.indexedAt), claim.success ? Date.parse(claim.data.createdAt) : Number.NaN]
  return Math.min(...times.filter((time) => time >= 0))
}
