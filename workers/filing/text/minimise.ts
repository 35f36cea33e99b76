export interface Hill {
  /** Numbers in a point. */
  size: number
  /** Answers the height at a point and puts the slope there into `slope`. */
  measure(point: Float64Array, slope: Float64Array): number
  /** The inner product of two points. */
  multiply(one: Float64Array, other: Float64Array): number
}

interface Step {
  move: Float64Array
  bend: Float64Array
  inverse: number
}

/** Steps that are remembered. */
const memorySize = 6

/**
 * Walks down a smooth convex hill from zero (L-BFGS). Nothing in it is random: the same hill gives the same
 * point.
 */
export function minimise(hill: Hill, maxRounds: number, tolerance = 1e-4): Float64Array {
  const { size, measure, multiply } = hill
  let point = new Float64Array(size)
  let slope = new Float64Array(size)
  let height = measure(point, slope)
  let spare = { point: new Float64Array(size), slope: new Float64Array(size) }
  const memory: Step[] = []
  for (let round = 0; round < maxRounds; round += 1) {
    const way = findWay(slope, memory, multiply)
    const descent = multiply(slope, way)
    if (!(descent > 0)) break
    let length = 1
    let lower = height
    for (let attempt = 0; attempt < 20; attempt += 1) {
      for (let at = 0; at < size; at += 1) spare.point[at] = (point[at] ?? 0) - length * (way[at] ?? 0)
      lower = measure(spare.point, spare.slope)
      if (lower <= height - 1e-4 * length * descent) break
      length /= 2
    }
    if (!(lower < height)) break
    const move = subtract(spare.point, point)
    const bend = subtract(spare.slope, slope)
    const curve = multiply(move, bend)
    if (curve > 1e-12) memory.push({ move, bend, inverse: 1 / curve })
    if (memory.length > memorySize) memory.shift()
    const gain = height - lower
    const before = { point, slope }
    ;({ point, slope } = spare)
    spare = before
    height = lower
    if (gain < tolerance * Math.abs(height)) break
  }
  return point
}

function findWay(slope: Float64Array, memory: readonly Step[], multiply: Hill['multiply']): Float64Array {
  const way = Float64Array.from(slope)
  const parts: number[] = []
  for (const { move, bend, inverse } of memory.toReversed()) {
    const part = inverse * multiply(move, way)
    parts.push(part)
    addTimes(way, bend, -part)
  }
  const last = memory.at(-1)
  const scale = last
    ? 1 / (last.inverse * multiply(last.bend, last.bend))
    : 1 / (Math.sqrt(multiply(slope, slope)) || 1)
  for (let at = 0; at < way.length; at += 1) way[at] = (way[at] ?? 0) * scale
  for (const { move, bend, inverse } of memory) {
    addTimes(way, move, (parts.pop() ?? 0) - inverse * multiply(bend, way))
  }
  return way
}

function subtract(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((value, at) => value - (other[at] ?? 0))
}

function addTimes(to: Float64Array, from: Float64Array, times: number): void {
  for (let at = 0; at < to.length; at += 1) to[at] = (to[at] ?? 0) + times * (from[at] ?? 0)
}
