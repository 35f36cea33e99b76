/** A page that is still coming in moves under its reader for so long. */
const settleMs = 5_000

/**
 * A link to a takeaway leads there, though the browser looked for the place before there was any. Fonts,
 * columns and answers above still move it: it is followed until they are still, or the reader takes over.
 * Returns how to stop.
 */
export function landAtSection(section: HTMLElement, page: HTMLElement): () => void {
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
  observer.observe(page)
  land()
  section.querySelector('h2')?.focus({ preventScroll: true })
  return end
}
