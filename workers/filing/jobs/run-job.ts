import { AppError } from '@wall/db/model/error'
import type { JobKind, Jobs, MeasuredPart, Said } from './jobs.ts'
import { startThread } from './start-thread.ts'

/**
 * Does the work in a thread of its own, so that nothing else waits for it. Rejects with AppError
 * `unavailable` when the signal aborts, after which the thread ends by itself at its next step, and
 * `internal` when it breaks. `onPart` hears how far a measure of seeds is.
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
    const stop = () => {
      reject(stopped())
      Atomics.store(isStopped, 0, 1)
    }
    signal.addEventListener('abort', stop, { once: true })
    const file = new URL('./thread.ts', import.meta.url)
    startThread<Said<K>>(
      file,
      { kind, isStopped, ...order },
      {
        hear(said) {
          if ('answer' in said) resolve(said.answer)
          else if (!signal.aborted) onPart(said.part)
        },
        over(cause) {
          signal.removeEventListener('abort', stop)
          reject(new AppError('internal', 'The model could not be made. See the log.', { cause }))
        },
      },
    )
  })
}
