import { z } from 'zod'

export const ActionView = z.object({ text: z.string(), uses: z.array(z.string()) }).meta({ id: 'Action' })
export type ActionView = z.infer<typeof ActionView>

export const TakeawayView = z
  .object({
    id: z.int().describe('never changes: what posts and counts name it by'),
    number: z.int().describe('what people call it; may change'),
    slug: z.string(),
    title: z.string(),
    summary: z.string(),
    prompt: z.string().nullable(),
    releasedOn: z.iso.date().nullable(),
    videoMinutes: z.number().nullable(),
    video: z.string().nullable(),
    guide: z.string().nullable(),
    page: z.string().nullable(),
    hashtags: z.array(z.string()),
    actions: z.array(ActionView),
  })
  .meta({ id: 'Takeaway' })
export type TakeawayView = z.infer<typeof TakeawayView>

export const NetworkView = z
  .object({
    kind: z.string().describe('the name that posts carry'),
    name: z.object({ en: z.string(), es: z.string() }),
    tag: z.string().nullable().describe('where all posts with the campaign’s first hashtag are found'),
    compose: z
      .string()
      .nullable()
      .describe('where an answer is written that begins with the hashtag and the accounts to mention'),
  })
  .meta({ id: 'Network' })
export type NetworkView = z.infer<typeof NetworkView>

export const CampaignView = z
  .object({
    slug: z.string(),
    name: z.string(),
    organisation: z.string(),
    about: z.string(),
    homepage: z.string().nullable(),
    hashtags: z.array(z.string()),
    mentions: z
      .array(z.object({ network: z.string(), handle: z.string() }))
      .describe('accounts to mention, each on the network it is known on; without @'),
    networks: z.array(NetworkView).describe('that answers are collected from'),
    ask: z.string(),
    takeaways: z.array(TakeawayView),
  })
  .meta({ id: 'Campaign' })
export type CampaignView = z.infer<typeof CampaignView>

/** The campaign with what is not released yet, which only the team may see. */
export const TeamCampaign = CampaignView.extend({
  takeaways: z.array(
    TakeawayView.extend({
      isReleased: z.boolean().describe('false: the public does not see it, nor the posts under it'),
    }).meta({ id: 'TeamTakeaway' }),
  ),
}).meta({ id: 'TeamCampaign' })
export type TeamCampaign = z.infer<typeof TeamCampaign>
export type TeamTakeaway = TeamCampaign['takeaways'][number]

/** `place` is where in the log it was read, `seq` its number alone. */
export const TeamCampaignPage = z.object({ seq: z.int(), place: z.string(), campaign: TeamCampaign })
export type TeamCampaignPage = z.infer<typeof TeamCampaignPage>

/** For everybody; `place` as above. */
export const CampaignPage = z.object({ seq: z.int(), place: z.string(), campaign: CampaignView })
export type CampaignPage = z.infer<typeof CampaignPage>

export const CampaignList = z.object({
  campaigns: z.array(z.object({ slug: z.string(), name: z.string() })),
})
export type CampaignList = z.infer<typeof CampaignList>
