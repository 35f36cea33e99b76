import { setTimeout as sleep } from 'node:timers/promises'
import type { DecisionResult } from '@wall/api/wire/queue'
import { campaignPath } from './installed-wall.ts'
import type { ModeratorClient } from './moderator-client.ts'

export interface Poured {
  /** Decisions that a server has confirmed, and how long each took (ms). */
  tookMs: number[]
  /** Of all that changed something. */
  decisionIds: number[]
  /** Where each post was put last. */
  places: Map<number, number>
  /** How often somebody was told that a post had changed meanwhile. */
  conflicts: number
  lastedMs: number
}

/**
 * Moderators share the posts and put them under one takeaway after the other, so many times a second all
 * together. Whoever is told that a post has changed looks again and goes on.
 */
export async function pourDecisions(options: {
  moderators: readonly ModeratorClient[]
  postIds: readonly number[]
  total: number
  perSecond: number
}): Promise<Poured> {
  const { moderators, postIds, total, perSecond } = options
  const poured: Poured = { tookMs: [], decisionIds: [], places: new Map(), conflicts: 0, lastedMs: 0 }
  const startedAt = performance.now()
  await Promise.all(
    moderators.map(async (moderator, mine) => {
      const own = postIds.filter((_, index) => index % moderators.length === mine)
      const versions = new Map<number, number>()
      for (let turn = 0; turn * moderators.length + mine < total; turn += 1) {
        const dueAt = startedAt + ((turn * moderators.length + mine) * 1_000) / perSecond
        await sleep(Math.max(0, dueAt - performance.now()))
        const id = own[turn % own.length] ?? 0
        const takeaway = 1 + ((id + Math.floor(turn / own.length)) % 6)
        await decide(moderator, id, takeaway, versions)
      }
    }),
  )
  poured.lastedMs = performance.now() - startedAt
  return poured

  async function decide(
    moderator: ModeratorClient,
    id: number,
    takeaway: number,
    versions: Map<number, number>,
  ): Promise<void> {
    for (;;) {
      const version = versions.get(id) ?? (await moderator.getPost(id)).version
      const beganAt = performance.now()
      const answer = await moderator.ask<DecisionResult>(`${campaignPath}/posts/${id}/filing`, {
        version,
        takeaway,
      })
      versions.delete(id)
      if (answer.status === 409) {
        poured.conflicts += 1
        continue
      }
      if (!answer.body) throw new Error(`a decision was answered with ${answer.status}`)
      poured.tookMs.push(performance.now() - beganAt)
      versions.set(id, answer.body.post.version)
      poured.places.set(id, takeaway)
      if (answer.body.decision) poured.decisionIds.push(answer.body.decision.id)
      return
    }
  }
}
