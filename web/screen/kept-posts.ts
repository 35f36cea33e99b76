import type { KeptValues } from '../lib/kept-values.ts'
import type { ScreenPosts } from './screen-posts.ts'

/** How long posts may be shown that no server has confirmed since. */
export const mostAgeMs = 6 * 3_600_000

/**
 * The approved posts in this browser, so that a screen that restarts without a network still has something to
 * show.
 */
export interface KeptPosts {
  /** The set of this campaign, unless it is older than six hours or cannot be read. */
  read(nowMs: number): ScreenPosts | undefined
  write(posts: ScreenPosts, nowMs: number): void
}

type Stored = { version: 3; at: number; campaign: ScreenPosts['campaign']; posts: ScreenPosts['posts'] }

/** `asked` is the campaign in the page's address, "" for the first one. */
export function createKeptPosts(kept: KeptValues, asked: string): KeptPosts {
  const key = `screen:${asked}`
  return {
    read: (nowMs) => {
      const stored = parse(kept.read(key))
      if (!stored) return undefined
      const age = nowMs - stored.at
      // A clock that went backwards proves nothing about age.
      if (age > mostAgeMs || age < -60_000) {
        kept.remove(key)
        return undefined
      }
      return { campaign: stored.campaign, posts: stored.posts }
    },
    write: (posts, nowMs) => {
      const stored: Stored = { version: 3, at: nowMs, campaign: posts.campaign, posts: posts.posts }
      kept.write(key, JSON.stringify(stored))
    },
  }
}

function parse(text: string | null): Stored | undefined {
  if (!text) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isStored(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false
  return (
    'version' in value &&
    value.version === 3 &&
    'at' in value &&
    typeof value.at === 'number' &&
    'campaign' in value &&
    'posts' in value &&
    Array.isArray(value.posts)
  )
}
