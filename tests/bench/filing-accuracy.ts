import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { ideaExamplesFor } from '@wall/db/campaigns/idea-examples'
import { type Seeds, seedsFor } from '@wall/db/campaigns/seeds'
import type { CampaignContent } from '@wall/db/model/campaign'
import { type Figures, measureFigures } from '@wall/filing/measure/figures'
import { readGate } from '@wall/filing/measure/gate'
import { measureIdeas } from '../support/filing/measure-ideas.ts'
import type { Bench, Figure } from './support/bench.ts'
import { stateAlone } from './support/figures.ts'
import { fileAbove, findThreshold } from './support/file-above.ts'
import { type FoldedPost, type JudgeName, judgeNested, type OuterFold } from './support/judge-nested.ts'
import { makeFolds } from './support/make-folds.ts'

const controls = { naiveBayes: 'naive Bayes', nearestTitle: 'the nearest title' } as const

/**
 * How well the shipped seeds file posts like themselves, and gather ideas, by nested cross-validation.
 * Nothing in it is random or depends on the machine. These posts are by the writers of the seeds that judge
 * them: others will do worse.
 */
export const filingAccuracy: Bench = {
  name: 'filing-accuracy',
  about: 'how right posts are filed, and ideas gathered, by nested cross-validation on the shipped seeds',
  async run({ isQuick, say }) {
    const count = isQuick ? 3 : 5
    const campaign = builtInCampaign()
    const seeds = isQuick ? thin(seedsFor(campaign, campaign)) : seedsFor(campaign, campaign)
    const groups = new Map(ideaExamplesFor(campaign, campaign).map(({ text, group }) => [text, group]))
    const posts = listPosts(seeds).map((post) => ({ ...post, group: groups.get(post.text) ?? null }))
    const bare = posts.map(({ text }) => ({ text, group: null }))
    const folds = makeFolds(posts, count, campaign.hashtags)
    const folded = posts.map((post, at): FoldedPost => ({ ...post, fold: folds[at] ?? 0 }))
    const found = judgeNested(campaign, seeds, folded, count, (done, of) => {
      if (done % 5 === 0 || done === of) say(`model ${done} of ${of}`)
    })
    const told = {
      model: tellShares(found.model),
      naiveBayes: tellShares(found.naiveBayes),
      nearestTitle: tellShares(found.nearestTitle),
    }
    say('ideas')
    return {
      figures: [
        ...Object.keys(told.model).flatMap((what) => compareJudges(what, told)),
        ...gatherIdeas(campaign, folded, { new: folds, known: makeFolds(bare, count, campaign.hashtags) }),
      ],
      notes: [
        `${posts.length} posts in ${count} folds; ${countTogether(posts, folds)} of them are in a fold with others of their idea`,
        'these posts are by the same writers as the seeds that they are judged by, in one house style: expect less of real ones',
        `per fold, the gate’s threshold and what it filed: ${tellFolds(found.model)}`,
      ],
    }
  },
}

function listPosts({ takeaways, none }: Seeds): Omit<FoldedPost, 'fold'>[] {
  return [
    ...[...takeaways].flatMap(([takeaway, { examples }]) =>
      examples.map(({ text, lang }) => ({ text, lang, takeaway })),
    ),
    ...none.map(({ text, lang }) => ({ text, lang, takeaway: null })),
  ]
}

function thin(seeds: Seeds): Seeds {
  const some = <T>(list: readonly T[]) => list.filter((_, at) => at % 6 === 0)
  const takeaways = [...seeds.takeaways].map(
    ([number, own]) => [number, { ...own, examples: some(own.examples) }] as const,
  )
  return { ...seeds, takeaways: new Map(takeaways), none: some(seeds.none) }
}

/** Everything in percent, by name; null where there was nothing to measure. */
function tellShares(folds: readonly OuterFold[]): Record<string, number | null> {
  const all = folds.flatMap(({ judged }) => judged)
  const figures = measureFigures(all)
  const asked = [0.8, 0.9].map((precision) => {
    return addUp(folds, ({ judged, inner }) => fileAbove(judged, findThreshold(inner, precision), true))
  })
  const gate = addUp(folds, ({ judged, inner }) => fileAbove(judged, readGate(inner).threshold, false))
  const share = (part: number, of: number) => (of === 0 ? null : part / of)
  const shares: Record<string, number | null> = {
    'best of six is right': figures.top1,
    'right one among three': figures.top3,
    'macro-F1 with none': figures.macroF1WithNone,
    'posts that could be filed, 80 % right': figures.coverage80,
    'posts that could be filed, 90 % right': figures.coverage90,
    'filed at the inner threshold for 80 %': share(asked[0]?.filed ?? 0, all.length),
    'filed at the inner threshold for 80 %, rightly': share(asked[0]?.right ?? 0, asked[0]?.filed ?? 0),
    'filed at the inner threshold for 90 %': share(asked[1]?.filed ?? 0, all.length),
    'filed at the inner threshold for 90 %, rightly': share(asked[1]?.right ?? 0, asked[1]?.filed ?? 0),
    'filed through the gate': share(gate.filed, all.length),
    'filed through the gate, rightly': share(gate.right, gate.filed),
    'none told apart (AUROC)': figures.noneAuroc,
    'reliability error': figures.reliabilityError,
    'English, best of six is right': topOf(figures, 'en'),
    'Spanish, best of six is right': topOf(figures, 'es'),
  }
  return Object.fromEntries(
    Object.entries(shares).map(([what, value]) => [what, value === null ? null : value * 100]),
  )
}

function topOf({ languages }: Figures, lang: string): number | null {
  return languages[lang]?.top1 ?? null
}

function addUp(folds: readonly OuterFold[], file: (fold: OuterFold) => { filed: number; right: number }) {
  return folds
    .map(file)
    .reduce((so, { filed, right }) => ({ filed: so.filed + filed, right: so.right + right }), {
      filed: 0,
      right: 0,
    })
}

function compareJudges(what: string, told: Record<JudgeName, Record<string, number | null>>): Figure[] {
  const ours = told.model[what] ?? null
  if (ours === null) return []
  const held = (['naiveBayes', 'nearestTitle'] as const).flatMap((name) => {
    const control = told[name][what] ?? null
    return control === null ? [] : [hold({ what, unit: '%', ours, control, against: controls[name] })]
  })
  return held.length > 0 ? held : [stateAlone({ what, unit: '%', ours })]
}

function hold(figure: Omit<Figure, 'ratio' | 'aim'>): Figure {
  const { ours, control } = figure
  return { ...figure, ratio: control === null || control <= 0 ? null : ours / control, aim: null }
}

/**
 * Each fold's ideas, gathered with what the other folds taught. Where equal ideas are in one fold, nobody
 * proposed any of them before; where only texts that are nearly the same are, most were.
 */
function gatherIdeas(
  campaign: CampaignContent,
  posts: readonly FoldedPost[],
  folds: { new: readonly number[]; known: readonly number[] },
): Figure[] {
  const measure = (foldOf: readonly number[]) => {
    const authors = new Map(posts.map(({ text }, at) => [text, `fold ${foldOf[at]}`]))
    return measureIdeas(
      campaign,
      ideaExamplesFor(campaign, campaign).flatMap((example) => {
        const author = authors.get(example.text)
        return author === undefined ? [] : [{ ...example, author }]
      }),
    )
  }
  const { ideas, groups } = measure(folds.new)
  const compareGroups = (what: string, found: typeof groups) => {
    const own = { what: `${what}, adjusted Rand index`, unit: 'index', ours: found.rand }
    return [
      hold({ ...own, control: found.wordsOnly, against: 'words only, no examples' }),
      hold({ ...own, control: found.onePerTakeaway, against: 'one group a takeaway' }),
      hold({ ...own, control: found.allSingle, against: 'every idea alone' }),
    ]
  }
  return [
    ...compareGroups('groups of ideas that nobody had before', groups),
    ...compareGroups('groups of ideas, most of them known', measure(folds.known).groups),
    stateAlone({ what: 'ideas gathered', unit: 'posts', ours: groups.ideas }),
    stateAlone({ what: 'is an idea, F1', unit: '%', ours: ideas.f1 * 100 }),
    stateAlone({ what: 'is an idea, AUROC', unit: '%', ours: (ideas.auroc ?? 0) * 100 }),
  ]
}

function countTogether(posts: readonly { group: string | null }[], folds: readonly number[]): number {
  const sizes = new Map<string, number>()
  for (const { group } of posts) if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return folds.filter((_, at) => (sizes.get(posts[at]?.group ?? '') ?? 0) > 1).length
}

function tellFolds(folds: readonly OuterFold[]): string {
  return folds
    .map(({ judged, inner }) => {
      const { threshold } = readGate(inner)
      const { filed, right } = fileAbove(judged, threshold, false)
      return threshold === null ? 'shut' : `${threshold} (${right} of ${filed} right)`
    })
    .join(', ')
}
