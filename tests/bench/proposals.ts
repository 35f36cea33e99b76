import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { type Seeds, seedsFor } from '@wall/db/campaigns/seeds'
import { bandOf } from '@wall/db/model/filing/confidence-band'
import { measureFigures } from '@wall/filing/measure/figures'
import type { Judged } from '@wall/filing/measure/judged'
import { openModel } from '@wall/filing/text/open-model'
import { trainModel } from '@wall/filing/text/train-model'
import { toTrainingRows } from '@wall/filing/text/training-rows'
import type { Bench, Figure } from './support/bench.ts'
import { stateAlone } from './support/figures.ts'
import { makeFolds } from './support/make-folds.ts'

/** 0 leaves out what was only agreed with. */
const weights = [0, 0.1, 0.3, 0.5, 1]
const people = ['careful', 'careless'] as const

/**
 * What agreeing with proposals may weigh. Of the shipped examples one fold is judged, another one is decided,
 * and the others are what text learns from before. The careful person agrees with what is right and puts the
 * rest right by hand; the careless one agrees with whatever is proposed. Nothing in it is random or depends
 * on the machine.
 */
export const proposals: Bench = {
  name: 'proposals',
  about: 'how right proposals are, and what it may weigh that somebody agreed with one',
  async run({ isQuick, say }) {
    const count = isQuick ? 3 : 5
    const campaign = builtInCampaign()
    const seeds = seedsFor(campaign, campaign)
    const all = listPosts(seeds).filter((_, at) => !isQuick || at % 6 === 0)
    const folds = makeFolds(
      all.map(({ text }) => ({ text, group: null })),
      count,
      campaign.hashtags,
    )
    const options = {
      ...{ takeaways: campaign.takeaways.map(({ number }) => number), hashtags: campaign.hashtags },
      alike: seeds.alike,
    }
    const judged = new Map<string, Judged[]>()
    const told = { decided: 0, proposed: 0, right: 0 }
    for (let fold = 0; fold < count; fold += 1) {
      const decidedFold = (fold + 1) % count
      const inFold = (wanted: number) => all.filter((_, at) => folds[at] === wanted)
      const kept = all.filter((_, at) => folds[at] !== fold && folds[at] !== decidedFold)
      const untaught = openModel(trainModel(toTrainingRows(campaign, only(seeds, kept)), options))
      const decided = inFold(decidedFold).map((post) => {
        const [best] = untaught.classify(post.text).ranking
        const isProposed = best !== undefined && best.takeaway !== null && bandOf(best.confidence) !== 'guess'
        return { ...post, proposed: isProposed ? best.takeaway : null }
      })
      const proposed = decided.filter((post) => post.proposed !== null)
      told.decided += decided.length
      told.proposed += proposed.length
      told.right += proposed.filter((post) => post.proposed === post.takeaway).length
      for (const person of people) {
        for (const weight of weights) {
          const agrees = (post: (typeof decided)[number]) =>
            post.proposed !== null && (person === 'careless' || post.proposed === post.takeaway)
          const decisions = decided.map((post, at) => ({
            ...{ text: post.text, takeaway: agrees(post) ? post.proposed : post.takeaway },
            ...{ userId: 0, authorId: at, postId: at + 1 },
          }))
          const agreed = new Set(decided.flatMap((post, at) => (agrees(post) ? at + 1 : [])))
          const rows = toTrainingRows(campaign, only(seeds, kept), decisions).flatMap((row) =>
            !agreed.has(row.postId ?? 0) ? row : weight === 0 ? [] : { ...row, weight: row.weight * weight },
          )
          const { classify } = openModel(trainModel(rows, options))
          const key = `${person}, ${weight}`
          const mine = inFold(fold).map(({ text, takeaway, lang }) => {
            return { truth: takeaway, lang, ranking: classify(text).ranking }
          })
          judged.set(key, [...(judged.get(key) ?? []), ...mine])
        }
      }
      say(`fold ${fold + 1} of ${count}`)
    }
    return {
      figures: [
        share('posts that get a proposal', told.proposed / told.decided),
        share('proposals that are right', told.right / told.proposed),
        ...[...judged].flatMap(([key, list]) => stateFigures(key, list)),
      ],
      notes: [
        `${all.length} posts in ${count} folds; by the same writers as the seeds: expect less of real ones`,
      ],
    }
  },
}

interface Example {
  text: string
  takeaway: number | null
  lang?: string | undefined
}

function listPosts({ takeaways, none }: Seeds): Example[] {
  return [
    ...[...takeaways].flatMap(([takeaway, { examples }]) =>
      examples.map(({ text, lang }) => ({ text, takeaway, lang })),
    ),
    ...none.map(({ text, lang }) => ({ text, takeaway: null, lang })),
  ]
}

/** The seeds with these examples alone. */
function only(seeds: Seeds, kept: readonly Example[]): Seeds {
  const texts = new Set(kept.map(({ text }) => text))
  const keep = <T extends { text: string }>(list: readonly T[]) => list.filter(({ text }) => texts.has(text))
  const takeaways = [...seeds.takeaways].map(
    ([number, own]) => [number, { ...own, examples: keep(own.examples) }] as const,
  )
  return { ...seeds, takeaways: new Map(takeaways), none: keep(seeds.none) }
}

function stateFigures(key: string, judged: readonly Judged[]): Figure[] {
  const { top1, coverage80, coverage90, noneAuroc, reliabilityError } = measureFigures(judged)
  return [
    share(`${key}: best of six is right`, top1 ?? 0),
    share(`${key}: posts that could be filed, 80 % right`, coverage80),
    share(`${key}: posts that could be filed, 90 % right`, coverage90),
    share(`${key}: none told apart (AUROC)`, noneAuroc ?? 0),
    share(`${key}: reliability error`, reliabilityError),
  ]
}

function share(what: string, value: number): Figure {
  return stateAlone({ what, unit: '%', ours: value * 100 })
}
