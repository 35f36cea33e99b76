import { createHash } from 'node:crypto'
import type { Seeds } from '@wall/db/campaigns/seeds'
import { seedsInUse } from '@wall/db/campaigns/seeds-in-use'
import type { Campaign } from '@wall/db/model/campaign'
import type { CampaignSeeds } from '@wall/db/model/filing/campaign-seeds'
import type { Label, TurnedDown } from '@wall/db/model/filing/label'
import type { Store } from '@wall/db/store/store'
import { takeIndependent } from '@wall/filing/jobs/evidence'
import type { Material } from '@wall/filing/jobs/jobs'
import { toRows } from '@wall/filing/jobs/material'

/** What a model is made of, as the store has it. */
export interface Sources {
  campaign: Campaign
  savedSeeds: CampaignSeeds | null
  labelsVersion: string
  /** Another one when anything of it is. */
  key: string
}

type Deps = Pick<Store, 'readSeeds' | 'labelsVersion'>

/** Cheap: asked every second. */
export async function readSources(store: Deps, campaign: Campaign): Promise<Sources> {
  const saved = await store.readSeeds(campaign.id)
  const labelsVersion = await store.labelsVersion(campaign.id)
  const savedSeeds = saved?.seeds ?? null
  const key = `${nameContent(campaign)} ${saved?.version ?? 0} ${labelsVersion}`
  return { campaign, savedSeeds, labelsVersion, key }
}

/** Short, and another one for other content. */
export function nameContent(campaign: Campaign): string {
  return createHash('sha256').update(JSON.stringify(campaign)).digest('hex').slice(0, 8)
}

export function toMaterial(
  { campaign, savedSeeds }: Sources,
  labels: readonly Label[],
  rejected: readonly TurnedDown[],
): Material {
  const seeds: Seeds = seedsInUse(campaign, savedSeeds)
  const decisions = labels.map(({ text, takeaway, wasProposed, userId, authorId, postId }) => {
    return { text, takeaway, wasProposed, userId, authorId, postId }
  })
  const turnedDown = takeIndependent(rejected).map(({ text, authorId, postId }) => ({
    text,
    authorId,
    postId,
  }))
  return { campaign, seeds, decisions, turnedDown, vectors: null }
}

/** The texts of a material that are no person's posts. */
export function listOwnTexts(material: Material): string[] {
  return [...new Set(toRows(material, []).map(({ text }) => text))]
}
