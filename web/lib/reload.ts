import { createKeptValues } from './kept-values.ts'

const againMs = 60_000
const askMs = 20_000

/** Loads the page anew, but not twice within a minute: what a reload does not mend, a second one will not. */
export function reloadOnce(storage: () => Storage): void {
  const kept = createKeptValues(storage)
  const last = Number(kept.read('reloaded-at') ?? 0)
  if (!navigator.onLine || Math.abs(Date.now() - last) < againMs) return
  kept.write('reloaded-at', String(Date.now()))
  // A browser that keeps nothing could not tell the second time from the first.
  if (kept.read('reloaded-at') !== null) location.reload()
}

/** Loads the page anew as soon as the server gives it again; until then nothing changes. Returns how to stop. */
export function reloadWhenServed(address: string): () => void {
  const timer = window.setInterval(async () => {
    const response = await fetch(address, { cache: 'no-store' }).catch(() => undefined)
    if (response?.ok) location.reload()
  }, askMs)
  return () => window.clearInterval(timer)
}
