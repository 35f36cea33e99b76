import type { Seeds } from '@wall/db/campaigns/seeds'
import type { CampaignContent } from '@wall/db/model/campaign'
import { openModel } from '../text/open-model.ts'
import { trainModel } from '../text/train-model.ts'
import { toTrainingRows } from '../text/training-rows.ts'
import { type Confusion, type ConfusionTable, countConfusions, findConfused } from './confusions.ts'
import { createNaiveBayes, createNearestTitle } from './controls.ts'
import { drawDecisions } from './draw-decisions.ts'
import { type Figures, measureFigures } from './figures.ts'
import { readGate } from './gate.ts'
import type { Judged } from './judged.ts'
import type { LabelledPost } from './labelled-post.ts'

export interface EvaluationRequest {
  campaign: CampaignContent
  seeds: Seeds
  posts: readonly LabelledPost[]
  /**
   * For each: so many decisions a takeaway (and as many of none) are drawn from the posts and learnt from.
   */
  decisions: readonly number[]
  /** Draws for each number of decisions above 0; what is told is over all of them. */
  draws: number
  onProgress?(done: number, of: number): void
}

export interface Evaluation {
  /** Decisions a takeaway that were asked for, beside the seeds. */
  decisions: number
  /** How often other ones were drawn: `confusion` counts each post as often. */
  draws: number
  /** How many each place really had in each draw ("none" last): never more than half of its posts. */
  learnt: { place: number | null; decisions: number }[]
  model: Figures
  /** What the seeds alone make of the same posts. */
  seedsAlone: Figures
  naiveBayes: Figures
  nearestTitle: Figures
  /**
   * What text would have filed by itself, the threshold being found on other posts than those it was then
   * used on.
   */
  gate: { openIn: number; of: number; filed: number; filedShare: number; precision: number | null }
  confusion: ConfusionTable
  confused: Confusion[]
}

/**
 * Judges posts by models that did not learn from them. The same posts in the same order give the same
 * figures.
 */
export function evaluate(request: EvaluationRequest): Evaluation[] {
  const { campaign, seeds, posts, draws } = request
  const takeaways = campaign.takeaways.map(({ id }) => id)
  const options = { takeaways, hashtags: campaign.hashtags, alike: seeds.alike }
  const steps = request.decisions.reduce((so, count) => so + (count === 0 ? 1 : draws), 0)
  let done = 0
  const untaught = openModel(trainModel(toTrainingRows(campaign, seeds), options))
  return request.decisions.map((count) => {
    const rounds = Array.from({ length: count === 0 ? 1 : draws }, (_, draw) => {
      const { learnt, kept } = drawDecisions(posts, count, draw)
      const rows = toTrainingRows(
        campaign,
        seeds,
        learnt.map((post, index) => ({ ...post, userId: 0, authorId: index, postId: index + 1 })),
      )
      const { classify } = count === 0 ? untaught : openModel(trainModel(rows, options))
      const judge = (rank: (post: LabelledPost) => Judged['ranking']): Judged[] =>
        kept.map((post) => ({ truth: post.takeaway, lang: post.lang, ranking: rank(post) }))
      const naiveBayes = createNaiveBayes(rows, options)
      const nearestTitle = createNearestTitle(campaign.takeaways, options)
      const result = {
        learnt,
        model: judge(({ text, vector }) => classify(text, vector).ranking),
        seedsAlone: judge(({ text, vector }) => untaught.classify(text, vector).ranking),
        naiveBayes: judge(({ text }) => naiveBayes(text)),
        nearestTitle: judge(({ text }) => nearestTitle(text)),
      }
      done += 1
      request.onProgress?.(done, steps)
      return result
    })
    const all = rounds.flatMap(({ model }) => model)
    const posted = (figures: Figures): Figures => ({
      ...figures,
      posts: Math.round(figures.posts / rounds.length),
    })
    return {
      decisions: count,
      draws: rounds.length,
      learnt: [...takeaways, null].map((place) => ({
        place,
        decisions: rounds[0]?.learnt.filter(({ takeaway }) => takeaway === place).length ?? 0,
      })),
      model: posted(measureFigures(all)),
      seedsAlone: posted(measureFigures(rounds.flatMap((round) => round.seedsAlone))),
      naiveBayes: posted(measureFigures(rounds.flatMap((round) => round.naiveBayes))),
      nearestTitle: posted(measureFigures(rounds.flatMap((round) => round.nearestTitle))),
      gate: tryGate(
        rounds.map(({ model }) => model),
        campaign.filingTarget,
      ),
      confusion: countConfusions(all, takeaways),
      confused: findConfused(all),
    }
  })
}

const gateFolds = 5

/** Finds the threshold on four fifths of the posts and files the last fifth with it, each fifth in turn. */
function tryGate(rounds: readonly (readonly Judged[])[], target: number | undefined): Evaluation['gate'] {
  let openIn = 0
  let filed = 0
  let right = 0
  let posts = 0
  for (const judged of rounds) {
    for (let fold = 0; fold < gateFolds; fold += 1) {
      const gate = readGate(
        judged.filter((_, index) => index % gateFolds !== fold),
        target,
      )
      const rest = judged.filter((_, index) => index % gateFolds === fold)
      posts += rest.length
      if (!gate.isOpen) continue
      openIn += 1
      for (const { truth, ranking } of rest) {
        const [best] = ranking
        if (!best || best.takeaway === null || best.confidence < (gate.threshold ?? 1)) continue
        filed += 1
        if (best.takeaway === truth) right += 1
      }
    }
  }
  return {
    openIn,
    of: rounds.length * gateFolds,
    filed: Math.round(filed / rounds.length),
    filedShare: posts === 0 ? 0 : filed / posts,
    precision: filed === 0 ? null : right / filed,
  }
}
