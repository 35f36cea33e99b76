import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { Shown } from './scene.ts'
import { ScreenCard } from './screen-card.tsx'

const leaveMs = 350
/** Cards of one takeaway turn over one after the other. */
const afterOtherMs = 250

/**
 * One of the fixed places on the stage. A new card waits until the old one has left; a removed one is gone in
 * the same moment, without any farewell, also when it was just leaving. `mayStand` tells which posts the
 * screen still has.
 */
export function Place(props: {
  place: number
  shown: Shown | undefined
  mayStand: (postId: number) => boolean
  onTooMuch: (shown: Shown) => void
}) {
  const [drawn, setDrawn] = createSignal<Shown | undefined>(props.shown)
  const [isLeaving, setIsLeaving] = createSignal(false)
  let timer: number | undefined
  onCleanup(() => window.clearTimeout(timer))

  createEffect(
    on(
      () => props.shown,
      (next) => {
        const before = drawn()
        const isTurning = timer !== undefined
        const isSamePage = next?.post.id === before?.post.id && next?.page === before?.page
        // Whoever presses → faster than cards turn sees each of them all the same.
        if (!before || !next || isSamePage || isTurning) return replace(next)
        const isSameTakeaway = next.post.takeaway === before.post.takeaway
        timer = window.setTimeout(
          () => {
            setIsLeaving(true)
            timer = window.setTimeout(() => replace(next), leaveMs)
          },
          isSameTakeaway ? props.place * afterOtherMs : 0,
        )
      },
    ),
  )
  createEffect(() => {
    const old = drawn()
    if (old && old.post.id !== props.shown?.post.id && !props.mayStand(old.post.id)) replace(props.shown)
  })

  function replace(next: Shown | undefined) {
    window.clearTimeout(timer)
    timer = undefined
    setDrawn(next)
    setIsLeaving(false)
  }

  return (
    <div class="place" data-place={props.place} data-leaving={isLeaving() ? '' : undefined} hidden={!drawn()}>
      <ScreenCard shown={drawn()} isSpotlight={props.place === 0} onTooMuch={props.onTooMuch} />
    </div>
  )
}
