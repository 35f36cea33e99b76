/** Something in or around a post that names one takeaway. */
export interface Signal {
  takeaway: number
  /** What was seen, to end a sentence that begins with "it". */
  seen: string
  /** How often such a thing is right, 0 to 1. */
  confidence: number
}

/** Signals of existing takeaways, and names of takeaways that do not exist, as they were written. */
export interface Sighting {
  signals: Signal[]
  unknown: string[]
}
