import type { Seeds } from '@wall/db/campaigns/seeds'
import type { CampaignContent } from '@wall/db/model/campaign'
import { capDecisions } from './cap-decisions.ts'
import type { Decision, TrainingRow } from './training-row.ts'

/** A campaign's own words, its seeds and what people decided, as rows to learn from. The weights are those that did best in trials. */
export function toTrainingRows(
  campaign: CampaignContent,
  seeds: Seeds,
  decisions: readonly Decision[] = [],
): TrainingRow[] {
  const rows = campaign.takeaways.flatMap((takeaway) => {
    const { keywords = [], examples = [] } = seeds.takeaways.get(takeaway.number) ?? {}
    const add = (text: string, kind: TrainingRow['kind'], weight: number): TrainingRow => {
      return { text, takeaway: takeaway.number, kind, weight }
    }
    return [
      add(takeaway.title, 'definition', 2),
      ...[...toSentences(takeaway.summary), takeaway.prompt ?? ''].map((text) => add(text, 'definition', 1)),
      ...(takeaway.prompts ?? []).map((text) => add(text, 'definition', 1)),
      ...takeaway.actions.map((action) => add(action.text, 'definition', 1)),
      ...examples.map(({ text }) => add(text, 'example', 1)),
      ...keywords.map(({ text }) => add(text, 'keyword', 0.5)),
    ]
  })
  const none = seeds.none.map(
    ({ text }): TrainingRow => ({ text, takeaway: null, kind: 'example', weight: 1 }),
  )
  return [...rows, ...none, ...capDecisions(decisions)].filter((row) => row.text !== '')
}

function toSentences(text: string): string[] {
  return text.split(/(?<=[.!?;])\s+/u).filter((sentence) => sentence.trim() !== '')
}
