// The thread in which posts are read for ideas: see `idea-thread.ts`.
import { parentPort, workerData } from 'node:worker_threads'
import type { CampaignContent } from '@wall/db/model/campaign'
import { createIdeaMind, type IdeaMind } from '@wall/filing/ideas/idea-mind'
import type { IdeaAnswer, IdeaOrder, IdeaQuestion } from './idea-thread.ts'

const mind = createIdeaMind(workerData as CampaignContent)

parentPort?.on('message', async (order: IdeaOrder) => {
  if (!order) return parentPort?.close()
  const { id, verb, words } = order
  const answer = await work(verb, words).then(
    (value): IdeaAnswer => ({ id, value }),
    (error: unknown): IdeaAnswer => ({
      id,
      fault: error instanceof Error ? error.message : 'Reading ideas failed.',
    }),
  )
  parentPort?.postMessage(answer)
})

function work(verb: IdeaQuestion['verb'], words: unknown[]): Promise<unknown> {
  return verb === 'read'
    ? mind.read(...(words as Parameters<IdeaMind['read']>))
    : mind.plan(...(words as Parameters<IdeaMind['plan']>))
}
