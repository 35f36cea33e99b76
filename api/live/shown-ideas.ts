import { hasPassed } from '@wall/db/model/wait'
import type { Store } from '@wall/db/store/store'
import type { Clock } from '../clock.ts'
import { viewShownIdeas } from '../views/idea.ts'
import type { ShownIdeas } from '../wire/idea.ts'
import type { Feed } from './feed.ts'

const samples = 3
/** What is no news of the wall (a name, a group that grew) may be so late. */
const lateMs = 5_000

interface Entry {
  seq: number
  readAt: number
  reading: Promise<ShownIdeas>
}

/**
 * Reads what everybody may see of the ideas, once for many who ask: anew at once when anything on the wall
 * changed.
 */
export function createReadShownIdeas(
  store: Pick<Store, 'listShownIdeas'>,
  clock: Clock,
): (feed: Feed) => Promise<ShownIdeas> {
  /** By the feed's public state: when that goes, so do the words. */
  const kept = new WeakMap<object, Entry>()
  return (feed) => {
    const { campaign, networks, seq, publicState } = feed
    const known = kept.get(publicState)
    if (known && (known.seq === seq || !hasPassed(lateMs, known.readAt, clock.now()))) return known.reading
    // The place is taken before reading: what comes in meanwhile makes the next caller read again.
    const reading = store
      .listShownIdeas(campaign.id, samples)
      .then((ideas) => viewShownIdeas(ideas, networks))
    const entry = { seq, readAt: clock.now(), reading }
    kept.set(publicState, entry)
    reading.catch(() => kept.get(publicState) === entry && kept.delete(publicState))
    return reading
  }
}
