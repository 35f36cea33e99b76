// The posts a screen may show: a plain list with a bound, so that a week of events costs no more memory than
// an hour.
import type { CampaignView } from '@wall/api/wire/campaign'
import type { WallPost } from '@wall/api/wire/post'
import type { WallSnapshot } from '@wall/api/wire/wall'
import type { WallNewsItem } from '../wall/wall-state.ts'

export type ScreenPosts = { readonly campaign: CampaignView; readonly posts: readonly WallPost[] }

export const mostPerTakeaway = 40

export function startScreen(snapshot: Pick<WallSnapshot, 'campaign' | 'posts'>): ScreenPosts {
  const newestFirst = [...snapshot.posts].sort((a, b) => b.sortAt.localeCompare(a.sortAt) || b.id - a.id)
  return { campaign: snapshot.campaign, posts: keepFirst(newestFirst) }
}

/** What was just approved comes first, also when it was written long ago and many newer ones are here. */
export function applyToScreen(before: ScreenPosts, news: readonly WallNewsItem[]): ScreenPosts {
  let { campaign } = before
  const byId = new Map(before.posts.map((post) => [post.id, post]))
  const came = new Map<number, WallPost>()
  for (const item of news) {
    if (item.name === 'post') (byId.has(item.data.id) ? byId : came).set(item.data.id, item.data)
    if (item.name === 'gone') for (const some of [byId, came]) some.delete(item.data.id)
    if (item.name === 'campaign') campaign = item.data
  }
  return { campaign, posts: keepFirst([...[...came.values()].reverse(), ...byId.values()]) }
}

function keepFirst(posts: readonly WallPost[]): WallPost[] {
  const counts = new Map<number | null, number>()
  return posts.filter((post) => {
    const count = (counts.get(post.takeaway) ?? 0) + 1
    counts.set(post.takeaway, count)
    return count <= mostPerTakeaway
  })
}
