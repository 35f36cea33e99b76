import { Worker } from 'node:worker_threads'
import type { CampaignContent } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { IdeaMind } from '@wall/filing/ideas/idea-mind'

/** What is asked of the thread, and what it answers: the same number in both. */
export interface IdeaQuestion {
  id: number
  verb: 'read' | 'plan'
  words: unknown[]
}
/** Null: nothing more is asked. */
export type IdeaOrder = IdeaQuestion | null
export type IdeaAnswer = { id: number } & ({ value: unknown } | { fault: string })

type Waiting = { resolve(value: unknown): void; reject(error: unknown): void }

/** The same in a thread of its own, so that collecting and filing go on meanwhile. A thread that falls over is started anew when asked again. */
export function openIdeaThread(campaign: CampaignContent): IdeaMind {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastId = 0

  return {
    read: (posts) => ask('read', [posts]),
    plan: (gathered) => ask('plan', [gathered]),
    async close() {
      const thread = worker
      fall(thread, new AppError('unavailable', 'The workers are stopping.'))
      // It ends when it has done what it is at: V8 has crashed the process over threads ended in the middle of it.
      thread?.postMessage(null)
    },
  }

  function ask<T>(verb: IdeaQuestion['verb'], words: unknown[]): Promise<T> {
    worker ??= start()
    const thread = worker
    return new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      thread.postMessage({ id, verb, words } satisfies IdeaQuestion)
    })
  }

  function start(): Worker {
    const thread = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: campaign,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 1_024 },
    })
    thread.unref()
    thread.on('message', (answer: IdeaAnswer) => {
      const question = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('fault' in answer) question?.reject(new AppError('internal', answer.fault))
      else question?.resolve(answer.value)
    })
    thread.on('error', (error) => fall(thread, error))
    thread.on('exit', () => fall(thread, new AppError('internal', 'The thread that reads ideas ended.')))
    return thread
  }

  /** Whoever waits for it is told; the next question starts another one. */
  function fall(thread: Worker | undefined, error: unknown): void {
    if (worker !== thread) return
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
}
