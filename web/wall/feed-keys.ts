/**
 * Page Down and Page Up walk from card to card while the focus is inside a feed, as screen readers expect of
 * one.
 */
export function moveInFeed(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key !== 'PageDown' && event.key !== 'PageUp') return
  const card = event.target instanceof Element ? event.target.closest('[aria-posinset]') : null
  const next = event.key === 'PageDown' ? card?.nextElementSibling : card?.previousElementSibling
  if (!(next instanceof HTMLElement)) return
  event.preventDefault()
  next.focus()
}
