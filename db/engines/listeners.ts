export interface Listeners {
  /** Until the signal aborts. */
  add(listener: () => void, signal: AbortSignal): void
  /** Calls all of them. */
  wake(): void
  /** Forgets them. */
  stop(): void
}

/**
 * Those who wait to be told of commits; `start` and `stop` what watches for them, which runs only while there
 * is one.
 */
export function createListeners(watch: { start(): void; stop(): void }): Listeners {
  const listeners = new Set<() => void>()

  function stop(): void {
    listeners.clear()
    watch.stop()
  }

  return {
    stop,
    add(listener, signal) {
      if (signal.aborted) return
      listeners.add(listener)
      if (listeners.size === 1) watch.start()
      const onAbort = () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
      signal.addEventListener('abort', onAbort, { once: true })
    },
    wake() {
      for (const listener of listeners) listener()
    },
  }
}
