import type { IdeaExample } from '@wall/db/campaigns/idea-examples'
import type { CampaignContent } from '@wall/db/model/campaign'
import { type ActionMatch, actionThreshold, createActionMatcher } from './action-matcher.ts'
import { createProposalDetector, proposalThreshold } from './proposal-detector.ts'

export interface IdeaReading {
  /** Of the takeaway it is read for: the action it supports, or null. */
  action: ActionMatch | null
  /** Every action that it may support, likeliest first. */
  actions: ActionMatch[]
  /**
   * Whether it proposes something that is not on the list, and how likely it proposes anything new; 0 to 1.
   */
  idea: { isIdea: boolean; confidence: number }
}

export interface IdeaReader {
  /** `takeaway` is where the post is filed or (`wall file`) would be; null for unfiled. */
  read(text: string, takeaway: number | null): IdeaReading
}

/**
 * Reads what posts propose and support. Takes about a second to make with the shipped examples: make it once
 * and keep it.
 */
export function createIdeaReader(campaign: CampaignContent, examples: readonly IdeaExample[]): IdeaReader {
  const detector = createProposalDetector(examples, campaign.hashtags)
  const matcher = createActionMatcher(campaign, examples)
  return {
    read(text, takeaway) {
      const actions = matcher.match(text, takeaway).map(round)
      const [best] = actions
      const action = best && best.confidence >= actionThreshold ? best : null
      const proposes = detector.detect(text)
      // Who asks for what is on the list already brings no new idea.
      const confidence = roundChance(action ? proposes * (1 - action.confidence) : proposes)
      const isIdea = action === null && confidence >= proposalThreshold
      return { action, actions, idea: { isIdea, confidence } }
    },
  }
}

function round(match: ActionMatch): ActionMatch {
  return { ...match, confidence: roundChance(match.confidence) }
}

function roundChance(chance: number): number {
  return Math.round(chance * 1000) / 1000
}
