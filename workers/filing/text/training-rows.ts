import type { Seeds } from '@wall/db/campaigns/seeds'
import type { CampaignContent } from '@wall/db/model/campaign'
import { capDecisions } from './cap-decisions.ts'
import type { Decision, TrainingRow } from './training-row.ts'

/**
 * What a row weighs: those that did best in trials. A campaign's own sentences count as three posts each: where there are no
 * examples, they must outlast the chance words of its first few decided posts.
 */
const weightOf = { title: 6, sentence: 3, example: 1, keyword: 0.5 }

/** A campaign's own words, its seeds and what people decided, as rows to learn from. */
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
      add(takeaway.title, 'definition', weightOf.title),
      ...[...toSentences(takeaway.summary), takeaway.prompt ?? ''].map((text) =>
        add(text, 'definition', weightOf.sentence),
      ),
      ...(takeaway.prompts ?? []).map((text) => add(text, 'definition', weightOf.sentence)),
      ...takeaway.actions.map((action) => add(action.text, 'definition', weightOf.sentence)),
      ...examples.map(({ text }) => add(text, 'example', weightOf.example)),
      ...keywords.map(({ text }) => add(text, 'keyword', weightOf.keyword)),
    ]
  })
  const none = seeds.none.map(
    ({ text }): TrainingRow => ({ text, takeaway: null, kind: 'example', weight: weightOf.example }),
  )
  return [...rows, ...none, ...capDecisions(decisions)].filter((row) => row.text !== '')
}

function toSentences(text: string): string[] {
  return text.split(/(?<=[.!?;])\s+/u).filter((sentence) => sentence.trim() !== '')
}
