import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtInCampaign } from '@wall/db/campaigns/built-in'

/** The built-in campaign by its titles alone: what breaks processes again and again need not learn its thousands of seeds each time. */
export function writePlainCampaign(folder: string): string {
  const { slug, name, hashtags, takeaways } = builtInCampaign()
  const plain = takeaways.map(({ number, title }) => ({ number, slug: `plain-${number}`, title }))
  const file = join(folder, 'plain-campaign.json')
  writeFileSync(file, JSON.stringify({ slug, name, hashtags, takeaways: plain }))
  return file
}
