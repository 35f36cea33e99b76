import type { CampaignContent } from '@wall/db/model/campaign'
import type { Signal } from '@wall/db/model/filing/filing'

/**
 * Links to a takeaway's own video, guide or page, whatever the spelling of the address: `www.`, a slash at
 * the end, and what counts visits make no difference, nor do the forms of a YouTube or Vimeo address. An
 * address that two takeaways share, or that is the campaign's homepage, names none.
 */
export function createLinkReader(campaign: CampaignContent): (links: readonly string[]) => Signal[] {
  const targets = new Map<string, { takeaway: number; seen: string } | null>()
  for (const takeaway of campaign.takeaways) {
    for (const kind of ['video', 'guide', 'page'] as const) {
      const key = toKey(takeaway[kind] ?? '')
      if (key === null) continue
      const known = targets.get(key)
      const isShared = known === null || (known !== undefined && known.takeaway !== takeaway.id)
      const seen = `links to the ${kind} of takeaway ${takeaway.number}`
      targets.set(key, isShared ? null : { takeaway: takeaway.id, seen })
    }
  }
  const homepage = toKey(campaign.homepage ?? '')
  if (homepage !== null) targets.delete(homepage)
  if (targets.size === 0) return () => []
  return (links) =>
    links.flatMap((link) => {
      const target = targets.get(toKey(link) ?? '')
      return target ? [{ ...target, kind: 'link', confidence: 0.93 }] : []
    })
}

function toKey(address: string): string | null {
  const whole = /^https?:\/\//i.test(address) ? address : `https://${address}`
  if (address === '' || !URL.canParse(whole)) return null
  const url = new URL(whole)
  const host = url.hostname.replace(/^(?:www|m)\./, '')
  const path = url.pathname.replace(/\/+$/, '')
  const youtube = findYouTubeId(host, path, url.searchParams)
  if (youtube !== null) return `youtube:${youtube}`
  const vimeo = /(?:^|\.)vimeo\.com$/.test(host) ? /\/(\d{5,})/.exec(path)?.[1] : undefined
  if (vimeo !== undefined) return `vimeo:${vimeo}`
  const query = [...url.searchParams]
    .filter(([name]) => !visitCounters.test(name))
    .map(([name, value]) => `${name}=${value}`)
  return `${host}${path}?${query.sort().join('&')}${url.hash}`
}

function findYouTubeId(host: string, path: string, query: URLSearchParams): string | null {
  if (host === 'youtu.be') return path.slice(1) || null
  if (host !== 'youtube.com' && host !== 'youtube-nocookie.com') return null
  return /^\/(?:embed|shorts|live|v)\/([\w-]+)/.exec(path)?.[1] ?? (path === '/watch' ? query.get('v') : null)
}

const visitCounters = /^(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref|ref_src|si|s|t|feature|source)$/i
