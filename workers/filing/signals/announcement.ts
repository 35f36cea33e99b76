import type { CampaignContent, Takeaway } from '@wall/db/model/campaign'
import type { Signal, SignalKind } from '@wall/db/model/filing/filing'
import type { FilingInput } from '../filing-input.ts'

/** Replies under, quotes of and links to the posts that released a takeaway. */
export function createAnnouncementReader(
  campaign: CampaignContent,
): (input: FilingInput, links: readonly string[]) => Signal[] {
  const takeaways = new Map<string, Takeaway>()
  for (const takeaway of campaign.takeaways) {
    for (const uri of takeaway.announcements) takeaways.set(toUri(uri), takeaway)
  }
  if (takeaways.size === 0) return () => []
  return (input, links) => {
    const look = (kind: SignalKind, uri: string | undefined, what: string, confidence: number): Signal[] => {
      const takeaway = uri === undefined ? undefined : takeaways.get(toUri(uri))
      return takeaway === undefined
        ? []
        : [
            {
              ...{ takeaway: takeaway.id, kind, confidence },
              seen: `${what} the announcement of takeaway ${takeaway.number}`,
            },
          ]
    }
    const reply = look('reply', input.replyTo, 'answers', 0.95)
    return [
      ...(reply.length > 0 ? reply : look('thread', input.replyRoot, 'stands in the thread under', 0.93)),
      ...look('quote', input.quoteOf, 'quotes', 0.95),
      ...links.flatMap((link) => look('announcement_link', link, 'links to', 0.93)),
    ]
  }
}

/** The page of a Bluesky post and its at:// URI are the same post. */
function toUri(address: string): string {
  const page = /^https:\/\/bsky\.app\/profile\/([^/?#]+)\/post\/([^/?#]+)/i.exec(address)
  return page ? `at://${page[1]}/app.bsky.feed.post/${page[2]}` : address
}
