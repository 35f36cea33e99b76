import type { Signal } from '@wall/db/model/filing/filing'

/** Signals of existing takeaways, and names of takeaways that do not exist, as they were written. */
export interface Sighting {
  signals: Signal[]
  /** They may as well mean something else: never more than a suggestion. */
  doubtful: Signal[]
  unknown: string[]
}
