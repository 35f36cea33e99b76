import type { Campaign } from '@wall/db/model/campaign'
import { fillTemplate, type Networks } from '@wall/db/model/network'
import type { CampaignView, NetworkView, TeamCampaign } from '../wire/campaign.ts'

/**
 * The campaign as everybody may see it: of a takeaway that is not released nothing, not even that there is
 * one.
 */
export function viewCampaign(campaign: Campaign, networks: Networks): CampaignView {
  const { takeaways, ...rest } = viewTeamCampaign(campaign, networks)
  const released = takeaways.filter(({ isReleased }) => isReleased)
  return { ...rest, takeaways: released.map(({ isReleased: _, ...takeaway }) => takeaway) }
}

export function viewTeamCampaign(campaign: Campaign, networks: Networks): TeamCampaign {
  const mentions = campaign.mentions.flatMap(({ handle, ids }) =>
    Object.keys(ids)
      .filter((network) => !networks[network]?.handlesAreDomains || handle.includes('.'))
      .map((network) => ({ network, handle: handle.replace(/^@/, '') })),
  )
  return {
    slug: campaign.slug,
    name: campaign.name,
    organisation: campaign.organisation,
    about: campaign.about,
    homepage: campaign.homepage ?? null,
    hashtags: campaign.hashtags,
    mentions,
    networks: viewNetworks(campaign.hashtags, mentions, networks),
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

function viewNetworks(
  [tag = '']: readonly string[],
  mentions: CampaignView['mentions'],
  networks: Networks,
): NetworkView[] {
  return Object.entries(networks).map(([kind, { name, links }]) => {
    const handles = mentions.filter(({ network }) => network === kind).map(({ handle }) => `@${handle}`)
    const compose = fillTemplate(links.compose, [`#${tag}`, ...handles, ''].join(' '))
    return { kind, name, tag: fillTemplate(links.tag, tag), compose }
  })
}
