import type { CampaignContent } from '@wall/db/model/campaign'
import { foldTag } from '@wall/filing/signals/fold-tag'
import type { CampaignRules } from './match-post.ts'

/**
 * What a campaign collects on one network. A takeaway's own hashtag collects too when it is a longer form of
 * the campaign's (`#rethinkingintervention3`); any other (`#takeaway3`) files a post that was collected,
 * since strangers use it.
 */
export function campaignRules(campaign: CampaignContent, network: string): CampaignRules {
  const folded = campaign.hashtags.map(foldTag)
  const longer = campaign.takeaways
    .flatMap((takeaway) => takeaway.hashtags)
    .filter((tag) => folded.some((own) => foldTag(tag).startsWith(own)))
  const ids = campaign.mentions.flatMap((mention) => mention.ids[network] ?? [])
  return { hashtags: [...new Set([...folded, ...longer.map(foldTag)])], mentionIds: ids }
}
