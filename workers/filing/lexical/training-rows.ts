import type { Seeds } from '@wall/db/campaigns/seeds'
import type { CampaignContent } from '@wall/db/model/campaign'

/** A text that is known to speak to a takeaway, or (null) to none. */
export interface TrainingRow {
  text: string
  takeaway: number | null
  weight: number
}

/** A campaign's own words and its seeds as rows to learn from. The weights are those that did best in earlier trials. */
export function toTrainingRows(campaign: CampaignContent, seeds: Seeds): TrainingRow[] {
  const rows = campaign.takeaways.flatMap((takeaway) => {
    const { keywords = [], examples = [] } = seeds.takeaways.get(takeaway.number) ?? {}
    const add = (text: string, weight: number): TrainingRow => ({ text, takeaway: takeaway.number, weight })
    return [
      add(takeaway.title, 2),
      ...[...toSentences(takeaway.summary), takeaway.prompt ?? ''].map((text) => add(text, 1)),
      ...takeaway.actions.map((action) => add(action.text, 1)),
      ...examples.map((text) => add(text, 1)),
      ...keywords.map((text) => add(text, 1)),
    ]
  })
  return [...rows, ...seeds.none.map((text) => ({ text, takeaway: null, weight: 0.5 }))].filter(
    (row) => row.text !== '',
  )
}

function toSentences(text: string): string[] {
  return text.split(/(?<=[.!?;])\s+/u).filter((sentence) => sentence.trim() !== '')
}
