import { ourMark } from '@wall/api/wire/mark'
import { createKeptValues } from './kept-values.ts'

const againMs = 60_000
const askMs = 20_000

/** Loads the page anew, but not twice within a minute: what a reload does not mend, a second one will not. */
export async function reloadOnce(storage: () => Storage): Promise<void> {
  const kept = createKeptValues(storage)
  const last = Number(kept.read('reloaded-at') ?? 0)
  if (!navigator.onLine || Math.abs(Date.now() - last) < againMs) return
  kept.write('reloaded-at', String(Date.now()))
  // A browser that keeps nothing could not tell the second time from the first.
  if (kept.read('reloaded-at') !== null && (await isServed(location.href))) location.reload()
}

/**
 * Loads the page anew as soon as the server gives it again; until then nothing changes. Returns how to stop.
 */
export function reloadWhenServed(address: string): () => void {
  const timer = window.setInterval(async () => {
    if (await isServed(address)) location.reload()
  }, askMs)
  return () => window.clearInterval(timer)
}

/**
 * Whether our own server answers there, and not somebody in its place: from their page there would be no way
 * back.
 */
export async function isServed(address: string): Promise<boolean> {
  const patience = AbortSignal.timeout(askMs / 2)
  const response = await fetch(address, { cache: 'no-store', signal: patience }).catch(() => undefined)
  return response?.ok === true && response.headers.has(ourMark)
}
