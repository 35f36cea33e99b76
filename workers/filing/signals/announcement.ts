import type { CampaignContent, Takeaway } from '@wall/db/model/campaign'
import type { Signal, SignalKind } from '@wall/db/model/filing/filing'
import type { FilingInput } from '../filing-input.ts'

/** The id of the post whose page this is; undefined where it is no such page. */
export type ReadAddress = (address: string) => string | undefined

/** Replies under, quotes of and links to the posts that released a takeaway. */
export function createAnnouncementReader(
  campaign: CampaignContent,
  readAddress: ReadAddress,
): (input: FilingInput, links: readonly string[]) => Signal[] {
  const takeaways = new Map<string, Takeaway>()
  const toUri = (address: string) => readAddress(address) ?? address
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
