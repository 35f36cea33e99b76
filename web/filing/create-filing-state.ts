import type { FilingAnswer } from '@wall/api/wire/filing'
import { type Accessor, createSignal, onCleanup } from 'solid-js'
import type { FilingApi } from './filing-api.ts'

/** A refit follows decisions within seconds; nobody watches it by the second. */
const everyMs = 15_000

/**
 * What text has learnt so far, looked at again while the page is. `error` stays until the next try that
 * works.
 */
export function createFilingState(api: FilingApi): {
  answer: Accessor<FilingAnswer | undefined>
  error: Accessor<unknown>
  refresh: () => Promise<void>
} {
  const [answer, setAnswer] = createSignal<FilingAnswer>()
  const [error, setError] = createSignal<unknown>()
  let lastAsked = 0
  const refresh = async () => {
    const mine = ++lastAsked
    try {
      const next = await api.getState()
      if (mine !== lastAsked) return
      setAnswer(next)
      setError(undefined)
    } catch (failure) {
      if (mine === lastAsked) setError(failure)
    }
  }
  const look = () => {
    if (document.visibilityState === 'visible') void refresh()
  }
  const timer = setInterval(look, everyMs)
  document.addEventListener('visibilitychange', look)
  window.addEventListener('online', look)
  onCleanup(() => {
    lastAsked += 1
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('online', look)
  })
  void refresh()
  return { answer, error, refresh }
}
