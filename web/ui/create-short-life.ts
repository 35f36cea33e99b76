import { onCleanup, onMount } from 'solid-js'

/**
 * For the element that shows a piece of news: it goes by itself, but not from under the pointer or the
 * keyboard (WCAG 2.2.1).
 */
export function createShortLife(lifeMs: number, onGo: () => void) {
  let element: HTMLElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const goInTime = () => {
    clearTimeout(timer)
    if (element?.matches(':hover, :focus-within')) return
    timer = setTimeout(onGo, lifeMs)
  }
  onMount(goInTime)
  onCleanup(() => clearTimeout(timer))
  return {
    ref: (own: HTMLElement) => {
      element = own
    },
    onPointerEnter: goInTime,
    onPointerLeave: goInTime,
    onFocusIn: goInTime,
    onFocusOut: goInTime,
  }
}
