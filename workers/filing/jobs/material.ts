import { nameTraining, type TrainingOptions } from '../text/train-model.ts'
import type { Decision, TrainingRow } from '../text/training-row.ts'
import { toTrainingRows } from '../text/training-rows.ts'
import type { Material } from './jobs.ts'

/** Rows to learn from, with their vectors where there are any. `decisions`: these in place of all. */
export function toRows(
  material: Material,
  decisions: readonly Decision[] = material.decisions,
): TrainingRow[] {
  const { campaign, seeds, vectors } = material
  const rows = toTrainingRows(campaign, seeds, decisions)
  if (!vectors) return rows.map(({ vector: _, ...row }) => row)
  return rows.map((row) => (row.kind === 'decision' ? row : { ...row, vector: vectors.get(row.text) }))
}

export function toOptions({ campaign, seeds }: Material): TrainingOptions {
  const takeaways = campaign.takeaways.map(({ id }) => id)
  return { takeaways, hashtags: campaign.hashtags, alike: seeds.alike }
}

/** Names what a model is made of; with no decisions also what a measure of the seeds is. */
export function nameMaterial(material: Material, decisions?: readonly Decision[]): string {
  return nameTraining(toRows(material, decisions), toOptions(material))
}
