import type { Worker } from 'node:worker_threads'
import { fallenOver } from './sentences.ts'
import type { BatchMessage, ThreadMessage } from './thread-messages.ts'

export interface ThreadTimes {
  loadMs: number
  batchMs: number
  /** Pause before the second start in a row; doubles up to `longestPauseMs`. The first comes at once. */
  pauseMs: number
  longestPauseMs: number
}

export interface EncoderThread {
  /**
   * `unusable` stays: what is missing does not come by waiting. `resting`: it fell over and is started again
   * by itself.
   */
  readonly state: 'loading' | 'idle' | 'busy' | 'resting' | 'unusable' | 'closed'
  /** Why it rests or is unusable: a sentence. */
  readonly problem: string | null
  /**
   * Vectors one behind the other. Only when idle. Rejects when the thread falls over, hangs, is closed, or
   * can't do it.
   */
  run(texts: readonly string[]): Promise<Float32Array>
  /** Resolves when the thread has ended. */
  close(): Promise<void>
}

interface ThreadOptions {
  openWorker(): Worker
  times: ThreadTimes
  /** Called once a start, when it is loaded. A sentence refuses it for good. */
  accept(facts: { id: string; dim: number }): string | null
  onChange(): void
}

/**
 * Keeps one worker thread of the encoder alive: starts it again after a crash or a hang, at once and then
 * with longer and longer pauses.
 */
export function createEncoderThread({ openWorker, times, accept, onChange }: ThreadOptions): EncoderThread {
  let state: EncoderThread['state'] = 'loading'
  let problem: string | null = null
  let worker: Worker | null = null
  let task: PromiseWithResolvers<Float32Array> | null = null
  let timer: NodeJS.Timeout | undefined
  let failuresInARow = 0
  start()

  return {
    get state() {
      return state
    },
    get problem() {
      return problem
    },
    run(texts) {
      task = Promise.withResolvers<Float32Array>()
      state = 'busy'
      timer = setTimeout(() => fall('hangs'), times.batchMs)
      worker?.postMessage({ texts } satisfies BatchMessage)
      return task.promise
    },
    async close() {
      if (state === 'closed') return
      move('closed', null)
      await worker?.terminate()
    },
  }

  function start(): void {
    let own: Worker
    try {
      own = openWorker()
    } catch {
      // Not at once: no thread can be had at this moment.
      worker = null
      timer = setTimeout(() => fall('crashed'))
      return
    }
    worker = own
    const ifCurrent =
      <T>(act: (value: T) => void) =>
      (value: T) => {
        if (own === worker && state !== 'closed') act(value)
      }
    own.on('message', ifCurrent<ThreadMessage>(hear))
    own.on(
      'error',
      ifCurrent(() => fall('crashed')),
    )
    own.on(
      'exit',
      ifCurrent(() => fall('crashed')),
    )
    move('loading', problem)
    timer = setTimeout(() => fall('hangs'), times.loadMs)
  }

  function hear(message: ThreadMessage): void {
    if (message.kind === 'ready') {
      const refusal = accept(message)
      move(refusal === null ? 'idle' : 'unusable', refusal)
      if (refusal !== null) void worker?.terminate()
    } else if (message.kind === 'unusable') {
      move('unusable', message.sentence)
      void worker?.terminate()
    } else {
      const asked = task
      task = null
      if (message.kind === 'vectors') failuresInARow = 0
      if (message.kind === 'vectors') asked?.resolve(message.values)
      else asked?.reject(new Error(message.sentence))
      move('idle', null)
    }
  }

  function fall(how: 'hangs' | 'crashed'): void {
    if (state === 'resting' || state === 'unusable') return
    failuresInARow++
    const pauseMs =
      failuresInARow === 1 ? 0 : Math.min(times.pauseMs * 2 ** (failuresInARow - 2), times.longestPauseMs)
    void worker?.terminate()
    if (pauseMs === 0) {
      start()
    } else {
      move('resting', fallenOver(how))
      timer = setTimeout(start, pauseMs)
    }
  }

  function move(next: EncoderThread['state'], sentence: string | null): void {
    clearTimeout(timer)
    state = next
    problem = sentence
    if (next !== 'idle') rejectTask()
    onChange()
  }

  function rejectTask(): void {
    const asked = task
    task = null
    asked?.reject(new Error('the thread ended'))
  }
}
