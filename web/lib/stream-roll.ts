import type { StreamPlace } from './live.ts'

/** Pages in sight answer within this. */
const answerMs = 150

type Call = { id: string; since: number; isAsked: boolean }

/**
 * One of the places for streams that the pages of this browser share, where they share no locks
 * (`navigator.locks` is there only on secure addresses). A page that wants one calls, and those that have one
 * answer; the oldest keep theirs. Each calls anew with every beat, so that two that called in the same
 * moment, or a clock that was set, make one too many only for seconds.
 */
export function createStreamRoll(places: number): StreamPlace {
  const calls = new BroadcastChannel('wall:streams')
  const id = crypto.getRandomValues(new Uint32Array(2)).join()
  /** Since when this page has a place or asks for one; undefined while it does neither. */
  let since: number | undefined
  let heard = new Map<string, number>()

  calls.onmessage = ({ data }: MessageEvent<Call>) => {
    heard.set(data.id, data.since)
    if (data.isAsked && since !== undefined) say(since, false)
  }

  return {
    async take() {
      since ??= Date.now()
      heard = new Map()
      say(since, true)
      await new Promise((resolve) => setTimeout(resolve, answerMs))
      const mine = since
      if (mine === undefined) return false
      const older = [...heard].filter(([other, at]) => at < mine || (at === mine && other < id))
      if (older.length >= places) since = undefined
      return since !== undefined
    },
    leave() {
      since = undefined
    },
  }

  function say(at: number, isAsked: boolean): void {
    calls.postMessage({ id, since: at, isAsked } satisfies Call)
  }
}
