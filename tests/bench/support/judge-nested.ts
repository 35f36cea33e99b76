import type { Seeds } from '@wall/db/campaigns/seeds'
import type { CampaignContent } from '@wall/db/model/campaign'
import { createNaiveBayes, createNearestTitle } from '@wall/filing/measure/controls'
import type { Judged } from '@wall/filing/measure/judged'
import { openModel } from '@wall/filing/text/open-model'
import { trainModel } from '@wall/filing/text/train-model'
import { toTrainingRows } from '@wall/filing/text/training-rows'

export const judges = ['model', 'naiveBayes', 'nearestTitle'] as const
export type JudgeName = (typeof judges)[number]

export interface FoldedPost {
  text: string
  takeaway: number | null
  lang?: string | undefined
  fold: number
}

/** The posts of one fold as they were judged by what all the others teach. */
export interface OuterFold {
  judged: Judged[]
  /** Posts of the other folds, each judged without its own fold and without this one: for choosing by. */
  inner: Judged[]
}

/** Nested cross-validation: nothing that is chosen for a fold has seen a post of it. */
export function judgeNested(
  campaign: CampaignContent,
  seeds: Seeds,
  posts: readonly FoldedPost[],
  count: number,
  onModel: (done: number, of: number) => void,
): Record<JudgeName, OuterFold[]> {
  const options = {
    ...{ takeaways: campaign.takeaways.map(({ number }) => number), hashtags: campaign.hashtags },
    alike: seeds.alike,
  }
  const folds = Array.from({ length: count }, (_, fold) => posts.filter((post) => post.fold === fold))
  const makeOuter = () => folds.map((): OuterFold => ({ judged: [], inner: [] }))
  const found: Record<JudgeName, OuterFold[]> = {
    ...{ model: makeOuter(), naiveBayes: makeOuter(), nearestTitle: makeOuter() },
  }
  const models = count + (count * (count - 1)) / 2
  let done = 0

  for (let one = 0; one < count; one += 1) {
    const judge = learnWithout([one])
    for (const name of judges) found[name][one]?.judged.push(...judge(name, folds[one] ?? []))
    // The same model chooses for either fold: it has seen neither.
    for (let other = 0; other < one; other += 1) {
      const judgeInner = learnWithout([one, other])
      for (const name of judges) {
        found[name][one]?.inner.push(...judgeInner(name, folds[other] ?? []))
        found[name][other]?.inner.push(...judgeInner(name, folds[one] ?? []))
      }
    }
  }
  return found

  function learnWithout(left: readonly number[]) {
    const held = new Set(left.flatMap((fold) => (folds[fold] ?? []).map(({ text }) => text)))
    const keep = ({ text }: { text: string }) => !held.has(text)
    const rows = toTrainingRows(campaign, {
      ...seeds,
      takeaways: new Map(
        [...seeds.takeaways].map(([number, own]) => [
          number,
          { ...own, examples: own.examples.filter(keep) },
        ]),
      ),
      none: seeds.none.filter(keep),
    })
    const { classify } = openModel(trainModel(rows, options))
    const rank: Record<JudgeName, (text: string) => Judged['ranking']> = {
      model: (text) => classify(text).ranking.map(({ takeaway, confidence }) => ({ takeaway, confidence })),
      naiveBayes: createNaiveBayes(rows, options),
      nearestTitle: createNearestTitle(campaign.takeaways, options),
    }
    done += 1
    onModel(done, models)
    return (name: JudgeName, those: readonly FoldedPost[]): Judged[] =>
      those.map(({ text, takeaway, lang }) => ({ truth: takeaway, lang, ranking: rank[name](text) }))
  }
}
