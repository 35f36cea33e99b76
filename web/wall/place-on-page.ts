import { type Accessor, createEffect, createSignal, onCleanup, onMount } from 'solid-js'

export function sectionId(key: string): string {
  return key === 'unfiled' ? 'other-answers' : `takeaway-${key}`
}

/** The key of the section that crosses the upper third of the window, or undefined above the first. */
export function createPlaceOnPage(keys: Accessor<readonly string[]>): Accessor<string | undefined> {
  const [here, setHere] = createSignal<string>()
  createEffect(() => {
    const crossing = new Set<string>()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          if (entry.isIntersecting) crossing.add(entry.target.id)
          else crossing.delete(entry.target.id)
        }
        setHere(keys().find((key) => crossing.has(sectionId(key))))
      },
      { rootMargin: '-30% 0px -69% 0px' },
    )
    for (const key of keys()) {
      const section = document.getElementById(sectionId(key))
      if (section) observer.observe(section)
    }
    onCleanup(() => observer.disconnect())
  })
  return here
}

export function goToSection(key: string): void {
  const section = document.getElementById(sectionId(key))
  section?.scrollIntoView()
  section?.querySelector('h2')?.focus({ preventScroll: true })
}

/** A page that is still coming in moves under its reader for so long. */
const settleMs = 5_000

/**
 * A link to a takeaway leads there, though the browser looked for the place before there was any. Fonts, columns and answers above
 * still move it: it is followed until they are still, or the reader takes over.
 */
export function landAtSection(keys: Accessor<readonly string[]>, page: () => HTMLElement | undefined): void {
  onMount(() => {
    const key = keys().find((one) => `#${sectionId(one)}` === location.hash)
    const section = key && document.getElementById(sectionId(key))
    const element = page()
    if (!section || !element) return
    // Where it stood before a reload is another place.
    history.scrollRestoration = 'manual'
    const land = () => section.scrollIntoView({ behavior: 'instant' })
    const observer = new ResizeObserver(land)
    const stop = new AbortController()
    const end = () => {
      observer.disconnect()
      clearTimeout(timer)
      stop.abort()
      history.scrollRestoration = 'auto'
    }
    const timer = setTimeout(end, settleMs)
    for (const name of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
      addEventListener(name, end, { signal: stop.signal, passive: true })
    observer.observe(element)
    onCleanup(end)
    land()
    section.querySelector('h2')?.focus({ preventScroll: true })
  })
}
