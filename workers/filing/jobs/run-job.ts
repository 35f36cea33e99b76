import { Worker } from 'node:worker_threads'
import { AppError } from '@wall/db/model/error'
import type { JobKind, Jobs, MeasuredPart, Said } from './jobs.ts'

/**
 * Does the work in a thread of its own, so that nothing else waits for it. Rejects with AppError `unavailable` when the signal
 * aborts, after which the thread ends by itself at its next step, and `internal` when it breaks. `onPart` hears how far a measure of
 * seeds is. No thread is ended in the middle of its work, however long a busy machine takes over a step: V8 has crashed the whole
 * process over it (“Check failed: jit_page…”; see nodejs/node#64500).
 */
export function runJob<K extends JobKind>(
  kind: K,
  order: Jobs[K]['order'],
  signal: AbortSignal,
  onPart: (part: MeasuredPart) => void = () => {},
): Promise<Jobs[K]['answer']> {
  return new Promise((resolve, reject) => {
    const stopped = () => new AppError('unavailable', 'This was stopped before it was done.')
    if (signal.aborted) return reject(stopped())
    const isStopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const thread = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: { kind, isStopped, ...order },
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 1_024 },
    })
    const stop = () => {
      reject(stopped())
      Atomics.store(isStopped, 0, 1)
    }
    signal.addEventListener('abort', stop, { once: true })
    const fail = (cause: unknown) =>
      reject(new AppError('internal', 'The model could not be made. See the log.', { cause }))
    thread.on('message', (said: Said<K>) => {
      if ('answer' in said) resolve(said.answer)
      else if (!signal.aborted) onPart(said.part)
    })
    thread.once('error', fail)
    thread.once('exit', (code) => {
      signal.removeEventListener('abort', stop)
      fail(new Error(`the thread ended with ${code} and no answer`))
    })
  })
}
