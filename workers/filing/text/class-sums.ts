import type { SparseVector } from './vocabulary.ts'

type Row = Pick<SparseVector, 'places' | 'weights'>

/** A weight for each place of the vocabulary and each class, made of rows. */
export interface ClassSums {
  clear(): void
  /** Adds the row as often as `parts` says for each class, from `at` on. */
  add(row: Row, parts: Float64Array, at: number): void
  /** Puts the row's score for each class into `into`, from `at` on. */
  score(row: Row, into: Float64Array, at: number): void
  /** The weights, those of one place side by side. */
  read(): Float32Array
}

/** Classes that are worked on at once. */
const lanes = 8

/**
 * Nearly all of the time that learning takes is spent here: eight classes go side by side in plain variables,
 * which the processor keeps in registers, and half the bytes of full precision are fetched.
 */
export function createSums(size: number, classCount: number): ClassSums {
  const blocks = Math.ceil(classCount / lanes)
  const stride = blocks * lanes
  const sums = new Float32Array(size * stride)
  const lane = new Float64Array(stride)

  return {
    clear: () => sums.fill(0),

    add({ places, weights }, parts, at) {
      for (let k = 0; k < classCount; k += 1) lane[k] = parts[at + k] as number
      for (let block = 0; block < stride; block += lanes) {
        const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = lane.subarray(block, block + lanes)
        for (let index = 0; index < places.length; index += 1) {
          const to = (places[index] as number) * stride + block
          const weight = weights[index] as number
          sums[to] = (sums[to] as number) + weight * a
          sums[to + 1] = (sums[to + 1] as number) + weight * b
          sums[to + 2] = (sums[to + 2] as number) + weight * c
          sums[to + 3] = (sums[to + 3] as number) + weight * d
          sums[to + 4] = (sums[to + 4] as number) + weight * e
          sums[to + 5] = (sums[to + 5] as number) + weight * f
          sums[to + 6] = (sums[to + 6] as number) + weight * g
          sums[to + 7] = (sums[to + 7] as number) + weight * h
        }
      }
    },

    score({ places, weights }, into, at) {
      for (let block = 0; block < stride; block += lanes) {
        let a = 0
        let b = 0
        let c = 0
        let d = 0
        let e = 0
        let f = 0
        let g = 0
        let h = 0
        for (let index = 0; index < places.length; index += 1) {
          const from = (places[index] as number) * stride + block
          const weight = weights[index] as number
          a += weight * (sums[from] as number)
          b += weight * (sums[from + 1] as number)
          c += weight * (sums[from + 2] as number)
          d += weight * (sums[from + 3] as number)
          e += weight * (sums[from + 4] as number)
          f += weight * (sums[from + 5] as number)
          g += weight * (sums[from + 6] as number)
          h += weight * (sums[from + 7] as number)
        }
        lane.set([a, b, c, d, e, f, g, h], block)
      }
      for (let k = 0; k < classCount; k += 1) into[at + k] = lane[k] as number
    },

    read() {
      const weights = new Float32Array(size * classCount)
      for (let place = 0; place < size; place += 1) {
        weights.set(sums.subarray(place * stride, place * stride + classCount), place * classCount)
      }
      return weights
    },
  }
}
