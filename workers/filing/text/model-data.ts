import type { NeighbourData } from './neighbours.ts'
import type { VectorChannel } from './vector-channel.ts'
import type { VocabularyData } from './vocabulary.ts'

/** All that a model knows: plain data, so that one thread can learn it and hand it to another. */
export interface ModelData {
  /** The same for the same rows and options. */
  id: string
  /** Ids of the takeaways, in order. "None" comes behind them. */
  takeaways: number[]
  hashtags: string[]
  alike: string[][]
  vocabulary: VocabularyData
  softmax: Float32Array
  bayes: Float32Array
  neighbours: NeighbourData
  /** Of each row: index of its class, its weight among neighbours, and where it is from. */
  labels: Int32Array
  weights: Float64Array
  origins: RowOrigin[]
  vectors: VectorChannel | null
}

/** Null for rows that are no post: titles, keywords. */
export type RowOrigin = { postId: number } | { text: string } | null
