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
 * Files a batch of waiting posts: new ones at once, old ones only with the stamp that was `published`, so that workers with
 * different models don't take turns at them. True when there may be more.
 */
export async function fileBatch(
  { by, vectors, claimMs: leaseMs }: Deps,
  { fitted, filer, stamp }: Working,
  published: string | null,
): Promise<boolean> {
  const hasVectors = fitted.encoder !== null && vectors.id() === fitted.encoder
  // At once, by words alone; who has an encoder looks again.
  const mark = hasVectors ? `${stamp}~` : stamp
  const words = { filer, limit: batch.words, leaseMs }
  const fresh = await fileWaiting(by, { ...words, model: mark, onlyNew: true })
  if (fresh === batch.words) return true
  if (published !== stamp) return false
  if (!hasVectors) return (await fileWaiting(by, { ...words, model: stamp })) === batch.words
  const order = { filer, model: stamp, vectors, leaseMs, limit: batch.vectors }
  return (await fileWaiting(by, order)) === batch.vectors
}
