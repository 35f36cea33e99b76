import type { Campaign } from '@wall/db/model/campaign'
import type { CampaignView, TeamCampaign } from '../wire/campaign.ts'

/**
 * The campaign as everybody may see it: of a takeaway that is not released nothing, not even that there is
 * one.
 */
export function viewCampaign(campaign: Campaign): CampaignView {
  const { takeaways, ...rest } = viewTeamCampaign(campaign)
  const released = takeaways.filter(({ isReleased }) => isReleased)
  return { ...rest, takeaways: released.map(({ isReleased: _, ...takeaway }) => takeaway) }
}

export function viewTeamCampaign(campaign: Campaign): TeamCampaign {
  return {
    slug: campaign.slug,
    name: campaign.name,
    organisation: campaign.organisation,
    about: campaign.about,
    homepage: campaign.homepage ?? null,
    hashtags: campaign.hashtags,
    mentions: campaign.mentions.flatMap(({ handle, ids }) =>
      Object.keys(ids)
        // A handle there is a domain: what is none cannot be mentioned, whoever it belongs to.
        .filter((network) => network !== 'bluesky' || handle.includes('.'))
        .map((network) => ({ network, handle: handle.replace(/^@/, '') })),
    ),
    ask: campaign.ask,
    takeaways: campaign.takeaways.map((takeaway) => ({
      id: takeaway.id,
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
      isReleased: !campaign.unreleased.includes(takeaway.id),
    })),
  }
}
