import { Worker } from 'node:worker_threads'
import { AppError } from '@wall/db/model/error'
import type { JobKind, Jobs, MeasuredPart, Said } from './jobs.ts'

/**
 * Does the work in a thread of its own, so that nothing else waits for it. Rejects with AppError `unavailable` when the signal
 * aborts, which ends the thread, and `internal` when the thread breaks. `onPart` hears how far a measure of seeds is.
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
    const thread = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: { kind, ...order },
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 1_024 },
    })
    const stop = () => {
      reject(stopped())
      void thread.terminate()
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
