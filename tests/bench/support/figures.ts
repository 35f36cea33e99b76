import type { Aim, Figure } from './bench.ts'

interface Comparison {
  what: string
  unit: string
  /** One value a round, in the same order as the control's. */
  ours: readonly number[]
  control: readonly number[]
  against: string
  aim?: Aim
}

/**
 * Medians over the rounds; the ratio is taken within each round, so that a machine that slows down between
 * rounds does not count.
 */
export function compare({ what, unit, ours, control, against, aim }: Comparison): Figure {
  const ratios = ours.map((value, round) => value / (control[round] ?? Number.NaN))
  const ratio = median(ratios)
  return { what, unit, ours: median(ours), control: median(control), against, ratio, aim: aim ?? null }
}

export function stateAlone(figure: Pick<Figure, 'what' | 'unit' | 'ours'> & { aim?: Aim }): Figure {
  return { ...figure, control: null, against: '', ratio: null, aim: figure.aim ?? null }
}

export function median(values: readonly number[]): number {
  return findQuantile(values, 0.5)
}

/** The nearest-rank quantile; the middle pair's mean for an even median. */
export function findQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  if (sorted.length === 0) return Number.NaN
  if (share === 0.5 && sorted.length % 2 === 0) {
    return ((sorted[sorted.length / 2 - 1] ?? 0) + (sorted[sorted.length / 2] ?? 0)) / 2
  }
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Null when there is no aim. */
export function isMet({ ours, ratio, aim }: Figure): boolean | null {
  if (!aim) return null
  const value = aim.of === 'ours' ? ours : ratio
  if (value === null) return null
  return value >= (aim.atLeast ?? -Infinity) && value <= (aim.atMost ?? Infinity)
}
