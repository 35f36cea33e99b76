import type { CampaignContent } from '@wall/db/model/campaign'
import type { Judgement } from '@wall/db/model/filing/second-opinion'

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
   * Resolves to null when it was asked and nothing can be made of its answer, which asking again would not
   * mend, and to undefined when there was no answer: ask again later. `names` are the author's names and
   * handles: they, and whatever looks like an account, an address or a number to call, are taken out of the
   * text before it leaves. Never rejects.
   */
  file(
    post: { text: string; names?: readonly string[] },
    campaign: CampaignContent,
  ): Promise<Judgement | null | undefined>
  /** Breaks off what is asked; later questions have no answer. */
  close(): void
}

/** What may be spent. */
export interface Budget {
  /** True: taken, and kept so. False: it would be too much, or can't be kept. Never rejects. */
  take(amount: number): Promise<boolean>
}
