import { type Accessor, createEffect, on } from 'solid-js'

/**
 * The place where posts are read: another one begins at its top, and the keyboard is never left on something
 * that went away.
 */
export function createFront(postId: Accessor<number | undefined>) {
  let card: HTMLElement | undefined
  let scroller: HTMLElement | undefined
  let isAwaited = false

  createEffect(
    on(
      postId,
      () => {
        scroller?.scrollTo({ top: 0 })
        if (scroller && scroller.getBoundingClientRect().top < 0) scroller.scrollIntoView()
        if (document.activeElement === document.body) focus()
      },
      { defer: true },
    ),
  )

  return {
    focus,
    /** What is in front: a post's card, or the word that there is none. */
    setCard: (element: HTMLElement) => {
      card = element
      if (!isAwaited) return
      isAwaited = false
      // It is not on the page yet.
      queueMicrotask(() => {
        if (document.activeElement === document.body) focus()
      })
    },
    /** The part that the keyboard is on goes away with the list: it goes on with what comes in its place. */
    awaitCard: () => {
      isAwaited = true
    },
    setScroller: (element: HTMLElement) => {
      scroller = element
    },
  }

  function focus(): void {
    card?.focus({ preventScroll: true })
  }
}
