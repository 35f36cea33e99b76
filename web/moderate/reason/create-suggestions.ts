import type { QueuePost } from '@wall/api/wire/queue'
import { type Accessor, createEffect, createMemo, on } from 'solid-js'
import { listChips } from './filing-outcome.ts'

/** So long after the suggestions changed a key may still be meant for the ones before. */
const settleMs = 700

/** The places on offer for the post in front, which may change under the hand that reaches for them. */
export function createSuggestions(post: Accessor<QueuePost | undefined>, pressedAt: () => number) {
  const chips = createMemo(() => {
    const now = post()
    return { postId: now?.id, places: now ? listChips(now.filing).map((one) => one.takeaway) : [] }
  })
  let changedAt = 0
  createEffect(
    on(chips, (now, before) => {
      if (before?.postId === now.postId && String(before?.places) !== String(now.places))
        changedAt = performance.now()
    }),
  )
  return {
    /** The place at this number on offer; `changed` while it may not be the one that was meant. */
    pick(at: number): { takeaway: number | null } | 'changed' | undefined {
      const takeaway = chips().places[at]
      if (takeaway === undefined) return undefined
      return pressedAt() < changedAt + settleMs ? 'changed' : { takeaway }
    },
  }
}
