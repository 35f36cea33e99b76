import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type CampaignContent, SeedText } from '../model/campaign.ts'

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

/** Each line words that mean alike. */
const SchoolWords = z.array(z.string())

/** What a text model starts from, beside the campaign's own words. */
export interface Seeds {
  /** By takeaway id. */
  takeaways: Map<number, TakeawaySeeds>
  none: SeedText[]
  /** Groups of words that mean alike, in any language. */
  alike: string[][]
}

/**
 * The seeds of a campaign: its own, those that the product ships for takeaways with the slugs and titles of
 * the built-in campaign, and for every campaign posts that say nothing on the matter (thanks, logistics,
 * adverts) and the words of school that mean alike.
 */
export function seedsFor(campaign: CampaignContent, builtIn: CampaignContent): Seeds {
  const shipped = readShipped()
  const titles = new Map(builtIn.takeaways.map((takeaway) => [takeaway.slug, takeaway.title]))
  const takeaways = new Map<number, TakeawaySeeds>()
  let isBuiltIn = false
  for (const { id, slug, title, keywords = [], examples = [] } of campaign.takeaways) {
    const ours = titles.get(slug) === title ? shipped.takeaways.get(slug) : undefined
    isBuiltIn ||= ours !== undefined
    const seeds = {
      keywords: [...keywords, ...(ours?.keywords ?? [])],
      examples: [...examples, ...(ours?.examples ?? [])],
    }
    if (seeds.keywords.length + seeds.examples.length > 0) takeaways.set(id, seeds)
  }
  const { anywhere, here } = shipped.none
  return {
    takeaways,
    none: [...(campaign.none ?? []), ...anywhere, ...(isBuiltIn ? here : [])],
    alike: SchoolWords.parse(readJson('school-words.json')).map((line) => line.split(' ')),
  }
}

const shippedTakeaways = [
  'relationships-and-learning',
  'expectations',
  'challenging-content',
  'moving-forward',
  'meeting-needs',
  'leaders-and-teachers',
]

/** Read when asked for: most processes never ask, and those that do ask at most once for each model. */
function readShipped() {
  const readSeeds = (name: string) => readJson(`rethinking-intervention-seeds/${name}.json`)
  return {
    takeaways: new Map(shippedTakeaways.map((slug) => [slug, TakeawaySeeds.parse(readSeeds(slug))])),
    none: NoneSeeds.parse(readSeeds('none')),
  }
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
}
