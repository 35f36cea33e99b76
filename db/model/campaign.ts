import { z } from 'zod'
import { AppError } from './error.ts'

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

/** A takeaway's id: never changes, and is never given out again within its campaign. */
export const TakeawayId = z.number().int().min(1).max(99_999)

/**
 * A theme that answers are filed under, as a file gives it. `number` is what people read, and may change:
 * posts, decisions and seeds go by `id`. `announcements` are network ids (at:// URIs) of the posts that
 * released it.
 */
const TakeawayDraft = z.object({
  id: TakeawayId.optional(),
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
export type Takeaway = z.infer<typeof TakeawayDraft> & { id: number }

/**
 * An account that people tag. `ids` holds its id on each network (a DID, say): handles move and can be
 * imitated.
 */
export const MentionAccount = z.object({
  handle: z.string().max(253),
  ids: z.record(z.string(), z.string().max(300)).default({}),
})
export type MentionAccount = z.infer<typeof MentionAccount>

/** What a campaign file holds. A takeaway without an id is known by its slug or its number. */
export const CampaignFile = z
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
    takeaways: z.array(TakeawayDraft).max(99),
    /** The share that must have been right before words alone file: 0.9 when left out. */
    filingTarget: z.number().min(0.8).max(0.99).optional(),
    /** Posts that speak to none of them, for the text model. */
    none: z.array(SeedText).max(2000).optional(),
  })
  .superRefine(({ takeaways }, context) => {
    for (const key of ['number', 'id'] as const) {
      const known = new Set<number>()
      for (const [index, one] of takeaways.entries()) {
        const value = one[key]
        if (value !== undefined && known.has(value)) {
          const message = `two takeaways have the same ${key}`
          context.addIssue({ code: 'custom', path: ['takeaways', index, key], message })
        } else if (value !== undefined) known.add(value)
      }
    }
  })
export type CampaignFile = z.infer<typeof CampaignFile>

/**
 * A campaign as the database keeps it: each takeaway has its id. Parsed from a file of its own, ids are
 * numbers where they can be.
 */
export const CampaignContent = CampaignFile.transform((file) => giveIds(file).content)
export type CampaignContent = Omit<CampaignFile, 'takeaways'> & { takeaways: Takeaway[] }

/**
 * Gives each takeaway its id: its own, else that of the stored one with its slug, else with its number, else
 * one that was never given out. `lastTakeaway` is the highest that ever was. Throws AppError `invalid` for an
 * id of one that was removed.
 */
export function giveIds(
  file: CampaignFile,
  stored?: { takeaways: readonly Pick<Takeaway, 'id' | 'slug' | 'number'>[]; lastTakeaway: number },
): { content: CampaignContent; lastTakeaway: number } {
  const taken = new Set(file.takeaways.flatMap(({ id }) => id ?? []))
  const ids = new Map<object, number>()
  const give = (draft: object, id: number) => {
    ids.set(draft, id)
    taken.add(id)
  }
  let lastTakeaway = stored?.lastTakeaway ?? 0
  for (const draft of file.takeaways) {
    const { id, number } = draft
    if (id === undefined) continue
    if (stored && id <= stored.lastTakeaway && !stored.takeaways.some((one) => one.id === id)) {
      throw new AppError(
        'invalid',
        `Takeaway ${number} has the id ${id}, which belonged to a takeaway that was removed. Leave "id" out: it gets a new one.`,
      )
    }
    give(draft, id)
  }
  for (const key of ['slug', 'number'] as const) {
    for (const draft of file.takeaways) {
      if (ids.has(draft)) continue
      const known = stored?.takeaways.find((one) => one[key] === draft[key] && !taken.has(one.id))
      if (known) give(draft, known.id)
    }
  }
  if (!stored)
    for (const draft of file.takeaways)
      if (!ids.has(draft) && !taken.has(draft.number)) give(draft, draft.number)
  lastTakeaway = Math.max(lastTakeaway, ...taken)
  for (const draft of file.takeaways) {
    if (ids.has(draft)) continue
    lastTakeaway += 1
    give(draft, lastTakeaway)
  }
  const takeaways = file.takeaways.map((draft) => ({ ...draft, id: ids.get(draft) as number }))
  return { content: { ...file, takeaways }, lastTakeaway }
}

/** What people call a takeaway; the id itself for one that is no more. */
export function numberOf({ takeaways }: Pick<CampaignContent, 'takeaways'>, id: number): number {
  return takeaways.find((one) => one.id === id)?.number ?? id
}

/**
 * A campaign as the store hands it out. Takeaways that are `unreleased` are for the team's eyes only. One
 * that is archived since `archivedAt` (epoch ms) collects and learns no more; its wall stays.
 */
export type Campaign = CampaignContent & { id: number; unreleased: readonly number[]; archivedAt?: number }

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}
