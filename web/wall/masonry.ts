import { createEffect, onCleanup } from 'solid-js'
import { countColumns, placeCards } from './masonry-places.ts'

/**
 * Lays the children of a grid out in columns with even gaps, again whenever one changes its height. The order
 * in the document stays the order in time. When a card leaves, the others close the space calmly.
 */
export function createMasonry(grid: () => HTMLElement | undefined, ids: () => readonly number[]): void {
  const observer = new ResizeObserver(() => layOut(false))
  const places = new WeakMap<Element, { left: number; top: number }>()
  let count = 0
  onCleanup(() => observer.disconnect())

  createEffect(() => {
    const length = ids().length
    const element = grid()
    if (!element) return
    observer.disconnect()
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    layOut(length < count)
    count = length
  })

  function layOut(isRemoval: boolean) {
    const element = grid()
    if (!element) return
    const cards = [...element.children].filter((child) => child instanceof HTMLElement)
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    const gap = Math.round(rem)
    const columns = countColumns(element.clientWidth, 18.5 * rem, gap)
    element.style.setProperty('--columns', String(columns))
    element.dataset.placed = ''
    const heights = cards.map((card) => card.offsetHeight)
    const placed = placeCards(heights, columns, gap)
    cards.forEach((card, index) => {
      const place = placed[index]
      if (!place) return
      card.style.setProperty('grid-area', `${place.row} / ${place.column} / span ${place.span}`)
    })
    for (const card of cards) remember(card, isRemoval)
  }

  function remember(card: HTMLElement, moves: boolean) {
    const before = places.get(card)
    const now = { left: card.offsetLeft, top: card.offsetTop }
    places.set(card, now)
    if (!moves || !before || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    const x = before.left - now.left
    const y = before.top - now.top
    if (x === 0 && y === 0) return
    card.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }], {
      duration: 300,
      easing: 'ease-out',
    })
  }
}
