import type { CampaignContent } from '@wall/db/model/campaign'

/** What a language model said about a post. The reason is its own words: one line, without links. */
export interface Judgement {
  /** One of the campaign's numbers, or null for none of them. */
  takeaway: number | null
  /** As it says itself, 0 to 1; calibrated by nobody. */
  confidence: number
  reason: string
}

export interface JudgeStatus {
  /** `resting`: it failed, or the month's budget is used up; tried again by itself. */
  state: 'ready' | 'resting'
  id: string
  /** A sentence while it rests; else null. */
  problem: string | null
}

/** Another mind, asked by choice. Slow and fallible: never in the way of a post. */
export interface Judge {
  readonly id: string
  status(): JudgeStatus
  /**
   * Resolves to undefined whenever there is no answer to rely on. `names` are the author's names and handles: they, and
   * whatever looks like an account, an address or a number to call, are taken out of the text before it leaves. Never rejects.
   */
  file(
    post: { text: string; names?: readonly string[] },
    campaign: CampaignContent,
  ): Promise<Judgement | undefined>
  /** Breaks off what is asked; later questions have no answer. */
  close(): void
}

/** What may be spent. */
export interface Budget {
  /** True: taken, and kept so. False: it would be too much, or can't be kept. Never rejects. */
  take(amount: number): Promise<boolean>
}
