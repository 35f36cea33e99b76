import type { Worker } from 'node:worker_threads'
import type { Log } from '../log.ts'
import type { EncoderChoice, EncoderStatus } from './encoder.ts'
import type { ThreadTimes } from './encoder-thread.ts'
import type { Lane } from './work-queue.ts'

/**
 * The sentence encoder as learning sees it: it never throws, and never keeps anybody waiting for what does
 * not come.
 */
export interface VectorSource {
  status(): Pick<EncoderStatus, 'state' | 'id' | 'problem'>
  /**
   * A vector of length one for each text, in order; all zeros for a text without characters; undefined where
   * there is none now (off, failed, too many waiting, or this text breaks the encoder). `seeds` are for texts
   * that are no person's words: they wait behind posts, and their vectors are kept in a file. While it loads,
   * texts wait. Never rejects.
   */
  embed(texts: readonly string[], lane?: Lane): Promise<(Float32Array | undefined)[]>
}

export interface SentenceVectors extends VectorSource {
  status(): EncoderStatus
  /** Called at each change of `state`. Gives a function that ends that. */
  onChange(listener: (status: EncoderStatus) => void): () => void
  /** Whoever still waits gets undefined. Resolves when the threads have ended and the file is written. */
  close(): Promise<void>
}

export interface VectorsOptions {
  /** Null: off. */
  choice: EncoderChoice | null
  /** 0: off. Each takes a core, and 0.25 GB with the built-in encoder. */
  threads: number
  dataDir: string
  log: Pick<Log, 'info' | 'warn'>
  limits?: Partial<VectorLimits>
  times?: Partial<ThreadTimes>
  /** The thread itself; for tests. */
  openWorker?: () => Worker
}

export interface VectorLimits {
  batchSize: number
  waitingPosts: number
  waitingSeeds: number
  keptPosts: number
  keptSeeds: number
}

export const defaultLimits: VectorLimits = {
  batchSize: 16,
  waitingPosts: 1_000,
  waitingSeeds: 20_000,
  keptPosts: 2_000,
  keptSeeds: 10_000,
}

export const defaultTimes: ThreadTimes = {
  loadMs: 60_000,
  batchMs: 20_000,
  pauseMs: 1_000,
  longestPauseMs: 300_000,
}
