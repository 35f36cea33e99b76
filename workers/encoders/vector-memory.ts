/** The vectors used last, by key. Bounded: the one unused for longest goes. */
export interface VectorMemory {
  get(key: string): Float32Array | undefined
  set(key: string, vector: Float32Array): void
  delete(key: string): void
  clear(): void
  /** From the one unused for longest on. */
  entries(): Iterable<[string, Float32Array]>
  readonly size: number
}

export function createVectorMemory(maxEntries: number): VectorMemory {
  const vectors = new Map<string, Float32Array>()
  return {
    get(key) {
      const vector = vectors.get(key)
      if (vector === undefined) return undefined
      vectors.delete(key)
      vectors.set(key, vector)
      return vector
    },
    set(key, vector) {
      vectors.delete(key)
      vectors.set(key, vector)
      for (const oldest of vectors.keys()) {
        if (vectors.size <= maxEntries) break
        vectors.delete(oldest)
      }
    },
    delete: (key) => void vectors.delete(key),
    clear: () => vectors.clear(),
    entries: () => vectors.entries(),
    get size() {
      return vectors.size
    },
  }
}
