import type { CampaignList, TeamCampaignPage } from '@wall/api/wire/campaign'
import type { WallPage, WallSnapshot } from '@wall/api/wire/wall'
import type { Http, RequestOptions } from './client.ts'
import { ApiError } from './errors.ts'

/** The campaign the address asks for (`?campaign=slug`), else the first there is. */
export async function getCampaignSlug(http: Http, search: string, options?: RequestOptions): Promise<string> {
  const asked = new URLSearchParams(search).get('campaign')
  if (asked) return asked
  const list = await http.get<CampaignList>('/api/campaigns', options)
  const first = list.campaigns[0]
  if (!first) throw new ApiError('not_found', 'There is no campaign yet.')
  return first.slug
}

export function getWall(http: Http, slug: string, options?: RequestOptions): Promise<WallSnapshot> {
  return http.get(`/api/campaigns/${encodeURIComponent(slug)}/wall`, options)
}

/** The campaign as its team sees it: with what is not released yet. */
export function getTeamCampaign(http: Http, slug: string): Promise<TeamCampaignPage> {
  return http.get(`/api/campaigns/${encodeURIComponent(slug)}/team/campaign`)
}

/** Shown posts of one takeaway, newest first; null is "unfiled". `before` is a page's `next`. */
export function listWallPosts(
  http: Http,
  slug: string,
  query: { takeaway: number | null; before: string | null },
  options?: RequestOptions,
): Promise<WallPage> {
  const params = new URLSearchParams({
    takeaway: query.takeaway === null ? 'unfiled' : String(query.takeaway),
  })
  if (query.before) params.set('before', query.before)
  return http.get(`/api/campaigns/${encodeURIComponent(slug)}/posts?${params}`, options)
}

/** A screen says which it is, so that the team sees whether it is on. */
export function wallEventsAddress(
  slug: string,
  since: string,
  screen?: { id: string; name: string },
): string {
  const query = new URLSearchParams({ since })
  if (screen) query.set('screen', screen.id)
  if (screen?.name) query.set('screenName', screen.name)
  return `/api/campaigns/${encodeURIComponent(slug)}/events?${query}`
}
