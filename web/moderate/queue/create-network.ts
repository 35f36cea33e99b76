import { type Accessor, createSignal, onCleanup } from 'solid-js'

/**
 * Whether the browser has a network. `onHope`: it came back, or somebody came back to this page, perhaps from
 * signing in in another tab.
 */
export function createNetwork(onHope: () => void): { isOffline: Accessor<boolean> } {
  const [isOffline, setOffline] = createSignal(!navigator.onLine)
  const onOnline = () => {
    setOffline(false)
    onHope()
  }
  const onOffline = () => setOffline(true)
  window.addEventListener('online', onOnline)
  window.addEventListener('offline', onOffline)
  window.addEventListener('focus', onHope)
  onCleanup(() => {
    window.removeEventListener('online', onOnline)
    window.removeEventListener('offline', onOffline)
    window.removeEventListener('focus', onHope)
  })
  return { isOffline }
}
