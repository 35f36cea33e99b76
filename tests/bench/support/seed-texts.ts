import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { seedsFor } from '@wall/db/campaigns/seeds'
import { createRandom } from './random.ts'

export interface SeedText {
  text: string
  takeaway: number
}

/**
 * Posts that nobody wrote: words of the shipped seeds in another order, with the takeaway that most of them
 * are from.
 */
export function writeSeedTexts(count: number, start = 1): SeedText[] {
  const campaign = builtInCampaign()
  const { pick } = createRandom(start)
  const examples = [...seedsFor(campaign, campaign).takeaways].flatMap(([takeaway, { examples }]) =>
    examples.map(({ text }) => ({ takeaway, words: text.split(' ') })),
  )
  return Array.from({ length: count }, () => {
    const one = pick(examples)
    const other = pick(examples)
    return { text: [...one.words.slice(0, 12), ...other.words.slice(-6)].join(' '), takeaway: one.takeaway }
  })
}
