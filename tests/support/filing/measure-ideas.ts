import type { IdeaExample } from '@wall/db/campaigns/idea-examples'
import type { CampaignContent } from '@wall/db/model/campaign'
import { actionThreshold, createActionMatcher } from '@wall/filing/ideas/action-matcher'
import { groupIdeas } from '@wall/filing/ideas/group-ideas'
import { createIdeaSpaces } from '@wall/filing/ideas/idea-space'
import { createProposalDetector, proposalThreshold } from '@wall/filing/ideas/proposal-detector'
import { tellAuroc } from '@wall/filing/measure/auroc'

/** A labelled post, and whose it is: posts of one author are judged together by what the others taught. */
export interface JudgedPost extends IdeaExample {
  author: string
}

export interface Recognised {
  posts: number
  precision: number
  recall: number
  f1: number
}

export interface IdeaFigures {
  /** Is it an idea? `auroc` is null without both kinds. */
  ideas: Recognised & { auroc: number | null }
  /** Which action does it support? Only posts under takeaways with actions. */
  actions: Recognised
  /** Groups against `group`: adjusted Rand index, a mean over authors. 1 is the same groups, 0 is chance. */
  groups: {
    ideas: number
    rand: number
    /** Without known ideas: what a campaign without examples gets. */
    wordsOnly: number
    /** Controls: every idea alone; one group a takeaway. */
    allSingle: number
    onePerTakeaway: number
  }
}

/**
 * Measures ideas and actions on labelled posts. With `examples` every post is judged by a model of these;
 * without, each author's posts by a model of all the other authors' (leave one author out).
 */
export function measureIdeas(
  campaign: CampaignContent,
  posts: readonly JudgedPost[],
  examples?: readonly IdeaExample[],
): IdeaFigures {
  const authors = [...new Set(posts.map(({ author }) => author))]
  const chances: { score: number; isTrue: boolean }[] = []
  const actions: { got: number | null; is: number | null }[] = []
  const rands = { rand: [] as number[], wordsOnly: [] as number[], onePerTakeaway: [] as number[] }
  const single: number[] = []
  const withActions = new Set(campaign.takeaways.filter((one) => one.actions.length > 0).map((one) => one.id))

  for (const author of authors) {
    const own = posts.filter((post) => post.author === author)
    const taught = examples ?? posts.filter((post) => post.author !== author)
    const detector = createProposalDetector(taught, campaign.hashtags)
    const matcher = createActionMatcher(campaign, taught)
    for (const post of own) {
      const [best] = matcher.match(post.text, post.takeaway)
      const got = best && best.confidence >= actionThreshold ? best.action : null
      if (post.takeaway !== null && withActions.has(post.takeaway)) actions.push({ got, is: post.action })
      chances.push({ score: got === null ? detector.detect(post.text) : 0, isTrue: post.isIdea })
    }
    const ideas = own.filter((post) => post.isIdea && post.group !== null)
    if (ideas.length < 2) continue
    const gold = ideas.map(({ takeaway, group }) => `${takeaway} ${group}`)
    rands.rand.push(adjustedRand(gold, group(ideas, taught)))
    rands.wordsOnly.push(adjustedRand(gold, group(ideas, [])))
    rands.onePerTakeaway.push(
      adjustedRand(
        gold,
        ideas.map(({ takeaway }) => String(takeaway)),
      ),
    )
    single.push(
      adjustedRand(
        gold,
        ideas.map((_, index) => String(index)),
      ),
    )
  }
  const said = chances.map(({ score, isTrue }) => ({
    got: score >= proposalThreshold ? 1 : null,
    is: isTrue ? 1 : null,
  }))
  return {
    ideas: { ...recognise(said), auroc: tellAuroc(chances) },
    actions: recognise(actions),
    groups: {
      ideas: posts.filter((post) => post.isIdea && post.group !== null).length,
      rand: mean(rands.rand),
      wordsOnly: mean(rands.wordsOnly),
      allSingle: mean(single),
      onePerTakeaway: mean(rands.onePerTakeaway),
    },
  }

  function group(ideas: readonly JudgedPost[], known: readonly IdeaExample[]): string[] {
    const createSpace = createIdeaSpaces(known, campaign.hashtags)
    const places = new Map<JudgedPost, string>()
    for (const takeaway of new Set(ideas.map((idea) => idea.takeaway))) {
      const under = ideas.filter((idea) => idea.takeaway === takeaway)
      const space = createSpace(
        under.map(({ text }, id) => ({ id, text })),
        takeaway,
      )
      for (const [index, members] of groupIdeas(space).entries()) {
        for (const member of members) places.set(under[member] as JudgedPost, `${takeaway} ${index}`)
      }
    }
    return ideas.map((idea) => places.get(idea) ?? '')
  }
}

function recognise(said: readonly { got: number | null; is: number | null }[]): Recognised {
  const right = said.filter(({ got, is }) => got !== null && got === is).length
  const claimed = said.filter(({ got }) => got !== null).length
  const real = said.filter(({ is }) => is !== null).length
  return {
    posts: said.length,
    precision: right / Math.max(1, claimed),
    recall: right / Math.max(1, real),
    f1: (2 * right) / Math.max(1, claimed + real),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/**
 * How well two groupings of the same things agree (Hubert and Arabie 1985): 1 when they are the same, about 0
 * by chance.
 */
function adjustedRand(one: readonly string[], other: readonly string[]): number {
  const both = countPairs(one.map((name, index) => `${name}\n${other[index]}`))
  const first = countPairs(one)
  const second = countPairs(other)
  const all = (one.length * (one.length - 1)) / 2
  const expected = all === 0 ? 0 : (first * second) / all
  const most = (first + second) / 2
  return most === expected ? 1 : (both - expected) / (most - expected)
}

/** Pairs within the groups. */
function countPairs(names: readonly string[]): number {
  const sizes = new Map<string, number>()
  for (const name of names) sizes.set(name, (sizes.get(name) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
}
