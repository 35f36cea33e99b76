import { clockSlackMs } from '@wall/db/model/wait'
import type { PartReport } from '../sources/source.ts'

export interface ClockWatch {
  /** What a network said the time is, epoch ms. */
  note(networkAt: number): void
  /** `fetch`, with what its answers say of the time. */
  overhear(fetch: typeof globalThis.fetch): typeof globalThis.fetch
  /** Looks whether the clock was set right meanwhile. */
  look(): void
}

/**
 * Holds this machine's clock against the network's, and tells when it is wrong: then times on the wall are
 * wrong, gaps can't be told from the future, and labels end too soon or too late.
 */
export function createClockWatch(deps: {
  clock: () => number
  report(part: 'clock', report: PartReport): void
}): ClockWatch {
  const { clock, report } = deps
  let told: { at: number; seenAtMs: number } | null = null
  let isWrong = false

  function judge({ at, seenAtMs }: { at: number; seenAtMs: number }): void {
    const aheadMs = clock() - (at + performance.now() - seenAtMs)
    // An answer may have been under way for 20 s, and its date is in whole seconds.
    if (Math.abs(aheadMs) > clockSlackMs) {
      isWrong = true
      const problem = aheadMs > 0 ? 'clock_ahead' : 'clock_behind'
      report('clock', { state: 'running', problem, detail: formatSpan(Math.abs(aheadMs)) })
    } else if (isWrong) {
      isWrong = false
      report('clock', { state: 'running' })
    }
  }

  function note(networkAt: number): void {
    told = { at: networkAt, seenAtMs: performance.now() }
    judge(told)
  }

  return {
    note,

    overhear: (fetch) => async (input, init) => {
      const response = await fetch(input, init)
      const at = Date.parse(response.headers.get('date') ?? '')
      // A cache between says how old the answer is (RFC 9111 5.1).
      const ageMs = Number(response.headers.get('age') ?? 0) * 1000
      if (at + ageMs > 0) note(at + ageMs)
      return response
    },

    // While a machine sleeps our own watch stands still: by itself this finds no clock wrong, only right
    // again.
    look() {
      if (told && isWrong) judge(told)
    },
  }
}

/** The same in every language. */
function formatSpan(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
