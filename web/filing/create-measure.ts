// The score of the seeds as they stand in the editor: measured a moment after the last change, one at a time.
import type { MeasureAnswer, MeasurePart, SeedsView } from '@wall/api/wire/filing'
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { apiErrorCode } from '../api/errors.ts'
import type { FilingApi } from './filing-api.ts'

/** Long enough not to measure every letter; what is outdated costs little, as it ends at once. */
const pauseMs = 600
/** The server measures few drafts of a person at a time, and there are many editors open. */
const turnMs = 2500

export type MeasureState = 'waiting' | 'measuring' | 'done' | 'offline' | 'failed'

export interface Measure {
  state: Accessor<MeasureState>
  /** How far the one on its way is, with the score of the examples judged so far. */
  part: Accessor<MeasurePart | undefined>
  /** The latest; while another one is on its way it is that of a draft before, at first of what is saved. */
  result: Accessor<MeasureAnswer | undefined>
  /** Of the seeds as they are saved, to compare with. */
  saved: Accessor<MeasureAnswer | undefined>
  error: Accessor<unknown>
  retry: () => void
}

export function createMeasure(options: {
  draft: Accessor<SeedsView | undefined>
  saved: Accessor<SeedsView | undefined>
  measure: FilingApi['measure']
}): Measure {
  const [state, setState] = createSignal<MeasureState>('waiting')
  const [part, setPart] = createSignal<MeasurePart>()
  /** The server tells this editor from the person's others. */
  const editor = Math.random().toString(36).slice(2)
  const [result, setResult] = createSignal<MeasureAnswer>()
  const [saved, setSaved] = createSignal<MeasureAnswer>()
  const [error, setError] = createSignal<unknown>()
  /** By the seeds as text: going back to what was measured costs nothing. */
  const known = new Map<string, MeasureAnswer>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | undefined
  /** Long lists take seconds: what is saved is measured once, however much is written meanwhile. */
  let isMeasuringSaved = false

  createEffect(
    on([options.draft, options.saved], ([draft]) => {
      if (!draft || isMeasuringSaved) return
      stop()
      setState('waiting')
      timer = setTimeout(() => void run(), result() ? pauseMs : 0)
    }),
  )
  window.addEventListener('online', retry)
  onCleanup(() => {
    stop()
    window.removeEventListener('online', retry)
  })
  return { state, part, result, saved, error, retry }

  function stop() {
    clearTimeout(timer)
    running?.abort()
    setPart(undefined)
  }

  function retry() {
    if (state() === 'done' || state() === 'measuring') return
    stop()
    void run()
  }

  async function run(): Promise<void> {
    const own = new AbortController()
    running = own
    setState('measuring')
    try {
      // What is saved goes first: without it the draft's figures say little.
      await measureSaved(own.signal)
      const draft = options.draft()
      if (own.signal.aborted || !draft) return
      const next = await measureOnce(draft, own.signal)
      if (own.signal.aborted) return
      setResult(next)
      setError(undefined)
      setState('done')
    } catch (failure) {
      if (own.signal.aborted) return
      const code = apiErrorCode(failure)
      if (code === 'conflict') {
        timer = setTimeout(() => void run(), turnMs)
        return
      }
      setError(failure)
      setState(code === 'offline' ? 'offline' : 'failed')
    }
  }

  async function measureSaved(signal: AbortSignal): Promise<void> {
    const before = options.saved()
    if (!before) return
    isMeasuringSaved = true
    try {
      const found = await measureOnce(before, signal)
      setSaved(found)
      if (!result()) setResult(found)
    } finally {
      isMeasuringSaved = false
    }
    if (options.saved() !== before) await measureSaved(signal)
  }

  async function measureOnce(seeds: SeedsView, signal: AbortSignal): Promise<MeasureAnswer> {
    const key = JSON.stringify(seeds)
    const onPart = (next: MeasurePart) => {
      if (!signal.aborted) setPart(next)
    }
    /** Whole or broken off: what was judged so far is no score. */
    const endParts = () => {
      if (!signal.aborted) setPart(undefined)
    }
    const found =
      known.get(key) ?? (await options.measure({ seeds, editor, signal, onPart }).finally(endParts))
    known.set(key, found)
    if (known.size > 20) known.delete(known.keys().next().value ?? key)
    return found
  }
}
