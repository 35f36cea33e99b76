import { AppError } from '@wall/db/model/error'

/**
 * So many at a time, of one person one. Who waits goes in the order in which persons last had their turn,
 * then as they came.
 */
export interface FairLine {
  /** Throws `unavailable` when `signal` aborts before the turn has come. */
  run<T>(person: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

interface Waiting {
  person: string
  begin(): void
}

export function createFairLine(places: number): FairLine {
  const running = new Set<string>()
  const waiting = new Set<Waiting>()
  /** Persons, who had their turn last at the end. */
  const served = new Set<string>()

  return {
    async run(person, signal, work) {
      await takePlace(person, signal)
      try {
        return await work()
      } finally {
        running.delete(person)
        beginNext()
      }
    },
  }

  function takePlace(person: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopped = () => reject(new AppError('unavailable', 'This was stopped before its turn came.'))
      if (signal.aborted) return stopped()
      const leave = () => {
        waiting.delete(one)
        stopped()
      }
      const one: Waiting = {
        person,
        begin() {
          signal.removeEventListener('abort', leave)
          resolve()
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      waiting.add(one)
      beginNext()
    })
  }

  function beginNext(): void {
    if (running.size >= places) return
    const free = [...waiting].filter(({ person }) => !running.has(person))
    const next = free.find(({ person }) => !served.has(person)) ?? findLongestUnserved(free)
    if (!next) return
    waiting.delete(next)
    running.add(next.person)
    served.delete(next.person)
    served.add(next.person)
    next.begin()
  }

  function findLongestUnserved(free: readonly Waiting[]): Waiting | undefined {
    for (const one of served) {
      const found = free.find(({ person }) => person === one)
      if (found) return found
    }
    return undefined
  }
}
