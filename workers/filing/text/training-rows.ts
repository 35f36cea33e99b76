import { createHash } from 'node:crypto'
import type { Seeds } from '@wall/db/campaigns/seeds'
import type { CampaignContent } from '@wall/db/model/campaign'
import { capDecisions } from './cap-decisions.ts'
import type { Decision, TrainingRow } from './training-row.ts'

/**
 * What a row weighs: those that did best in trials. A campaign's own sentences count as three posts each:
 * where there are no examples, they must outlast the chance words of its first few decided posts.
 */
const weightOf = { title: 6, sentence: 3, example: 1, keyword: 0.5 }

/**
 * So many posts of none at most for each post that a takeaway has on average, and never fewer than these.
 * Beside titles alone a whole bank of them makes whatever is written like a post seem to speak to none.
 */
const noneFor = { post: 2, fewest: 12 }

/** A campaign's own words, its seeds and what people decided, as rows to learn from. */
export function toTrainingRows(
  campaign: CampaignContent,
  seeds: Seeds,
  decisions: readonly Decision[] = [],
): TrainingRow[] {
  const rows = campaign.takeaways.flatMap((takeaway) => {
    const { keywords = [], examples = [] } = seeds.takeaways.get(takeaway.id) ?? {}
    const add = (text: string, kind: TrainingRow['kind'], weight: number): TrainingRow => {
      return { text, takeaway: takeaway.id, kind, weight }
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
  const posts = rows.filter(({ kind }) => kind === 'example').length
  const decided = decisions.filter(({ takeaway }) => takeaway !== null).length
  const perTakeaway = (posts + decided) / Math.max(1, campaign.takeaways.length)
  const mostNone = Math.max(noneFor.fewest, Math.round(noneFor.post * perTakeaway))
  const none = pickAny(seeds.none, mostNone).map(
    ({ text }): TrainingRow => ({ text, takeaway: null, kind: 'example', weight: weightOf.example }),
  )
  return [...rows, ...none, ...capDecisions(decisions)].filter((row) => row.text !== '')
}

/** Always the same ones, whatever the order: those whose hashes are the least. */
function pickAny<Row extends { text: string }>(rows: readonly Row[], limit: number): readonly Row[] {
  if (rows.length <= limit) return rows
  const keyed = rows.map((row) => ({ row, key: createHash('sha256').update(row.text).digest('hex') }))
  return keyed
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map(({ row }) => row)
}

function toSentences(text: string): string[] {
  return text.split(/(?<=[.!?;])\s+/u).filter((sentence) => sentence.trim() !== '')
}
