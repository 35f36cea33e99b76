import type { Worker } from 'node:worker_threads'
import type { CampaignContent } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { IdeaMind } from '@wall/filing/ideas/idea-mind'
import { startThread } from '@wall/filing/jobs/start-thread'

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

/** Starting and learning again takes a second of a core, keeping it more than 100 MB. */
const idleMs = 60_000

/**
 * The same in a thread of its own, so that collecting and filing go on meanwhile. It begins with the first
 * question, and ends when for `endAfterMs` nobody has asked; one that fell over or ended is started anew when
 * asked again.
 */
export function openIdeaThread(campaign: CampaignContent, endAfterMs = idleMs): IdeaMind {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastId = 0
  let idle: NodeJS.Timeout | undefined

  return {
    read: (posts) => ask('read', [posts]),
    plan: (gathered) => ask('plan', [gathered]),
    close: async () => end(),
  }

  function ask<T>(verb: IdeaQuestion['verb'], words: unknown[]): Promise<T> {
    clearTimeout(idle)
    worker ??= start()
    const thread = worker
    return new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      thread.postMessage({ id, verb, words } satisfies IdeaQuestion)
    })
  }

  function start(): Worker {
    const thread = startThread<IdeaAnswer>(new URL('./thread.ts', import.meta.url), campaign, {
      hear(answer) {
        const question = waiting.get(answer.id)
        waiting.delete(answer.id)
        if (waiting.size === 0 && thread === worker) idle = setTimeout(end, endAfterMs).unref()
        if ('fault' in answer) question?.reject(new AppError('internal', answer.fault))
        else question?.resolve(answer.value)
      },
      over: (cause) =>
        fall(thread, new AppError('internal', 'The thread that reads ideas ended.', { cause })),
    })
    thread.unref()
    return thread
  }

  function end(): void {
    clearTimeout(idle)
    const thread = worker
    fall(thread, new AppError('unavailable', 'The workers are stopping.'))
    thread?.postMessage(null)
  }

  /** Whoever waits for it is told; the next question starts another one. */
  function fall(thread: Worker | undefined, error: unknown): void {
    if (worker !== thread) return
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
}
