import { z } from 'zod'

const hashtag = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .transform((tag) => tag.replace(/^[#＃]/u, ''))
const httpUrl = z.url({ protocol: /^https?$/ }).max(2000)
const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'use small letters, digits and single hyphens')
  .max(80)

export const Action = z.object({
  text: z.string().trim().min(1).max(500),
  uses: z.array(z.string().max(40)).max(6).default([]),
})
export type Action = z.infer<typeof Action>

/** A text for the text model to learn from, with its language (BCP 47) where it is known. */
export const SeedText = z
  .union([z.string(), z.object({ text: z.string(), lang: z.string().max(35).optional() })])
  .transform((seed) => (typeof seed === 'string' ? { text: seed } : seed))
  .pipe(z.object({ text: z.string().trim().min(1).max(1000), lang: z.string().optional() }))
export type SeedText = z.infer<typeof SeedText>

/** A theme that answers are filed under. `announcements` are network ids (at:// URIs) of the posts that released it. */
export const Takeaway = z.object({
  number: z.number().int().min(1).max(99),
  slug,
  title: z.string().trim().min(1).max(300),
  summary: z.string().trim().max(2000).default(''),
  prompt: z.string().trim().max(500).optional(),
  releasedOn: z.iso.date().nullable().default(null),
  videoMinutes: z.number().positive().max(600).optional(),
  video: httpUrl.optional(),
  guide: httpUrl.optional(),
  page: httpUrl.optional(),
  hashtags: z.array(hashtag).max(20).default([]),
  announcements: z.array(z.string().max(500)).max(50).default([]),
  actions: z.array(Action).max(50).default([]),
  /** Questions of its guide. */
  prompts: z.array(z.string().trim().min(1).max(500)).max(50).optional(),
  /** Posts that belong under it, for the text model. */
  examples: z.array(SeedText).max(2000).optional(),
  /** Words and phrases that speak of it, in any language. */
  keywords: z.array(SeedText).max(500).optional(),
})
export type Takeaway = z.infer<typeof Takeaway>

/** An account that people tag. `ids` holds its id on each network (on Bluesky a DID): handles move and can be imitated. */
export const MentionAccount = z.object({
  handle: z.string().max(253),
  ids: z.record(z.string(), z.string().max(300)).default({}),
})
export type MentionAccount = z.infer<typeof MentionAccount>

/** What a campaign file holds; also the shape kept in the database. */
export const CampaignContent = z
  .object({
    slug: slug.default('rethinking-intervention'),
    name: z.string().trim().min(1).max(200),
    organisation: z.string().trim().max(200).default(''),
    about: z.string().trim().max(2000).default(''),
    homepage: httpUrl.optional(),
    hashtags: z.array(hashtag).min(1, 'name at least one hashtag').max(10),
    mentions: z.array(MentionAccount).max(10).default([]),
    ask: z.string().trim().max(300).default('What else would you add?'),
    /** Where a takeaway's day begins, by its name in the IANA list; UTC when left out. */
    timeZone: z.string().max(60).refine(isTimeZone, 'use a name like America/Chicago').optional(),
    resources: z.array(z.string().max(40)).max(6).default([]),
    discussionSettings: z.array(z.string().max(80)).max(10).default([]),
    takeaways: z.array(Takeaway).max(99),
    /** The share that must have been right before words alone file: 0.9 when left out. */
    filingTarget: z.number().min(0.8).max(0.99).optional(),
    /** Posts that speak to none of them, for the text model. */
    none: z.array(SeedText).max(2000).optional(),
  })
  .superRefine((campaign, context) => {
    const numbers = campaign.takeaways.map((takeaway) => takeaway.number)
    if (new Set(numbers).size < numbers.length) {
      context.addIssue({ code: 'custom', path: ['takeaways'], message: 'two takeaways have the same number' })
    }
  })
export type CampaignContent = z.infer<typeof CampaignContent>

/**
 * A campaign as the store hands it out. Takeaways that are `unreleased` are for the team's eyes only. One that is archived since
 * `archivedAt` (epoch ms) collects and learns no more; its wall stays.
 */
export type Campaign = CampaignContent & { id: number; unreleased: readonly number[]; archivedAt?: number }

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}
