import type { Campaign } from '@wall/db/model/campaign'
import type { CampaignView } from '../wire/campaign.ts'

export function viewCampaign(campaign: Campaign): CampaignView {
  return {
    slug: campaign.slug,
    name: campaign.name,
    organisation: campaign.organisation,
    about: campaign.about,
    homepage: campaign.homepage ?? null,
    hashtags: campaign.hashtags,
    mentions: campaign.mentions.map((account) => account.handle.replace(/^@/, '')),
    ask: campaign.ask,
    takeaways: campaign.takeaways.map((takeaway) => ({
      number: takeaway.number,
      slug: takeaway.slug,
      title: takeaway.title,
      summary: takeaway.summary,
      prompt: takeaway.prompt ?? null,
      releasedOn: takeaway.releasedOn,
      videoMinutes: takeaway.videoMinutes ?? null,
      video: takeaway.video ?? null,
      guide: takeaway.guide ?? null,
      page: takeaway.page ?? null,
      hashtags: takeaway.hashtags,
      actions: takeaway.actions.map((action) => ({ text: action.text, uses: action.uses })),
    })),
  }
}
