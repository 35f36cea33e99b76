import { type Accessor, createSignal, onCleanup } from 'solid-js'

const idleMs = 3_000

/** True while nobody moves a pointer or uses the keyboard: then the cursor and the controls are hidden. */
export function createIdlePointer(): Accessor<boolean> {
  const [isIdle, setIsIdle] = createSignal(true)
  let timer: number | undefined
  const wake = () => {
    setIsIdle(false)
    window.clearTimeout(timer)
    timer = window.setTimeout(() => setIsIdle(true), idleMs)
  }
  window.addEventListener('pointermove', wake)
  window.addEventListener('pointerdown', wake)
  window.addEventListener('keydown', wake)
  onCleanup(() => {
    window.clearTimeout(timer)
    window.removeEventListener('pointermove', wake)
    window.removeEventListener('pointerdown', wake)
    window.removeEventListener('keydown', wake)
  })
  return isIdle
}
