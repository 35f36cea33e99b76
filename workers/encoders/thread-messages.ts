/** To the thread: one batch at a time. */
export interface BatchMessage {
  texts: readonly string[]
}

/**
 * From the thread. `ready` once; then a `vectors` (one behind the other) or a `fault` for each batch.
 * `unusable`: it can't be loaded, and trying again would not help; the sentence is safe to show.
 */
export type ThreadMessage =
  | { kind: 'ready'; id: string; dim: number }
  | { kind: 'unusable'; sentence: string }
  | { kind: 'vectors'; values: Float32Array<ArrayBuffer> }
  | { kind: 'fault'; sentence: string }
