import type { QueuePost } from '@wall/api/wire/queue'
import { type Accessor, createMemo, createSignal } from 'solid-js'

/** "Why not?": open or not for as long as the room is; what it asks about begins anew with each post. */
export function createWhy(post: Accessor<QueuePost | undefined>) {
  const [isOpen, setOpen] = createSignal(false)
  const [choice, setChoice] = createSignal<{ postId: number | undefined; takeaway: number | null }>()
  /** At first the best place that it does not stand under. */
  const first = createMemo(() => {
    const filing = post()?.filing
    const stands = filing?.by ? filing.takeaway : filing?.suggestions[0]?.takeaway
    return filing?.suggestions.find((one) => one.takeaway !== stands)?.takeaway ?? null
  })
  const asked = () => {
    const chosen = choice()
    return chosen && chosen.postId === post()?.id ? chosen.takeaway : first()
  }
  return {
    isOpen,
    setOpen: (next: boolean) => void setOpen(next),
    asked,
    ask: (takeaway: number | null) => void setChoice({ postId: post()?.id, takeaway }),
  }
}
