import { Worker } from 'node:worker_threads'

/**
 * Starts a file in a thread. Nothing of the environment goes in, keys least of all; what a library prints
 * there is not for our log; and a heap that grows ends the thread and not the process. `over` is called once,
 * with what it broke over or how it ended.
 *
 * Ask a thread to end, by a message, and let it come to its next step: V8 has crashed the whole process over
 * threads that were ended in the middle of their work (“Check failed: jit_page…”; see nodejs/node#64500).
 * Only one that hangs is terminated.
 */
export function startThread<Said>(
  file: URL,
  data: unknown,
  { hear, over }: { hear?: (said: Said) => void; over?: (cause: Error) => void } = {},
): Worker {
  const thread = new Worker(file, {
    workerData: data,
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 1_024 },
  })
  thread.stdout.resume()
  thread.stderr.resume()
  if (hear) thread.on('message', hear)
  let broke: Error | undefined
  thread.once('error', (error) => {
    broke = error instanceof Error ? error : new Error('the thread broke', { cause: error })
  })
  thread.once('exit', (code) => over?.(broke ?? new Error(`the thread ended with ${code}`)))
  return thread
}
