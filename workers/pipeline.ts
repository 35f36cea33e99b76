import type { Campaign } from '@wall/db/model/campaign'
import type { Filing } from '@wall/db/model/filing/filing'
import type { NewPost } from '@wall/db/model/post'
import type { Batch, Removal } from '@wall/db/model/source'
import { type FilingInput, toFilingInput } from '@wall/filing/filing-input'
import { campaignRules } from './matching/campaign-rules.ts'
import { matchPost } from './matching/match-post.ts'
import { screen } from './screening/screen.ts'
import type { Draft, DraftBatch, Matchable, Wanted } from './sources/source.ts'

/** A campaign that posts are collected for, with what files them. */
export interface Followed {
  campaign: Campaign
  file(input: FilingInput): Filing
}

/** What a draft is to one campaign. */
export interface Outcome {
  campaignId: number
  isMatch: boolean
  /** Screened and filed only when it matches. */
  post: NewPost
}

export interface Pipeline {
  /** What a network has to be asked for, so that no campaign misses anything. */
  wanted(network: string): Wanted
  /** Whether such a post answers any of the campaigns. */
  isWanted(network: string, matchable: Matchable): boolean
  /** One outcome a campaign, in their order. */
  judge(draft: Draft): Outcome[]
  /**
   * What each campaign stores of a batch. A version of a known post that no campaign wants any more takes the
   * post away, one that only others want takes it from this campaign. Removals and news of accounts are every
   * campaign's.
   */
  run(batch: DraftBatch, isKnown: (uri: string) => boolean): Map<number, Batch>
}

const unfiled: Filing = { takeaway: null, by: null, confidence: 0, reason: '', suggestions: [] }

/**
 * The way from a draft to a post, the same for every source: match, screen, file. Keeps nothing between two
 * drafts.
 * @param isConfirmed whether drafts are the network's own word, so that no look-up is needed
 */
export function createPipeline(followed: readonly Followed[], isConfirmed = false): Pipeline {
  const networks = new Map<string, { rules: ReturnType<typeof campaignRules>; to: Followed }[]>()

  return {
    wanted(network) {
      const all = rulesFor(network).map(({ rules }) => rules)
      const starts = followed.flatMap(({ campaign }) =>
        campaign.takeaways.flatMap(({ releasedOn }) => (releasedOn ? Date.parse(releasedOn) : [])),
      )
      return {
        hashtags: [...new Set(all.flatMap(({ hashtags }) => hashtags))],
        mentionIds: [...new Set(all.flatMap(({ mentionIds }) => mentionIds))],
        since: starts.length > 0 ? Math.min(...starts) : null,
      }
    },

    isWanted: (network, matchable) =>
      rulesFor(network).some(({ rules }) => matchPost(matchable, rules).match),

    judge,

    run({ drafts, removals, ...shared }, isKnown) {
      const judged = drafts.map(judge)
      const wanted = new Set(
        judged.flatMap((outcomes) => outcomes.flatMap(({ isMatch, post }) => (isMatch ? post.uri : []))),
      )
      const isOurs = (uri: string) => isKnown(uri) || wanted.has(uri)
      return new Map(
        followed.map(({ campaign: { id } }) => {
          const own = judged.flat().filter(({ campaignId }) => campaignId === id)
          const posts = own.flatMap(({ isMatch, post }) => (isMatch ? post : []))
          const dropped = judged.flatMap((outcomes) => findRemoval(outcomes, id, isOurs) ?? [])
          return [id, { ...shared, posts, removals: [...removals, ...dropped] }]
        }),
      )
    },
  }

  /** Where no other campaign has that version either, the post is gone for all. */
  function findRemoval(
    outcomes: readonly Outcome[],
    id: number,
    isOurs: (uri: string) => boolean,
  ): Removal | undefined {
    const own = outcomes.find(({ campaignId }) => campaignId === id)
    if (!own || own.isMatch || !isOurs(own.post.uri)) return undefined
    const { network, uri, rev } = own.post
    const isElsewhere = outcomes.some(({ isMatch }) => isMatch)
    return { network, uri, rev, why: 'untagged', ...(isElsewhere && { campaignId: id }) }
  }

  function judge(draft: Draft): Outcome[] {
    return rulesFor(draft.post.network).map(({ rules, to }) => {
      const isMatch = matchPost(draft.matchable, rules).match
      const checks = isMatch ? screen(draft) : []
      const filing = isMatch ? to.file(readFilingInput(draft)) : unfiled
      const confirmed = isConfirmed ? { confirmed: { labels: draft.labels } } : {}
      return { campaignId: to.campaign.id, isMatch, post: { ...draft.post, ...confirmed, checks, filing } }
    })
  }

  function rulesFor(network: string) {
    let known = networks.get(network)
    if (!known) {
      known = followed.map((to) => ({ rules: campaignRules(to.campaign, network), to }))
      networks.set(network, known)
    }
    return known
  }
}

function readFilingInput({ post, matchable }: Draft): FilingInput {
  return toFilingInput({
    text: post.text,
    body: post.body,
    alts: post.media.map(({ alt }) => alt),
    cardHref: post.card?.href ?? null,
    references: post.references,
    tags: matchable.fieldTags,
  })
}
