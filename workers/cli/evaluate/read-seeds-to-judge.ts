import { resolve } from 'node:path'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { type Seeds, seedsFor } from '@wall/db/campaigns/seeds'
import { seedsInUse } from '@wall/db/campaigns/seeds-in-use'
import type { CampaignContent } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import { readCampaignSeeds } from '@wall/db/read-campaign-seeds'
import { loadCliConfig } from '../config.ts'
import { byNumber, readCampaign } from '../read-campaign.ts'
import type { Io } from '../verb.ts'

export interface SeedsToJudge {
  campaign: CampaignContent
  seeds: Seeds
  /** A sentence on whose seeds these are; null for those that come with the campaign. */
  from: string | null
}

/**
 * The campaign and seeds of a wall, where a folder or DATABASE_URL names one, else of a campaign file, else
 * the built-in ones. Throws `invalid` for a folder and a file at once, and as `readCampaignSeeds` and
 * `readCampaign` do.
 */
export async function readSeedsToJudge(
  { campaign: file, dataDir }: { campaign: string | undefined; dataDir: string | undefined },
  env: Io['env'],
): Promise<SeedsToJudge> {
  if (file !== undefined && dataDir !== undefined) {
    throw new AppError(
      'invalid',
      'Name a campaign file or a data folder, not both: --campaign or --data-dir.',
    )
  }
  const config = file === undefined ? loadCliConfig(env) : undefined
  const databaseUrl = dataDir === undefined ? (config?.databaseUrl ?? null) : null
  if (dataDir === undefined && databaseUrl === null) {
    const campaign = await readCampaign(file)
    return { campaign, seeds: seedsFor(campaign, builtInCampaign()), from: null }
  }
  const { campaign, saved } = await readCampaignSeeds({ dataDir: resolve(dataDir ?? ''), databaseUrl })
  const from = saved
    ? `the seeds of “${campaign.name}”, as its team saved them`
    : `the seeds that come with “${campaign.name}”: its team has saved none`
  const seeds = seedsInUse(campaign, saved)
  const takeaways = campaign.takeaways.flatMap(({ id, number }) => {
    const own = seeds.takeaways.get(id)
    return own ? [[number, own] as const] : []
  })
  return { campaign: byNumber(campaign), seeds: { ...seeds, takeaways: new Map(takeaways) }, from }
}
