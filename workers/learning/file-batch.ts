import { fileWaiting } from './file-waiting.ts'
import type { Working } from './model-at-work.ts'
import type { Vectors } from './vectors.ts'

interface Deps {
  by: Parameters<typeof fileWaiting>[0]
  vectors: Vectors
  /** How long it keeps the posts it is filing. */
  claimMs: number
}

/** Small, so that streams and people need not wait for the thread. */
const batch = { words: 32, vectors: 32 }

/**
 * Files a batch of waiting posts by words: new ones at once, old ones only with the stamp that was
 * `published`, so that workers with different models don't take turns at them. True when there may be more.
 */
export async function fileByWords(
  { by, vectors, claimMs: leaseMs }: Deps,
  working: Working,
  published: string | null,
): Promise<boolean> {
  const { filer, stamp } = working
  const isSecond = hasVectors(vectors, working)
  // At once, by words alone; who has an encoder looks again.
  const mark = isSecond ? `${stamp}~` : stamp
  const order = { filer, limit: batch.words, leaseMs }
  const fresh = await fileWaiting(by, { ...order, model: mark, onlyNew: true })
  if (fresh === batch.words) return true
  if (published !== stamp || isSecond) return false
  return (await fileWaiting(by, { ...order, model: stamp })) === batch.words
}

/**
 * Files a batch of waiting posts by words and sentence vectors, where there is an encoder; it may keep
 * whoever waits for this waiting for long. True when there may be more.
 */
export async function fileByVectors(
  { by, vectors, claimMs: leaseMs }: Deps,
  working: Working,
  published: string | null,
  signal: AbortSignal,
): Promise<boolean> {
  const { filer, stamp } = working
  if (published !== stamp || !hasVectors(vectors, working)) return false
  const order = { filer, model: stamp, vectors, leaseMs, limit: batch.vectors, signal }
  return (await fileWaiting(by, order)) === batch.vectors
}

function hasVectors(vectors: Vectors, { fitted }: Working): boolean {
  return fitted.encoder !== null && vectors.id() === fitted.encoder
}
