import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { seedsFor } from '@wall/db/campaigns/seeds'
import { createFiler } from '@wall/filing/file-post'
import { createNaiveBayes } from '@wall/filing/measure/controls'
import { openModel } from '@wall/filing/text/open-model'
import { trainModel } from '@wall/filing/text/train-model'
import type { Decision } from '@wall/filing/text/training-row'
import { toTrainingRows } from '@wall/filing/text/training-rows'
import type { Bench } from './support/bench.ts'
import { compare, stateAlone } from './support/figures.ts'
import { runRounds } from './support/rounds.ts'
import { writeSeedTexts } from './support/seed-texts.ts'

/** Filing by signals and words, and learning anew after decisions, on the shipped seeds and one core. */
export const filing: Bench = {
  name: 'filing',
  about: 'posts filed by their words, and the model made anew',
  async run({ isQuick }) {
    const rounds = isQuick ? 2 : 7
    const campaign = builtInCampaign()
    const seeds = seedsFor(campaign, campaign)
    const options = {
      ...{ takeaways: campaign.takeaways.map(({ number }) => number), hashtags: campaign.hashtags },
      alike: seeds.alike,
    }
    const learn = (count: number) =>
      trainModel(toTrainingRows(campaign, seeds, makeDecisions(count)), options)

    const model = learn(0)
    const filer = createFiler(campaign, openModel(model))
    const bayes = createNaiveBayes(toTrainingRows(campaign, seeds), options)
    const texts = makeDecisions(isQuick ? 500 : 2_000, 7).map(({ text }) => text)
    const perSecond = (file: (text: string) => unknown) => {
      const startedAt = performance.now()
      for (const text of texts) file(text)
      return (texts.length / (performance.now() - startedAt)) * 1000
    }
    const filed = await runRounds(rounds, {
      ours: async () => perSecond((text) => filer.file({ text })),
      control: async () => perSecond(bayes),
    })
    const time = (count: number) => {
      const startedAt = performance.now()
      learn(count)
      return performance.now() - startedAt
    }
    const fitted = await runRounds(rounds, {
      none: async () => time(0),
      hundred: async () => time(100),
      thousand: async () => time(1_000),
      many: async () => time(10_000),
    })
    const against = 'no decisions'
    return {
      figures: [
        compare({
          ...{ what: 'filed, signals and words', unit: 'posts/s', ours: filed.ours },
          ...{ control: filed.control, against: 'naive Bayes', aim: { of: 'ours', atLeast: 5_000 } },
        }),
        compare({
          ...{ what: 'learnt, 100 decisions', unit: 'ms', ours: fitted.hundred },
          ...{ control: fitted.none, against },
        }),
        compare({
          ...{ what: 'learnt, 1,000 decisions', unit: 'ms', ours: fitted.thousand },
          ...{ control: fitted.none, against, aim: { of: 'ours', atMost: 1_000 } },
        }),
        compare({
          ...{ what: 'learnt, 10,000 decisions', unit: 'ms', ours: fitted.many },
          ...{ control: fitted.none, against },
        }),
        stateAlone({ what: 'the model', unit: 'MB', ours: sizeOf(model) / 1e6 }),
      ],
      notes: [],
    }
  },
}

/** Each by an author of its own. */
function makeDecisions(count: number, start = 1): Decision[] {
  return writeSeedTexts(count, start).map((one, index) => {
    return { ...one, userId: index % 5, authorId: index, postId: index }
  })
}

/** Bytes of all numbers in it. */
function sizeOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + sizeOf(one), 0)
  return typeof value === 'object' && value !== null ? sizeOf(Object.values(value)) : 8
}
