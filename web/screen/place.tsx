import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { Shown } from './scene.ts'
import { ScreenCard } from './screen-card.tsx'

const leaveMs = 350

/**
 * One of the fixed places on the stage. A new card waits until the old one has left; a removed one is gone in the
 * same moment, without any farewell, also when it was just leaving. `mayStand` tells which posts the screen still has.
 */
export function Place(props: {
  place: number
  shown: Shown | undefined
  mayStand: (postId: number) => boolean
}) {
  const [drawn, setDrawn] = createSignal<Shown | undefined>(props.shown)
  const [isLeaving, setIsLeaving] = createSignal(false)
  let timer: number | undefined
  onCleanup(() => window.clearTimeout(timer))

  createEffect(
    on(
      () => props.shown,
      (next) => {
        window.clearTimeout(timer)
        const isSamePost = next?.post.id === drawn()?.post.id && next?.page === drawn()?.page
        if (!drawn() || !next || isSamePost) {
          setIsLeaving(false)
          setDrawn(next)
          return
        }
        setIsLeaving(true)
        timer = window.setTimeout(() => replace(next), leaveMs)
      },
    ),
  )
  createEffect(() => {
    const leaving = isLeaving() ? drawn() : undefined
    if (leaving && !props.mayStand(leaving.post.id)) replace(props.shown)
  })

  function replace(next: Shown | undefined) {
    window.clearTimeout(timer)
    setDrawn(next)
    setIsLeaving(false)
  }

  return (
    <div class="place" data-place={props.place} data-leaving={isLeaving() ? '' : undefined} hidden={!drawn()}>
      <ScreenCard shown={drawn()} isSpotlight={props.place === 0} />
    </div>
  )
}
