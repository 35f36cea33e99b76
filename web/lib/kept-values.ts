/** Small values kept in this browser. A browser that forbids storing still works: it only forgets. */
export interface KeptValues {
  read(key: string): string | null
  write(key: string, value: string): void
  remove(key: string): void
}

const prefix = 'wall:'

/** `storage` is a function because only touching `localStorage` may already throw. */
export function createKeptValues(storage: () => Storage): KeptValues {
  return {
    read: (key) => attempt(() => storage().getItem(prefix + key)) ?? null,
    write: (key, value) => void attempt(() => storage().setItem(prefix + key, value)),
    remove: (key) => void attempt(() => storage().removeItem(prefix + key)),
  }
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
