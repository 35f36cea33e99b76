import { z } from 'zod'
import type { CampaignContent } from '../model/campaign.ts'
import shipped from './rethinking-intervention-seeds.json' with { type: 'json' }

const TakeawaySeeds = z.object({
  /** Words and phrases that speak of it, in any language. */
  keywords: z.array(z.string()),
  /** Posts that belong under it. */
  examples: z.array(z.string()),
})
export type TakeawaySeeds = z.infer<typeof TakeawaySeeds>

const SeedFile = z.object({
  takeaways: z.record(z.string(), TakeawaySeeds),
  /** Posts that speak to none. `anywhere` fits every campaign; `here` only the one that the file is for. */
  none: z.object({ anywhere: z.array(z.string()), here: z.array(z.string()) }),
})

/** What a text model starts from, beside the campaign's own words. */
export interface Seeds {
  /** By takeaway number. */
  takeaways: Map<number, TakeawaySeeds>
  none: string[]
}

/**
 * The seeds that the product ships for a campaign: those of the built-in one for takeaways with its slugs and titles, and
 * for every campaign posts that say nothing on the matter (thanks, logistics, adverts).
 */
export function seedsFor(campaign: CampaignContent, builtIn: CampaignContent): Seeds {
  const file = SeedFile.parse(shipped)
  const titles = new Map(builtIn.takeaways.map((takeaway) => [takeaway.slug, takeaway.title]))
  const takeaways = new Map<number, TakeawaySeeds>()
  for (const takeaway of campaign.takeaways) {
    const seeds = file.takeaways[takeaway.slug]
    if (seeds && titles.get(takeaway.slug) === takeaway.title) takeaways.set(takeaway.number, seeds)
  }
  return {
    takeaways,
    none: takeaways.size > 0 ? [...file.none.anywhere, ...file.none.here] : file.none.anywhere,
  }
}
