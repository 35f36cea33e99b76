import { type CampaignContent, numberOf } from '@wall/db/model/campaign'
import type { Suggestion } from '@wall/db/model/filing/filing'
import { type Judgement, unsureBelow } from '@wall/db/model/filing/second-opinion'
import { rankBehind } from './suggestions.ts'

export interface Advised {
  ranking: Suggestion[]
  reason: string
}

/** However sure a language model says it is: nobody has measured that. */
const advisedConfidence = 0.5

/**
 * The ranking with a language model's word in front; undefined where that does not count: when the words are
 * sure by now, or when the place it named is no more.
 */
export function takeAdvice(
  judgement: Judgement | null | undefined,
  ranking: readonly Suggestion[],
  campaign: Pick<CampaignContent, 'takeaways'>,
): Advised | undefined {
  if (!judgement || (ranking[0]?.confidence ?? 0) >= unsureBelow) return undefined
  const { takeaway } = judgement
  if (takeaway !== null && !campaign.takeaways.some(({ id }) => id === takeaway)) return undefined
  const own = ranking.find((suggestion) => suggestion.takeaway === takeaway)?.confidence ?? 0
  return {
    ranking: rankBehind(takeaway, Math.max(advisedConfidence, own), ranking),
    reason: tellAdvice(judgement, campaign),
  }
}

function tellAdvice({ takeaway, reason }: Judgement, campaign: Pick<CampaignContent, 'takeaways'>): string {
  const place = takeaway === null ? 'none of the takeaways' : `takeaway ${numberOf(campaign, takeaway)}`
  return `no takeaway is named; a language model suggests ${place}${reason === '' ? '' : `: “${reason}”`}`
}
