import type { KeptFiles } from '@wall/db/kept-files'
import type { Campaign } from '@wall/db/model/campaign'
import type { Label, TurnedDown } from '@wall/db/model/filing/label'
import type { Store } from '@wall/db/store/store'
import type { Material } from '@wall/filing/jobs/jobs'
import { nameMaterial } from '@wall/filing/jobs/material'
import { runJob } from '@wall/filing/jobs/run-job'
import type { ModelData } from '@wall/filing/text/model-data'
import { openModel, type TextModel } from '@wall/filing/text/open-model'
import { listOwnTexts, nameContent, type Sources, toMaterial } from './read-material.ts'
import type { Vectors } from './vectors.ts'

/** A model at work, and what it was made of. */
export interface Fitted {
  model: TextModel
  /** The model and the campaign whose rules stand before it. */
  name: string
  material: Material
  campaign: Campaign
  key: string
  fitMs: number
  fittedAt: number
  encoder: string | null
}

interface Deps {
  store: Pick<Store, 'listLabels' | 'listTurnedDown'>
  vectors: Vectors
  kept: KeptFiles
  clock: () => number
}

/**
 * The model of all that the store has: the one kept from before when it was made of the same, else made anew
 * in a thread.
 */
export async function fitModel(
  { store, vectors, kept, clock }: Deps,
  sources: Sources,
  signal: AbortSignal,
): Promise<Fitted> {
  const { campaign, key } = sources
  const labels = await store.listLabels(campaign.id)
  const turnedDown = await store.listTurnedDown(campaign.id)
  const material = withVectors(toMaterial(sources, labels, turnedDown), labels, turnedDown, vectors)
  const startedAt = clock()
  const name = nameMaterial(material)
  const kind = `model-${campaign.id}`
  const found = (await kept.read(kind, name)) as ModelData | undefined
  const data = found ?? (await runJob('fit', { material }, signal))
  if (!found) await kept.write(kind, name, data, 1)
  const fittedAt = clock()
  return {
    ...{ model: openModel(data), name: `${data.id}-${nameContent(campaign)}`, material },
    ...{ campaign, key, fittedAt, fitMs: fittedAt - startedAt },
    encoder: data.vectors === null ? null : vectors.id(),
  }
}

/** Vectors come in when all are there: the same rows then make the same model in every worker. */
function withVectors(
  material: Material,
  labels: readonly Label[],
  rejected: readonly TurnedDown[],
  vectors: Vectors,
): Material {
  const ofTexts = vectors.ofTexts(listOwnTexts(material))
  const ofLabels = vectors.ofLabels(labels)
  if (!ofTexts || !ofLabels) return material
  // Nothing is learnt from these: they need not be waited for.
  const ofPosts = new Map([...ofLabels, ...(vectors.ofLabels(rejected) ?? [])])
  const withVector = <T extends { postId?: number | undefined }>(one: T) => {
    return { ...one, vector: ofPosts.get(one.postId ?? -1) }
  }
  const { decisions, turnedDown } = material
  return {
    ...material,
    decisions: decisions.map(withVector),
    turnedDown: turnedDown.map(withVector),
    vectors: ofTexts,
  }
}
