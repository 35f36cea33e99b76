import { createHash } from 'node:crypto'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { type IdeaExample, ideaExamplesFor } from '@wall/db/campaigns/idea-examples'
import type { CampaignContent } from '@wall/db/model/campaign'
import type { GatheredIdeas, PlannedGroup, UnreadPost } from '@wall/db/model/idea'
import { createIdeaReader, type IdeaReading } from './idea-reader.ts'
import { createIdeaSpaces } from './idea-space.ts'
import { planGroups } from './plan-groups.ts'

/** Reads and gathers the ideas of one campaign. */
export interface IdeaMind {
  read(posts: readonly Pick<UnreadPost, 'text' | 'takeaway'>[]): Promise<IdeaReading[]>
  plan(gathered: GatheredIdeas): Promise<PlannedGroup[]>
  close(): Promise<void>
}

/** In this thread: making it takes about a second, gathering a thousand ideas another. */
export function createIdeaMind(
  campaign: CampaignContent,
  examples: readonly IdeaExample[] = ideaExamplesFor(campaign, builtInCampaign()),
): IdeaMind {
  const reader = createIdeaReader(campaign, examples)
  const createSpace = createIdeaSpaces(examples, campaign.hashtags)
  return {
    read: async (posts) => posts.map(({ text, takeaway }) => reader.read(text, takeaway)),
    plan: async (gathered) => planGroups(gathered, createSpace),
    close: async () => {},
  }
}

/** Names what readings rest on: with another name every post is read anew. */
export function nameIdeaModel(campaign: CampaignContent): string {
  const { takeaways, hashtags } = campaign
  const basis = JSON.stringify([method, takeaways, hashtags, ideaExamplesFor(campaign, builtInCampaign())])
  return `ideas-${createHash('sha256').update(basis).digest('hex').slice(0, 12)}`
}

/** Raise it with every change in how posts are read. */
const method = 2
