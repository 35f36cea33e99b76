import type { Seeds } from '@wall/db/campaigns/seeds'
import type { CampaignContent } from '@wall/db/model/campaign'
import type { FilingState } from '@wall/db/model/filing/filing-state'
import type { ModelData } from '../text/model-data.ts'
import type { Decision } from '../text/training-row.ts'

export type TurnedDownPost = Pick<Decision, 'text' | 'authorId' | 'postId' | 'vector'>

/** All that a model is made of. */
export interface Material {
  campaign: CampaignContent
  seeds: Seeds
  decisions: Decision[]
  /**
   * Rejected posts that nobody placed. Nothing is learnt from them, but the gate may not be wrong on them.
   */
  turnedDown: TurnedDownPost[]
  /** Of the campaign's and the seeds' texts, by text; null without an encoder. */
  vectors: Map<string, Float32Array> | null
}

/**
 * Raise it with every change in how seeds are measured, or in what is told of it: measures are kept in files.
 */
export const seedsMeasure = 1
export type MeasuredSeeds = Pick<FilingState, 'confused' | 'alike'> & { figures: FilingState['seeds'] }
export type Measured = Pick<FilingState, 'gate' | 'decided' | 'seeds' | 'confused' | 'alike'> & {
  ofSeeds: MeasuredSeeds
}

/** How far a measure is, and what the posts that it has judged so far say. */
export interface MeasuredPart {
  done: number
  of: number
  figures: FilingState['seeds']
}

/** What a thread says, the answer last. */
export type Said<K extends JobKind> = { part: MeasuredPart } | { answer: Jobs[K]['answer'] }

/** What a thread is asked, and what it answers. */
export interface Jobs {
  fit: { order: { material: Material }; answer: ModelData }
  measure: { order: { material: Material; ofSeeds?: MeasuredSeeds | undefined }; answer: Measured }
  measureSeeds: { order: { material: Material }; answer: MeasuredSeeds }
}
export type JobKind = keyof Jobs
/** `isStopped`: shared with whoever gave it; not 0 when the answer is not wanted any more. */
export type Order = { [K in JobKind]: { kind: K; isStopped: Int32Array } & Jobs[K]['order'] }[JobKind]
