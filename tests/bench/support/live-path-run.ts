import { readUsage, type Usage } from './command-server.ts'

export interface LivePathOrder {
  /** `ws://host:port`, without a path. */
  origin: string
  frames: number
}

export interface LivePathResult {
  /**
   * From the first frame to the last, and what storing took after it (not the wait for the next batch's
   * turn).
   */
  wallMs: number
  cpuUs: number
  /** Resident memory after 10 %, 50 % and all of the frames. */
  rssBytes: number[]
  matched: number
}

/** Watches one run through a stream: told of each frame, it takes the times. */
export function createRunMeter(frames: number) {
  const marks = [Math.ceil(frames / 10), Math.ceil(frames / 2), frames]
  const rssBytes: number[] = []
  const all = Promise.withResolvers<void>()
  let count = 0
  let startedAt = 0
  let lastAt = 0
  let before: Usage = readUsage()

  return {
    noteFrame(): void {
      count += 1
      if (count === 1) {
        startedAt = performance.now()
        before = readUsage()
      }
      if (count !== marks[rssBytes.length]) return
      rssBytes.push(process.memoryUsage.rss())
      if (count !== frames) return
      lastAt = performance.now()
      all.resolve()
    },
    allSeen: all.promise,
    isDone: () => count >= frames,
    finish(matched: number, storingMs = 0): LivePathResult {
      const wallMs = lastAt - startedAt + storingMs
      return { wallMs, cpuUs: readUsage().cpuUs - before.cpuUs, rssBytes, matched }
    },
  }
}

/** The simplest test that a user of a client would write. */
export function hasTag(record: unknown): boolean {
  const { text } = record as { text?: unknown }
  return typeof text === 'string' && text.toLowerCase().includes('#rethinkingintervention')
}
