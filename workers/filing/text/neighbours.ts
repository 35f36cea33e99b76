import { type SparseVector, shares, wordShare } from './vocabulary.ts'

/** For each word or group, the rows that hold it. Fit to be sent to another thread. */
export interface NeighbourData {
  /** Where the rows of each place begin; one more than there are places. */
  starts: Int32Array
  rows: Int32Array
  weights: Float32Array
  rowCount: number
}

export interface Neighbour {
  row: number
  /** Cosine over words and groups: 1 for the same words. */
  likeness: number
}

export function learnNeighbours(vectors: readonly SparseVector[], wordSize: number): NeighbourData {
  const starts = new Int32Array(wordSize + 1)
  for (const { places, wordCount } of vectors) {
    for (let at = 0; at < wordCount; at += 1) {
      const next = (places[at] ?? 0) + 1
      starts[next] = (starts[next] ?? 0) + 1
    }
  }
  for (let place = 0; place < wordSize; place += 1)
    starts[place + 1] = (starts[place + 1] ?? 0) + (starts[place] ?? 0)
  const size = starts[wordSize] ?? 0
  const rows = new Int32Array(size)
  const rowWeights = new Float32Array(size)
  const next = starts.slice()
  for (const [row, { places, weights, wordCount }] of vectors.entries()) {
    for (let at = 0; at < wordCount; at += 1) {
      const place = places[at] ?? 0
      const slot = next[place] ?? 0
      rows[slot] = row
      rowWeights[slot] = weights[at] ?? 0
      next[place] = slot + 1
    }
  }
  return { starts, rows, weights: rowWeights, rowCount: vectors.length }
}

export interface Neighbours {
  /** The likest rows, at most `limit`, likest first; of equals the earlier one. Rows without a common word are left out. */
  alike: Neighbour[]
  /**
   * Those that have so much in common by words alone, likest first: groups of words bring posts together in which a reader
   * finds not one word in common.
   */
  written: Neighbour[]
}

/** @param leastWritten likeness by words alone, 1 for the same words */
export function findNeighbours(
  data: NeighbourData,
  vector: SparseVector,
  limit: number,
  leastWritten: number,
): Neighbours {
  const likeness = new Float64Array(data.rowCount)
  const scale = wordShare / shares.words
  let written: Neighbour[] | undefined
  for (let at = 0; at < vector.wordCount; at += 1) {
    if (at === vector.stemCount) written = listFrom(likeness, leastWritten, scale)
    const place = vector.places[at] ?? 0
    const weight = (vector.weights[at] ?? 0) / wordShare
    const end = data.starts[place + 1] ?? 0
    for (let slot = data.starts[place] ?? 0; slot < end; slot += 1) {
      const row = data.rows[slot] ?? 0
      likeness[row] = (likeness[row] ?? 0) + weight * (data.weights[slot] ?? 0)
    }
  }
  const alike = listFrom(likeness, findLeast(likeness, limit), 1).slice(0, limit)
  return { alike, written: written ?? listFrom(likeness, leastWritten, scale) }
}

function listFrom(likeness: Float64Array, least: number, scale: number): Neighbour[] {
  const found: Neighbour[] = []
  for (let row = 0; row < likeness.length; row += 1) {
    const value = (likeness[row] ?? 0) * scale
    if (value > 0 && value >= least) found.push({ row, likeness: value })
  }
  return found.sort((a, b) => b.likeness - a.likeness || a.row - b.row)
}

/** A likeness that at least `limit` rows reach, not much below the best such: found by counting in 256 steps. */
function findLeast(likeness: Float64Array, limit: number): number {
  const counts = new Int32Array(257)
  for (let row = 0; row < likeness.length; row += 1) {
    const step = Math.min(256, Math.floor((likeness[row] ?? 0) * 256))
    counts[step] = (counts[step] ?? 0) + 1
  }
  let reached = 0
  for (let step = 256; step >= 0; step -= 1) {
    reached += counts[step] ?? 0
    if (reached >= limit) return step / 256
  }
  return 0
}
