/** Makes sentence vectors. Lives inside a worker thread; whatever it throws stops there. */
export interface Encoder {
  /** Says which vectors may be compared: another id, another space. Changes with the weights. */
  readonly id: string
  readonly dim: number
  /** A vector of length one for each text, in order. No text is empty. */
  embed(texts: readonly string[]): Promise<Float32Array[]>
  close(): Promise<void>
}

/**
 * Which encoder a thread opens. `folder` of `use-lite`: its weights, when they are not those of the package.
 */
export type EncoderChoice = { kind: 'use-lite'; folder?: string } | { kind: 'folder'; folder: string }

export type EncoderState = 'off' | 'loading' | 'ready' | 'failed'

/** What filing and the team's pages may know of the encoder. */
export interface EncoderStatus {
  state: EncoderState
  /** Null until it was ready once. */
  id: string | null
  dim: number | null
  /** A sentence when it failed or is off, safe to show; else null. */
  problem: string | null
  /** Texts that wait for their vector. */
  waiting: number
}
