import type { Log } from '../log.ts'
import { readVectorFile, writeVectorFile } from './vector-file.ts'
import { createVectorMemory, type VectorMemory } from './vector-memory.ts'

/** Vectors of texts that are no person's words, in memory and in a file of the data folder. */
export interface SeedStore {
  readonly memory: Pick<VectorMemory, 'get'>
  readonly isLoaded: boolean
  /** Never rejects. */
  readonly loaded: Promise<void>
  put(key: string, vector: Float32Array): void
  /** Writes what is not written yet. Never rejects. */
  close(): Promise<void>
}

/**
 * Gathers what comes in for some seconds before it writes. A file that can't be written costs time at the
 * next start, nothing else.
 */
export function createSeedStore(
  file: { path: string; id: string; dim: number },
  maxEntries: number,
  log: Pick<Log, 'warn'>,
  gatherMs = 3_000,
): SeedStore {
  const memory = createVectorMemory(maxEntries)
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  let isChanged = false
  let isLoaded = false
  const loaded = readVectorFile(file, memory)
    .catch(() => memory.clear())
    .then(() => {
      isLoaded = true
    })

  const write = () => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(async () => {
      if (!isChanged) return
      isChanged = false
      try {
        await writeVectorFile(file, memory)
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        log.warn({ code }, 'the vectors of the seeds can’t be kept; they are made again at the next start')
      }
    })
    return writing
  }
  return {
    memory,
    get isLoaded() {
      return isLoaded
    },
    loaded,
    put(key, vector) {
      if (memory.get(key)) return
      memory.set(key, vector)
      isChanged = true
      timer ??= setTimeout(write, gatherMs)
    },
    async close() {
      await loaded
      await write()
    },
  }
}
