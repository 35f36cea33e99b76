import { z } from 'zod'
import { type CampaignContent, SeedText } from '../model/campaign.ts'
import challengingContent from './rethinking-intervention-seeds/challenging-content.json' with {
  type: 'json',
}
import expectations from './rethinking-intervention-seeds/expectations.json' with { type: 'json' }
import leadersAndTeachers from './rethinking-intervention-seeds/leaders-and-teachers.json' with {
  type: 'json',
}
import meetingNeeds from './rethinking-intervention-seeds/meeting-needs.json' with { type: 'json' }
import movingForward from './rethinking-intervention-seeds/moving-forward.json' with { type: 'json' }
import none from './rethinking-intervention-seeds/none.json' with { type: 'json' }
import relationshipsAndLearning from './rethinking-intervention-seeds/relationships-and-learning.json' with {
  type: 'json',
}
import schoolWords from './school-words.json' with { type: 'json' }

/** A post written for the model to learn from. */
const SeedPost = z.object({
  text: z.string(),
  lang: z.string().optional(),
  /** Whether it proposes something that is not among the takeaway's actions; left out where nobody said. */
  idea: z.boolean().optional(),
  /** Which of the takeaway's actions it supports, counted from 1. */
  action: z.number().int().positive().optional(),
  /** Names what an idea proposes; ideas that propose the same share it. */
  ideaGroup: z.string().optional(),
})
export type SeedPost = z.infer<typeof SeedPost>

const TakeawaySeeds = z.object({
  /** Words and phrases that speak of it, in any language. */
  keywords: z.array(SeedText),
  /** Posts that belong under it. */
  examples: z.array(SeedPost),
})
export type TakeawaySeeds = z.infer<typeof TakeawaySeeds>

/** Posts that speak to none. `anywhere` fits every campaign; `here` only the one that the file is for. */
const NoneSeeds = z.object({ anywhere: z.array(SeedText), here: z.array(SeedText) })

/** What a text model starts from, beside the campaign's own words. */
export interface Seeds {
  /** By takeaway number. */
  takeaways: Map<number, TakeawaySeeds>
  none: SeedText[]
  /** Groups of words that mean alike, in any language. */
  alike: string[][]
}

/**
 * The seeds of a campaign: its own, those that the product ships for takeaways with the slugs and titles of the built-in
 * campaign, and for every campaign posts that say nothing on the matter (thanks, logistics, adverts) and the words of
 * school that mean alike.
 */
export function seedsFor(campaign: CampaignContent, builtIn: CampaignContent): Seeds {
  const shipped = readShipped()
  const titles = new Map(builtIn.takeaways.map((takeaway) => [takeaway.slug, takeaway.title]))
  const takeaways = new Map<number, TakeawaySeeds>()
  let isBuiltIn = false
  for (const { number, slug, title, keywords = [], examples = [] } of campaign.takeaways) {
    const ours = titles.get(slug) === title ? shipped.takeaways.get(slug) : undefined
    isBuiltIn ||= ours !== undefined
    const seeds = {
      keywords: [...keywords, ...(ours?.keywords ?? [])],
      examples: [...examples, ...(ours?.examples ?? [])],
    }
    if (seeds.keywords.length + seeds.examples.length > 0) takeaways.set(number, seeds)
  }
  const { anywhere, here } = shipped.none
  return {
    takeaways,
    none: [...(campaign.none ?? []), ...anywhere, ...(isBuiltIn ? here : [])],
    alike: schoolWords.map((line) => line.split(' ')),
  }
}

function readShipped() {
  const files = {
    'relationships-and-learning': relationshipsAndLearning,
    expectations,
    'challenging-content': challengingContent,
    'moving-forward': movingForward,
    'meeting-needs': meetingNeeds,
    'leaders-and-teachers': leadersAndTeachers,
  }
  return {
    takeaways: new Map(Object.entries(files).map(([slug, file]) => [slug, TakeawaySeeds.parse(file)])),
    none: NoneSeeds.parse(none),
  }
}
