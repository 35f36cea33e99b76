import { z } from 'zod'
import type { CampaignContent } from '../model/campaign.ts'
import shipped from './idea-examples.json' with { type: 'json' }

const Example = z.object({
  text: z.string(),
  idea: z.literal(true).optional(),
  action: z.number().int().positive().optional(),
  group: z.string().optional(),
})
const ExampleFile = z.object({
  takeaways: z.record(z.string(), z.array(Example)),
  none: z.array(z.string()),
})

/** A post that somebody labelled: what recognising and grouping ideas learns from. */
export interface IdeaExample {
  text: string
  /** Number of the campaign's takeaway; null for none, and where the campaign has no such takeaway. */
  takeaway: number | null
  /** Whether it proposes something that is not on the takeaway's list of actions. */
  isIdea: boolean
  /** Number of the action it supports, from 1; null for none. */
  action: number | null
  /** What is proposed, as a short name: the same for like ideas. Null where it is no idea, or not one for this campaign. */
  group: string | null
}

/**
 * The labelled posts that the product ships. What proposing sounds like is the same in every campaign; what was proposed, and for
 * which action, counts only under takeaways with the slugs and titles of the built-in one.
 */
export function ideaExamplesFor(campaign: CampaignContent, builtIn: CampaignContent): IdeaExample[] {
  const file = ExampleFile.parse(shipped)
  const titles = new Map(builtIn.takeaways.map((takeaway) => [takeaway.slug, takeaway.title]))
  const ours = new Map(
    campaign.takeaways
      .filter(({ slug, title }) => titles.get(slug) === title)
      .map(({ slug, number }) => [slug, number]),
  )
  const said = Object.entries(file.takeaways).flatMap(([slug, examples]) => {
    const takeaway = ours.get(slug) ?? null
    return examples.map(({ text, idea = false, action = null, group = null }) => ({
      ...{ text, takeaway, isIdea: idea, action },
      group: takeaway === null ? null : group,
    }))
  })
  const none = { takeaway: null, isIdea: false, action: null, group: null }
  return [...said, ...file.none.map((text) => ({ text, ...none }))]
}
