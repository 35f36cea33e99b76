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
  publicSeq: number
  readAt: number
  reading: Promise<ShownIdeas>
}

/** Reads what everybody may see of the ideas, once for many who ask: anew at once when anything on the wall changed. */
export function createReadShownIdeas(
  store: Pick<Store, 'listShownIdeas'>,
  clock: Clock,
): (feed: Feed) => Promise<ShownIdeas> {
  const kept = new Map<number, Entry>()
  return (feed) => {
    const { campaign, seq, publicSeq } = feed
    const known = kept.get(campaign.id)
    const isFresh = known?.seq === seq || (known !== undefined && clock.now() - known.readAt < lateMs)
    if (known?.publicSeq === publicSeq && isFresh) return known.reading
    // The place is taken before reading: what comes in meanwhile makes the next caller read again.
    const reading = store.listShownIdeas(campaign.id, samples).then(viewShownIdeas)
    const entry = { seq, publicSeq, readAt: clock.now(), reading }
    kept.set(campaign.id, entry)
    reading.catch(() => kept.get(campaign.id) === entry && kept.delete(campaign.id))
    return reading
  }
}
