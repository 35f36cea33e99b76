import type { CampaignContent } from '../model/campaign.ts'
import type { CampaignSeeds } from '../model/filing/campaign-seeds.ts'
import { builtInCampaign } from './built-in.ts'
import { type SeedPost, type Seeds, seedsFor } from './seeds.ts'

/**
 * What a campaign's model starts from: the seeds that the team saved, else those that come with the campaign;
 * so also for a takeaway that was added since.
 */
export function seedsInUse(campaign: CampaignContent, saved: CampaignSeeds | null): Seeds {
  const shipped = seedsFor(campaign, builtInCampaign())
  if (!saved) return shipped
  const known = new Map<string, SeedPost>()
  for (const { examples } of shipped.takeaways.values()) for (const one of examples) known.set(one.text, one)
  // What is known of an example beside its words stays with the words.
  const toExample = (text: string) => known.get(text) ?? { text }
  const takeaways = saved.takeaways.map(
    ({ id, examples, keywords }) =>
      [id, { examples: examples.map(toExample), keywords: keywords.map((text) => ({ text })) }] as const,
  )
  return {
    takeaways: new Map([...shipped.takeaways, ...takeaways]),
    none: saved.none.map((text) => ({ text })),
    alike: shipped.alike,
  }
}

/** Seeds as the team edits them. */
export function toCampaignSeeds(campaign: CampaignContent, seeds: Seeds): CampaignSeeds {
  const toText = ({ text }: { text: string }) => text
  return {
    takeaways: campaign.takeaways.map(({ id }) => {
      const { examples = [], keywords = [] } = seeds.takeaways.get(id) ?? {}
      return { id, examples: examples.map(toText), keywords: keywords.map(toText) }
    }),
    none: seeds.none.map(toText),
  }
}
