import type { CampaignContent } from '../model/campaign.ts'
import sameIdeas from './same-ideas.json' with { type: 'json' }
import { seedsFor } from './seeds.ts'

/** A post that somebody labelled: what recognising and grouping ideas learns from. */
export interface IdeaExample {
  text: string
  /** Id of the campaign's takeaway; null for none, and where the campaign has no such takeaway. */
  takeaway: number | null
  /** Whether it proposes something that is not on the takeaway's list of actions. */
  isIdea: boolean
  /** Number of the action it supports, from 1; null for none. */
  action: number | null
  /**
   * What is proposed, as a short name: the same for like ideas. Null where it is no idea, or not one for this
   * campaign.
   */
  group: string | null
}

/**
 * The labelled posts that the product ships. What proposing sounds like is the same in every campaign; what
 * was proposed, and for which action, counts only under takeaways with the slugs and titles of the built-in
 * one.
 */
export function ideaExamplesFor(campaign: CampaignContent, builtIn: CampaignContent): IdeaExample[] {
  const seeds = seedsFor(builtIn, builtIn)
  const names = new Map(sameIdeas.flatMap((same) => same.map((name) => [name, same[0] ?? name] as const)))
  const said = builtIn.takeaways.flatMap(({ id, slug, title }) => {
    const ours = campaign.takeaways.find((one) => one.slug === slug && one.title === title)
    return (seeds.takeaways.get(id)?.examples ?? []).flatMap(({ text, idea, action, ideaGroup }) => {
      if (idea === undefined) return []
      const group = ours && ideaGroup ? (names.get(ideaGroup) ?? ideaGroup) : null
      return { text, takeaway: ours?.id ?? null, isIdea: idea, action: action ?? null, group }
    })
  })
  const none = { takeaway: null, isIdea: false, action: null, group: null }
  return [...said, ...seeds.none.map(({ text }) => ({ text, ...none }))]
}
