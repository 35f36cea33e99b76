/** Why text files by itself, or not yet. `too_few`: fewer moderated posts than the least that counts. */
export type GateWhy = 'open' | 'too_few' | 'not_precise' | 'not_certain'

/** Whether decisions so far prove that text may file by itself, and from which confidence on. */
export interface FilingGate {
  isOpen: boolean
  why: GateWhy
  /** Least confidence to file with; null while no threshold holds. */
  threshold: number | null
  /**
   * Moderated posts at or above the threshold (or, without one, at the best there is), and how many of them
   * were right.
   */
  posts: number
  right: number
  /** Lower end of the 95 % Wilson interval of right / posts; 0 to 1. */
  wilson: number
  /** The share of right ones that is asked for; 0 to 1. */
  target: number
  /** It is shut, but had been open before. */
  wasOpen?: boolean
}

/** Measured by cross-validation, each post judged by a model that had not seen it. Shares are 0 to 1. */
export interface FilingFigures {
  posts: number
  top1: number
  top3: number
  macroF1: number
  /** How well "none" is told from the takeaways (area under the curve); null without either. */
  noneAuroc: number | null
  /** Mean distance between confidence and being right. */
  calibrationError: number
}

/** What the text model of a campaign is, and how far it can be trusted: as of the last fit. */
export interface FilingState {
  /** Of the rows it learnt from: the same rows give the same id. */
  model: string
  /** The sentence encoder that took part; null when words alone did. */
  encoder: string | null
  /** What the team should know of the encoder (absent, failed), in words; null when all is well. */
  encoderNote: string | null
  /**
   * The language model that may be asked, and in words why it is not just now. Null: none is wanted. Older
   * states don't tell.
   */
  judge?: { name: string; problem: string | null } | null
  fittedAt: number
  fitMs: number
  /** Moderators' decisions among the rows. */
  decisions: number
  /** Of these, how many only agreed with a proposal: they prove nothing. Older states don't tell. */
  agreed?: number
  /** Names the rejected posts that the gate was measured on beside them. Older states don't tell. */
  turnedDown?: string
  gate: FilingGate
  /** Over decided posts; null while there are none. */
  decided: FilingFigures | null
  /** Over the seeds alone; null for a campaign without any. */
  seeds: FilingFigures | null
  /** Places that are taken for each other most often, most first; null is "none". */
  confused: { is: number | null; taken: number | null; posts: number }[]
  /** Pairs of takeaways whose own words mean the same; likeness 0 to 1. */
  alike: { a: number; b: number; likeness: number }[]
}

/**
 * What text must have proven before it files by itself: so many moderated posts, right in this share, this
 * sure of it.
 */
export const gateNeeds = { posts: 20, precision: 0.9, wilson: 0.8 } as const

/** Before so many decisions confidence is told in bands ("likely", "maybe"), after in figures. */
export const figuresFromDecisions = 100
