// A decision counts for what its reader saw when the press for it began. What comes in front in that moment,
// by a double click, a second key, live news or a slow page, was seen by nobody.
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'

/** Whatever has stood in front for a shorter time was not read. */
const settleMs = 400

/**
 * When the press that is being handled began, in ms as `event.timeStamp` has them. A press lasts as long as
 * key or finger are down, and a double click is one press.
 */
export function watchPresses(): () => number {
  let beganAt = 0
  let keyAt: number | undefined
  let pointerAt: number | undefined
  let clickAt: number | undefined
  const stop = new AbortController()
  const listen = <Name extends keyof WindowEventMap>(
    name: Name,
    listener: (event: WindowEventMap[Name]) => void,
  ) => window.addEventListener(name, listener, { capture: true, signal: stop.signal })

  listen('keydown', (event) => {
    if (event.repeat) keyAt ??= 0
    else keyAt = event.timeStamp
    beganAt = keyAt
  })
  // The space bar clicks after this.
  listen('keyup', () => void setTimeout(release))
  listen('blur', (event) => event.target === window && release())
  listen('pointerdown', (event) => {
    pointerAt = event.timeStamp
  })
  listen('click', (event) => {
    // Keys click without a count, and so do screen readers and voices, which press nothing.
    if (event.detail === 0) beganAt = keyAt ?? event.timeStamp
    else {
      if (event.detail === 1 || clickAt === undefined) clickAt = pointerAt ?? event.timeStamp
      beganAt = clickAt
    }
  })
  onCleanup(() => stop.abort())
  return () => beganAt

  function release(): void {
    keyAt = undefined
  }
}

/**
 * Whether what stands in front can have been seen. `front` changes with everything that a reader would have
 * to read again; `isCovered` while something lies over it. `isFresh`: it has only just come.
 */
export function createSeen(front: Accessor<string>, isCovered: Accessor<boolean>) {
  const [isFresh, setFresh] = createSignal(true)
  let current: string | undefined
  /** Of its first frame on the screen: a page in the back has none. */
  let seenAt: number | undefined
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on([front, isCovered], ([now, covered]) => {
      if (now !== current) {
        current = now
        seenAt = undefined
        setFresh(true)
      }
      cancelAnimationFrame(frame)
      if (seenAt === undefined && !covered) afterPaint(see)
    }),
  )
  onCleanup(() => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  })
  return {
    isFresh,
    /** By somebody who began to press then. */
    wasSeen: (pressedAt: number) => seenAt !== undefined && pressedAt >= seenAt + settleMs,
  }

  function see(): void {
    seenAt = performance.now()
    clearTimeout(timer)
    timer = setTimeout(() => setFresh(seenAt === undefined), settleMs)
  }

  function afterPaint(run: () => void): void {
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(run)
    })
  }
}
