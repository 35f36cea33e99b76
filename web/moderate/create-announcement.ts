import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'

/** What was just done here, or why it was not. */
export interface Announcement {
  text: string
  canUndo: boolean
}

const shownMs = 8000

/** One at a time. It may go after a while: undo stays on the bar. */
export function createAnnouncement(isSilenced: Accessor<boolean>) {
  const [current, setCurrent] = createSignal<Announcement>()
  createEffect(() => {
    if (!current()) return
    const timer = setTimeout(() => setCurrent(undefined), shownMs)
    onCleanup(() => clearTimeout(timer))
  })
  // What somebody else did is not to be mistaken for what was done here.
  createEffect(() => {
    if (isSilenced()) setCurrent(undefined)
  })
  return {
    current,
    say: (text: string, options = { canUndo: false }) => void setCurrent({ text, ...options }),
  }
}
