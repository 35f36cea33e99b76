import type { Campaign } from '@wall/db/model/campaign'
import type { Label, TurnedDown } from '@wall/db/model/label'
import type { Store } from '@wall/db/store/store'
import type { Material } from '@wall/filing/jobs/jobs'
import { runJob } from '@wall/filing/jobs/run-job'
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
  seedsKey: string
  fitMs: number
  fittedAt: number
  encoder: string | null
}

interface Deps {
  store: Pick<Store, 'listLabels' | 'listTurnedDown'>
  vectors: Vectors
  clock: () => number
}

/** Makes the model anew from all that the store has, in a thread of its own. */
export async function fitModel(
  { store, vectors, clock }: Deps,
  sources: Sources,
  signal: AbortSignal,
): Promise<Fitted> {
  const { campaign, key, seedsKey } = sources
  const labels = await store.listLabels(campaign.id)
  const turnedDown = await store.listTurnedDown(campaign.id)
  const material = withVectors(toMaterial(sources, labels, turnedDown), labels, turnedDown, vectors)
  const startedAt = clock()
  const data = await runJob('fit', { material }, signal)
  const fittedAt = clock()
  return {
    ...{ model: openModel(data), name: `${data.id}-${nameContent(campaign)}`, material },
    ...{ campaign, key, seedsKey, fittedAt, fitMs: fittedAt - startedAt },
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
