/** Changes the page at once and leaves the focus where it was: an element that is only moved loses it. */
export function keepFocus(change: () => void): void {
  const held = document.activeElement
  change()
  if (held instanceof HTMLElement && held.isConnected && document.activeElement !== held)
    held.focus({ preventScroll: true })
}
