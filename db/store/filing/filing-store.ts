import type { CampaignSeeds } from '../../model/filing/campaign-seeds.ts'
import type { FiledBy, Filing, Opinion, Signal } from '../../model/filing/filing.ts'
import type { FilingState } from '../../model/filing/filing-state.ts'
import type { Label, TurnedDown } from '../../model/filing/label.ts'
import type { Judgement, SecondOpinion } from '../../model/filing/second-opinion.ts'
import type { References, Segment } from '../../model/post.ts'

/** A waiting post, with all that filing looks at. */
export interface WaitingPost {
  id: number
  version: number
  /** Version of its words. */
  cid: string
  text: string
  /** What its pictures are said to show. */
  alts: string[]
  body: Segment[]
  cardHref: string | null
  authorId: number
  references: References
  /** What was seen when it was filed last. */
  signals: Signal[]
  /** What a language model said of these words; null while none was asked, or none said anything of use. */
  secondOpinion: Judgement | null
  /** Where it stands now. */
  filing: Pick<Filing, 'takeaway' | 'by' | 'confidence' | 'reason'>
}

/** Waiting posts that one worker files, nobody else meanwhile. */
export interface FilingClaim {
  /** Another one at every claim. */
  token: string
  posts: WaitingPost[]
}

export interface NewFiling {
  postId: number
  /** The post's, as it was claimed. */
  version: number
  filing: Filing
}

export interface FilingResult {
  /** Where a moderator sees something else now. */
  changed: number
  /** Moved to another place, or to none. */
  moved: number
  /** Left as they were: somebody changed or filed them since, or another worker claimed them. */
  lost: number
}

/** A waiting post whose words don't tell where it belongs. */
export interface UnsurePost {
  id: number
  /** Version of its words. */
  cid: string
  text: string
  /** What its pictures are said to show. */
  alts: string[]
  /** What its author is called. */
  names: string[]
}

export interface Disagreement {
  postId: number
  /** In the order they were given. */
  opinions: Opinion[]
}

/** Where a post stands that another one answers or quotes. */
export interface FiledRelative {
  takeaway: number
  by: FiledBy
  authorId: number
}

export interface SavedSeeds {
  seeds: CampaignSeeds
  version: number
  savedAt: number
  savedBy: string | null
}

/** What learning where posts belong needs of the store. */
export interface FilingStore {
  /**
   * Moderators' words on where posts belong that still hold, one a post and moderator: the last. Decisions
   * that say nothing of the place are none, nor are those on words that were erased, or rewritten unless the
   * place stayed. In order of decision.
   */
  listLabels(campaignId: number): Promise<Label[]>
  /**
   * The newest 500, of one author 8, that were rejected, that only text, or nothing, has filed, and that
   * nobody rewrote; newest first.
   */
  listTurnedDown(campaignId: number): Promise<TurnedDown[]>
  /**
   * Another text when `listLabels` or `listTurnedDown` may answer something else. Cheap: meant to be asked
   * every second.
   */
  labelsVersion(campaignId: number): Promise<string>
  /** Posts that moderators put under different places; of `postIds` only when given. */
  listDisagreements(campaignId: number, postIds?: readonly number[]): Promise<Disagreement[]>

  /**
   * Takes waiting posts that no person filed and that `model` has not looked at yet, those first that no
   * model has (`onlyNew`: no others). For `leaseMs` (by the database's clock) nobody else gets them.
   */
  claimFilings(
    campaignId: number,
    model: string,
    options: { limit: number; leaseMs: number; owner: string; onlyNew?: boolean },
  ): Promise<FilingClaim>
  /**
   * Files what was claimed, as looked at by `model`. A place that is no more counts as none. The log hears of
   * a post only when its place, the first three suggestions or their band changed. Posts tied to one that
   * moved are to be looked at again.
   */
  recordFilings(
    campaignId: number,
    claim: Pick<FilingClaim, 'token'>,
    model: string,
    filings: readonly NewFiling[],
  ): Promise<FilingResult>
  /**
   * The post that waits longest of those whose best suggestion is below `below` and that `judge` was not
   * asked about yet; null when there is none. Only posts that nothing keeps off the wall but a decision, that
   * a model has looked at, that nobody and nothing filed and nothing names a takeaway of. `except`: ids that
   * are not wanted now.
   */
  findUnsurePost(
    campaignId: number,
    options: { judge: string; below: number; except: readonly number[] },
  ): Promise<UnsurePost | null>
  /**
   * Keeps it with these words (`cid`) and lets the post be filed anew with it. False when they are others by
   * now, or gone.
   */
  recordSecondOpinion(
    campaignId: number,
    post: { postId: number; cid: string },
    opinion: SecondOpinion,
  ): Promise<boolean>
  /** Posts that wait, and how many of them `model` has not looked at yet. */
  countWaiting(campaignId: number, model: string | null): Promise<{ waiting: number; behind: number }>
  /**
   * By network id, those that stand under a takeaway by a moderator's word or by a rule that looks at the
   * post alone.
   */
  findFiledRelatives(campaignId: number, uris: readonly string[]): Promise<Map<string, FiledRelative>>

  /** Null until a model was measured for the first time. */
  readFilingState(campaignId: number): Promise<FilingState | null>
  /** The model that posts are to be filed anew with; null until there is one. */
  readFilingModel(campaignId: number): Promise<string | null>
  /**
   * Lets `owner` (and nobody else) say for `leaseMs` which model is the newest, and measure it; also renews.
   * False when another one does, unless `isGone` knows it to be gone.
   */
  leaseFilingState(
    campaignId: number,
    owner: string,
    leaseMs: number,
    options?: { model?: string; isGone?: (owner: string) => boolean },
  ): Promise<boolean>
  /** False, and nothing saved, when `owner` lost the lease. */
  saveFilingState(campaignId: number, owner: string, state: FilingState): Promise<boolean>
  /** Lets another one lead at once. */
  releaseFilingState(campaignId: number, owner: string): Promise<void>
  /** Null while the shipped ones are in use. */
  readSeeds(campaignId: number): Promise<SavedSeeds | null>
  /**
   * `version` is the one they were made from (0: the shipped ones). Throws `conflict` when others were saved
   * since.
   */
  saveSeeds(order: {
    campaignId: number
    version: number
    seeds: CampaignSeeds
    userId: string
  }): Promise<SavedSeeds>

  /** Vectors by post, of those that have one of this encoder. */
  readEmbeddings(encoder: string, postIds: readonly number[]): Promise<Map<number, Float32Array>>
  /** Those of posts that are gone, or whose words are others by now (`cid`), are dropped. */
  saveEmbeddings(
    encoder: string,
    embeddings: readonly { postId: number; cid: string; vector: Float32Array }[],
  ): Promise<void>
}
