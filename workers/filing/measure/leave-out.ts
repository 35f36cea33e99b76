import type { Seeds } from '@wall/db/campaigns/seeds'
import { toPlainKey } from '../text/plain-key.ts'
import type { LabelledPost } from './labelled-post.ts'

/**
 * The seeds without those that say the same as one of the posts, and how many were left out: nobody is
 * examined on what they learnt.
 */
export function leaveOut(seeds: Seeds, posts: readonly LabelledPost[]): { seeds: Seeds; leftOut: number } {
  const known = new Set(posts.map(({ text }) => toKey(text)))
  let leftOut = 0
  const keep = ({ text }: { text: string }) => {
    const isKnown = known.has(toKey(text))
    if (isKnown) leftOut += 1
    return !isKnown
  }
  const takeaways = new Map(
    [...seeds.takeaways].map(([id, own]) => [id, { ...own, examples: own.examples.filter(keep) }]),
  )
  return { seeds: { ...seeds, takeaways, none: seeds.none.filter(keep) }, leftOut }
}

/** Without what names a takeaway. */
function toKey(text: string): string {
  return toPlainKey(text.replace(/(?<!\p{L})(?:takeaway ?|t)\d/giu, ' '))
}
