import { makePost } from './make-post.ts'

export interface IngestOrder {
  posts: number
  perBatch: number
  /** Index of the first post, so that no run meets another's. */
  from: number
}

export interface IngestResult {
  wallMs: number
  cpuUs: number
}

/** The posts of an order, made before the clock runs. */
export function makeBatches({ posts, perBatch, from }: IngestOrder) {
  return Array.from({ length: Math.ceil(posts / perBatch) }, (_, batch) => ({
    posts: Array.from({ length: perBatch }, (_, index) => makePost(from + batch * perBatch + index)),
    removals: [],
    authorChanges: [],
    cursor: String(from + batch),
  }))
}
