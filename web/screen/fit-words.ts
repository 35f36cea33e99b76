import { createEffect, on, onCleanup } from 'solid-js'

// Sizes are in hundredths of the screen's height, so that a 4K panel reads like a 1080p one.

const spotlightSteps: readonly [mostWeight: number, size: number][] = [
  [60, 6],
  [110, 5.2],
  [170, 4.5],
  [250, 4],
  [340, 3.6],
  [480, 3.2],
]
const besideSteps: readonly [mostWeight: number, size: number][] = [
  [70, 3.6],
  [130, 3.2],
  [180, 2.8],
]
/** What can still be read from the back of the room: words that do not fit so are cut into pages. */
const smallestWords = 2.4
const step = 0.2

/** The size words begin with, before it is seen whether they fit: the shorter, the larger. */
export function startSize(weight: number, card: { isSpotlight: boolean; hasPicture: boolean }): number {
  if (!card.isSpotlight) return besideSteps.find(([most]) => weight <= most)?.[1] ?? 2.6
  if (card.hasPicture) return weight <= 110 ? 4 : 3.2
  return spotlightSteps.find(([most]) => weight <= most)?.[1] ?? 2.8
}

/**
 * Makes the words of a card as large as `first` if all of it is then inside, else smaller until it is; false
 * when it never is.
 */
export function fitWords(card: HTMLElement, first: number): boolean {
  for (let size = first; size >= smallestWords - 0.01; size -= step) {
    card.style.setProperty('--words', size.toFixed(1))
    if (isWhole(card)) return true
  }
  return false
}

/**
 * Makes everything in this box smaller by the same share (`--fit`), until neither it nor one of its
 * `data-fit` hides a part: whenever what `source` reads changes, and with the window and the fonts.
 */
export function useFit(outer: HTMLElement, source: () => unknown): void {
  const fit = () => {
    const boxes = [outer, ...outer.querySelectorAll<HTMLElement>('[data-fit]')]
    for (let share = 1; share > 0.3; share -= 0.04) {
      outer.style.setProperty('--fit', share.toFixed(2))
      if (boxes.every(isWhole)) return
    }
  }
  const observer = new ResizeObserver(fit)
  observer.observe(outer)
  createEffect(on(source, fit))
  document.fonts.addEventListener('loadingdone', fit)
  onCleanup(() => {
    observer.disconnect()
    document.fonts.removeEventListener('loadingdone', fit)
  })
}

function isWhole(box: HTMLElement): boolean {
  return box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1
}
