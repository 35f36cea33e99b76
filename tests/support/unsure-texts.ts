// Texts that a campaign's own words leave unsure, whatever the model of the day makes of them: found, not
// written down.
import type { CampaignContent } from '@wall/db/model/campaign'
import { unsureBelow } from '@wall/db/model/filing/second-opinion'
import { createFiler } from '@wall/filing/file-post'

/** So far from the bound that whatever a test adds does not matter. */
const margin = 0.05

/**
 * Of the candidates those that are unsure, and best put under none of `not`. Throws when they are fewer than
 * `least`.
 */
export function findUnsureTexts(
  campaign: CampaignContent,
  candidates: readonly string[],
  { least, not }: { least: number; not: readonly (number | null)[] },
): string[] {
  const filer = createFiler(campaign)
  const unsure = candidates.filter((text) => {
    const { confidence, suggestions } = filer.file({ text })
    return confidence < unsureBelow - margin && !not.includes(suggestions[0]?.takeaway ?? null)
  })
  if (unsure.length < least)
    throw new Error(`Only ${unsure.length} of ${candidates.length} texts are unsure.`)
  return unsure
}

/** One word of each list in a row, every way. */
export function mixWords(lists: readonly (readonly string[])[], end = ''): string[] {
  return lists
    .reduce<string[]>((all, list) => all.flatMap((one) => list.map((word) => `${one} ${word}`)), [''])
    .map((text) => `${text.trim()}${end}`)
}
