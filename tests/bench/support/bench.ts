/** One measured figure: ours beside a control of the same run. */
export interface Figure {
  what: string
  unit: string
  ours: number
  /** Null when the figure stands alone. */
  control: number | null
  against: string
  /** Median of the rounds' own ratios; null when the figure stands alone. */
  ratio: number | null
  aim: Aim | null
}

/** `of: 'ours'` for the few aims that are absolute. */
export interface Aim {
  of: 'ratio' | 'ours'
  atLeast?: number
  atMost?: number
}

export interface Outcome {
  figures: Figure[]
  /** What was not possible here, and what a reader must know. */
  notes: string[]
}

export interface BenchContext {
  isQuick: boolean
  /** Tells how far it is. */
  say(line: string): void
}

export interface Bench {
  name: string
  about: string
  run(context: BenchContext): Promise<Outcome>
}
