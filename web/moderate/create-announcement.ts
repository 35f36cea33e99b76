import { type Accessor, createEffect, createSignal } from 'solid-js'

/** What was just done here, or why it was not. */
export interface Announcement {
  text: string
  canUndo: boolean
}

/** One at a time. */
export function createAnnouncement(isSilenced: Accessor<boolean>) {
  const [current, setCurrent] = createSignal<Announcement>()
  const clear = () => void setCurrent(undefined)
  // What somebody else did is not to be mistaken for what was done here, nor what waits for what was done.
  createEffect(() => {
    if (isSilenced()) clear()
  })
  return {
    current,
    say: (text: string, options = { canUndo: false }) => void setCurrent({ text, ...options }),
    clear,
  }
}
