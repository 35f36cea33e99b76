import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { EncoderStatus } from '@wall/workers/encoders/encoder'
import { createSentenceVectors } from '@wall/workers/encoders/sentence-vectors'
import type { SentenceVectors, VectorsOptions } from '@wall/workers/encoders/vectors-options'
import { onTestFinished } from 'vitest'
import type { StandIn } from './stand-in-thread.ts'

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wall-encoder-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Vectors by a stand-in for the encoder, in real threads. */
export function openStandIn(
  words: Omit<StandIn, 'counters'> = {},
  options: Partial<VectorsOptions> & { heapMb?: number } = {},
) {
  const counters = new Int32Array(new SharedArrayBuffer(32))
  const workers: Worker[] = []
  const warnings: string[] = []
  const log = { info: () => {}, warn: (_: unknown, sentence: string) => warnings.push(sentence) }
  const vectors = createSentenceVectors({
    choice: { kind: 'use-lite' },
    threads: 1,
    dataDir: makeFolder(),
    log: log as unknown as VectorsOptions['log'],
    openWorker: () => {
      const worker = new Worker(new URL('./stand-in-thread.ts', import.meta.url), {
        workerData: { ...words, counters } satisfies StandIn,
        stdout: true,
        stderr: true,
        resourceLimits: { maxOldGenerationSizeMb: options.heapMb ?? 256 },
      })
      workers.push(worker)
      return worker
    },
    ...options,
  })
  onTestFinished(() => {
    openGate()
    return vectors.close()
  })
  const openGate = () => {
    Atomics.store(counters, 0, 1)
    Atomics.notify(counters, 0)
  }
  const count = (index: number) => Atomics.load(counters, index)
  return {
    vectors,
    workers,
    warnings,
    openGate,
    crashStarts: (does: boolean) => void Atomics.store(counters, 4, does ? 1 : 0),
    starts: () => count(1),
    batches: () => count(2),
    texts: () => count(3),
  }
}

/** Resolves when it is in this state. */
export function reach(vectors: SentenceVectors, state: EncoderStatus['state']): Promise<EncoderStatus> {
  return new Promise((resolve) => {
    const check = (status: EncoderStatus) => {
      if (status.state !== state) return
      end()
      resolve(status)
    }
    const end = vectors.onChange(check)
    check(vectors.status())
  })
}
