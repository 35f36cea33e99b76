// What the team searches for, as addresses of the page, of the API and of the CSV file.
import type { QueuePost } from '@wall/api/wire/queue'

export interface SearchTerms {
  words: string
  /** A takeaway's id, null for unfiled, 'all'. */
  takeaway: number | null | 'all'
  standing: QueuePost['standing'] | 'all'
}

export const emptySearch: SearchTerms = { words: '', takeaway: 'all', standing: 'all' }

/** One page of what is found. */
export function searchAddress(
  slug: string,
  search: SearchTerms,
  page: { after: string | null; limit: number },
): string {
  const params = toParams(search)
  if (page.after !== null) params.set('after', page.after)
  params.set('limit', String(page.limit))
  return `/api/campaigns/${encodeURIComponent(slug)}/search?${params}`
}

/** Everything that is found, as a file. */
export function csvAddress(slug: string, search: SearchTerms): string {
  return `/api/campaigns/${encodeURIComponent(slug)}/search.csv?${toParams(search)}`
}

function toParams(search: SearchTerms): URLSearchParams {
  const params = new URLSearchParams({ q: search.words.trim() })
  if (search.takeaway !== 'all')
    params.set('takeaway', search.takeaway === null ? 'unfiled' : String(search.takeaway))
  if (search.standing !== 'all') params.set('standing', search.standing)
  return params
}
