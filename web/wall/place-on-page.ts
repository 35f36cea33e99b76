import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'

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
