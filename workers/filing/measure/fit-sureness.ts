import type { Judged } from './judged.ts'

/**
 * How much surer (above 1) or less sure a model should be than it is, so that its chances come true most often: the power
 * of all chances with the least surprise. Few posts move it little: it starts as if twenty had said "as it is".
 */
export function fitSureness(judged: readonly Judged[]): number {
  let low = 0.3
  let high = 3
  for (let round = 0; round < 40; round += 1) {
    const left = low + (high - low) / 3
    const right = high - (high - low) / 3
    if (surprise(judged, left) <= surprise(judged, right)) high = right
    else low = left
  }
  return Math.round(((low + high) / 2) * 100) / 100
}

function surprise(judged: readonly Judged[], power: number): number {
  let sum = 20 * Math.log(power) ** 2
  for (const { truth, ranking } of judged) {
    const logs = ranking.map(({ confidence }) => power * Math.log(Math.max(confidence, 1e-9)))
    const highest = Math.max(...logs)
    const total = logs.reduce((so, log) => so + Math.exp(log - highest), 0)
    const own = logs[ranking.findIndex(({ takeaway }) => takeaway === truth)] ?? Math.log(1e-9)
    sum -= own - highest - Math.log(total)
  }
  return sum
}
