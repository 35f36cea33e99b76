import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { seedsFor } from '@wall/db/campaigns/seeds'
import type { CampaignContent } from '@wall/db/model/campaign'

/** Of its hundreds for each takeaway. */
const kept = 16

/**
 * The built-in campaign as people see it, with few of its seeds: workers that learn thousands at each start,
 * and again after each decision, keep a core from the tests. Slugs of its own, for the seeds that the product
 * ships come by the slug.
 */
export function makeSmallCampaign(): CampaignContent {
  const builtIn = builtInCampaign()
  const seeds = seedsFor(builtIn, builtIn).takeaways
  return {
    ...builtIn,
    takeaways: builtIn.takeaways.map((takeaway) => ({
      ...takeaway,
      slug: `small-${takeaway.number}`,
      examples:
        seeds
          .get(takeaway.number)
          ?.examples.slice(0, kept)
          .map(({ text }) => ({ text })) ?? [],
      keywords: seeds.get(takeaway.number)?.keywords.slice(0, kept) ?? [],
    })),
  }
}

/** As a file for `CAMPAIGN_FILE`. */
export function writeSmallCampaign(folder: string): string {
  return write(folder, makeSmallCampaign())
}

/** The built-in campaign by its titles alone. */
export function writeTitles(folder: string): string {
  const { slug, name, hashtags, takeaways } = builtInCampaign()
  const plain = takeaways.map(({ number, title }) => ({ number, slug: `plain-${number}`, title }))
  return write(folder, { slug, name, hashtags, takeaways: plain })
}

function write(folder: string, campaign: object): string {
  const file = join(folder, 'campaign.json')
  writeFileSync(file, JSON.stringify(campaign))
  return file
}
