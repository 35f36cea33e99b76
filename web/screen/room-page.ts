import { createEffect, onCleanup } from 'solid-js'
import { keepPage } from './keep-page.ts'

/** Sets the page up for a room: night colours, no scroll bars, the display kept awake. */
export function useRoomPage(title: () => string): void {
  const root = document.documentElement
  const before = root.dataset.theme
  root.dataset.theme = 'screen'
  createEffect(() => {
    document.title = title()
  })
  const release = keepAwake()
  const stopKeeping = keepPage()
  onCleanup(() => {
    if (before === undefined) delete root.dataset.theme
    else root.dataset.theme = before
    release()
    stopKeeping()
  })
}

/** The browser drops the lock whenever the page is hidden, so it is asked for again each time it is seen. */
function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined
  const ask = async () => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    // Refused on low battery or by the browser's settings: the screen works without.
    lock = await navigator.wakeLock.request('screen').catch(() => undefined)
  }
  const onVisible = () => void ask()
  document.addEventListener('visibilitychange', onVisible)
  void ask()
  return () => {
    document.removeEventListener('visibilitychange', onVisible)
    void lock?.release()
  }
}
