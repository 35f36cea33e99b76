import { foldTag } from '@wall/filing/signals/fold-tag'
import type { Matchable } from '../sources/source.ts'
import { findTag } from './find-tag.ts'

export interface CampaignRules {
  hashtags: readonly string[]
  /** The campaign's accounts on this network, as ids that never move. */
  mentionIds: readonly string[]
}

export type MatchedBy = 'tag facet' | 'tag field' | 'text' | 'mention'

export interface Match {
  match: boolean
  /** A sentence for people; it quotes no more than the tag. */
  why: string
  by: MatchedBy | null
}

/** Whether a post answers the campaign: it carries a hashtag of it, or mentions an account of it. */
export function matchPost(post: Matchable, rules: CampaignRules): Match {
  const tags = rules.hashtags.map(foldTag).filter((tag) => tag !== '')
  const facet = findAmong(post.markedTags, tags)
  if (facet.found) return accept('tag facet', `${facet.note} is marked as a hashtag in the text`)
  const field = findAmong(post.fieldTags, tags)
  if (field.found) return accept('tag field', `${field.note} is among the tags kept beside the text`)
  const text = findTag(post.text, tags, post.skip)
  if (text.found) return accept('text', `${text.note} stands in the text`)
  const mentioned = post.mentionIds.find((id) => rules.mentionIds.includes(id))
  if (mentioned !== undefined) return accept('mention', `it mentions the campaign's account ${mentioned}`)

  const asked = tags.map((tag) => `#${tag}`).join(' or ')
  const note = facet.note ?? field.note ?? text.note
  return { match: false, why: note ?? `it has no ${asked} and mentions no account of the campaign`, by: null }
}

function accept(by: MatchedBy, why: string): Match {
  return { match: true, why, by }
}

function findAmong(
  written: readonly string[],
  tags: readonly string[],
): { found: boolean; note: string | null } {
  let note: string | null = null
  for (const tag of written) {
    const search = findTag(`#${tag.replace(lead, '')}`, tags)
    if (search.found) return search
    note ??= search.note
  }
  return { found: false, note }
}

/**
 * What clients leave before a tag they marked; its end is judged as written, like that of a tag in the text.
 */
const lead = /^(?:[\s#＃﹟]|\p{Default_Ignorable_Code_Point})+/u
