import type { CampaignContent } from '@wall/db/model/campaign'
import type { FilingState } from '@wall/db/model/filing-state'
import { createWordReader } from '../text/read-words.ts'

const leastLikeness = 0.6

/** Pairs of takeaways that say the same in so many words, likest first. */
export function findAlike(campaign: CampaignContent): FilingState['alike'] {
  const readWords = createWordReader(campaign.hashtags)
  const bags = campaign.takeaways.map(({ number, title, summary, prompt = '' }) => ({
    number,
    words: new Set(readWords([title, summary, prompt].join(' ')).filter((word) => word.length > 3)),
  }))
  const pairs = bags.flatMap((a, index) =>
    bags
      .slice(index + 1)
      .map((b) => ({ a: a.number, b: b.number, likeness: tellLikeness(a.words, b.words) })),
  )
  return pairs.filter(({ likeness }) => likeness >= leastLikeness).sort((x, y) => y.likeness - x.likeness)
}

function tellLikeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  const shared = [...a].filter((word) => b.has(word)).length
  return shared / Math.sqrt(a.size * b.size)
}
