import { type SparseVector, shares, wordShare } from './vocabulary.ts'

/** For each word or group, the rows that hold it. Fit to be sent to another thread. */
export interface NeighbourData {
  /** Where the rows of each place begin; one more than there are places. */
  starts: Int32Array
  rows: Int32Array
  weights: Float32Array
  rowCount: number
}

/** A campaign has up to 99 takeaways. */
const maxKinds = 101

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
  /**
   * The likest rows, at most `limit`, likest first; of equals the earlier one. Rows without a common word are
   * left out.
   */
  alike: Neighbour[]
  /**
   * Those that have so much in common by words alone, likest first: groups of words bring posts together in
   * which a reader finds not one word in common.
   */
  written: Neighbour[]
  /** By words alone, too: the likest of each kind that has a word in common, however little else. */
  nearest: (Neighbour | undefined)[]
}

/**
 * @param leastWritten likeness by words alone, 1 for the same words
 * @param kinds the kind of each row, from 0 to 100
 */
export function findNeighbours(
  data: NeighbourData,
  vector: SparseVector,
  limit: number,
  leastWritten: number,
  kinds: Int32Array,
): Neighbours {
  const likeness = new Float64Array(data.rowCount)
  const scale = wordShare / shares.words
  const lookAtWords = () => listWritten(likeness, leastWritten, scale, kinds)
  let byWords: ReturnType<typeof lookAtWords> | undefined
  for (let at = 0; at < vector.wordCount; at += 1) {
    if (at === vector.stemCount) byWords = lookAtWords()
    const place = vector.places[at] ?? 0
    const weight = (vector.weights[at] ?? 0) / wordShare
    const end = data.starts[place + 1] ?? 0
    for (let slot = data.starts[place] ?? 0; slot < end; slot += 1) {
      const row = data.rows[slot] ?? 0
      likeness[row] = (likeness[row] ?? 0) + weight * (data.weights[slot] ?? 0)
    }
  }
  const alike = listFrom(likeness, findLeast(likeness, limit)).slice(0, limit)
  return { alike, ...(byWords ?? lookAtWords()) }
}

function listFrom(likeness: Float64Array, least: number): Neighbour[] {
  const found: Neighbour[] = []
  for (let row = 0; row < likeness.length; row += 1) {
    const value = likeness[row] as number
    if (value >= least && value > 0) found.push({ row, likeness: value })
  }
  return sortNeighbours(found)
}

/** In one pass: there are thousands of rows. */
function listWritten(
  likeness: Float64Array,
  least: number,
  scale: number,
  kinds: Int32Array,
): Pick<Neighbours, 'written' | 'nearest'> {
  const written: Neighbour[] = []
  const nearest: (Neighbour | undefined)[] = []
  const leastValue = least / scale
  const best = new Float64Array(maxKinds)
  const rows = new Int32Array(maxKinds)
  // Nearly every row fails both questions, which processors foresee: asking first whether it has a word at
  // all costs more.
  for (let row = 0; row < likeness.length; row += 1) {
    const value = likeness[row] as number
    const kind = kinds[row] as number
    if (value > (best[kind] as number)) {
      best[kind] = value
      rows[kind] = row
    }
    if (value >= leastValue) written.push({ row, likeness: value * scale })
  }
  for (const [kind, value] of best.entries()) {
    if (value > 0) nearest[kind] = { row: rows[kind] ?? 0, likeness: value * scale }
  }
  return { written: sortNeighbours(written), nearest }
}

function sortNeighbours(found: Neighbour[]): Neighbour[] {
  return found.sort((a, b) => b.likeness - a.likeness || a.row - b.row)
}

/**
 * A likeness that at least `limit` rows reach, not much below the best such: found by counting in 256 steps.
 */
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
