/** Runs tasks, at most `max` at a time, in the order they came. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>

export function createLimit(max: number): Limit {
  let running = 0
  const waiting: (() => void)[] = []
  return async (task) => {
    if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      // The place is handed on, so that nobody can slip in between.
      if (next) next()
      else running--
    }
  }
}
