import { CampaignContent } from '@wall/db/model/campaign'
import { type EvaluationRequest, evaluate } from '@wall/filing/measure/evaluate'
import { expect, test } from 'vitest'

const campaign = CampaignContent.parse({
  ...{ slug: 'own', name: 'Own', hashtags: ['own'] },
  takeaways: [
    { number: 1, slug: 'water', title: 'Rivers and lakes' },
    { number: 2, slug: 'wood', title: 'Forests and trees' },
  ],
})
const seeds = {
  takeaways: new Map([
    [1, { keywords: [], examples: [{ text: 'We swam in the river' }, { text: 'Lakes are for everybody' }] }],
    [2, { keywords: [], examples: [{ text: 'A walk in the forest' }, { text: 'Trees for every street' }] }],
  ]),
  none: [{ text: 'Thanks for the link' }, { text: 'See you on Monday' }],
  alike: [],
}
const water = ['The river is clean', 'Boats on the lakes', 'Our river runs', 'Swim in lakes and rivers']
const wood = ['The forest is old', 'Climb trees', 'Forest walks', 'Plant trees in the forest']
const none = ['Thanks, see you Monday', 'Thanks for the link!']
const posts = [
  ...water.map((text) => ({ text, takeaway: 1, lang: 'en' })),
  ...wood.map((text) => ({ text, takeaway: 2, lang: 'en' })),
  ...none.map((text) => ({ text, takeaway: null, lang: 'en' })),
  // Whoever wrote the label meant something that its words do not say.
  { text: 'Trees, trees, trees', takeaway: 1, lang: 'es' },
]
const request: EvaluationRequest = { campaign, seeds, posts, decisions: [0], draws: 2 }

test('from the seeds alone every post is judged once, and one is wrong', () => {
  const [found] = evaluate(request)
  expect(found).toMatchObject({
    ...{ decisions: 0, learnt: [1, 2, null].map((place) => ({ place, decisions: 0 })) },
    model: {
      ...{ posts: 11, top1: 8 / 9, top3: 1, macroF1: 8 / 9, noneAuroc: 1 },
      languages: { en: { posts: 8, top1: 1 }, es: { posts: 1, top1: 0 } },
    },
    confusion: {
      places: [1, 2, null],
      counts: [
        [4, 1, 0],
        [0, 4, 0],
        [0, 0, 2],
      ],
    },
    confused: [],
  })
  expect(found?.seedsAlone).toEqual(found?.model)
  // Fewer than twenty posts prove nothing.
  expect(found?.gate).toEqual({ openIn: 0, of: 5, filed: 0, filedShare: 0, precision: null })
  // "Trees" stands in a title, too, and these rivers do not.
  expect(found?.nearestTitle.top1).toBeGreaterThan(0)
})

test('after decisions only posts that were not drawn are judged, and how many were learnt from is told', () => {
  const steps: string[] = []
  const [none, some] = evaluate({
    ...request,
    decisions: [0, 2],
    onProgress: (done, of) => steps.push(`${done}/${of}`),
  })
  expect(none?.decisions).toBe(0)
  expect(some).toMatchObject({
    decisions: 2,
    // Half of the two posts of none is one.
    learnt: [
      { place: 1, decisions: 2 },
      { place: 2, decisions: 2 },
      { place: null, decisions: 1 },
    ],
    model: { posts: 6 },
    seedsAlone: { posts: 6 },
  })
  expect(steps).toEqual(['1/3', '2/3', '3/3'])
})

test('the same posts in the same order give the same figures', () => {
  expect(evaluate({ ...request, decisions: [1] })).toEqual(evaluate({ ...request, decisions: [1] }))
})

test('a word that only decisions know is learnt from them', () => {
  const zinnias = Array.from({ length: 8 }, (_, at) => {
    return { text: `Zinnias number ${'abcdefgh'[at]}${'stuvwxyz'[at]}`, takeaway: 2 }
  })
  const [before, after] = evaluate({ ...request, posts: zinnias, decisions: [0, 4] })
  expect(before?.model.top1).toBe(0)
  expect(after?.model.top1).toBe(1)
  expect(after?.seedsAlone.top1).toBe(0)
})

test('the gate files what it was not opened by, once twenty posts are right', () => {
  const many = [water, wood].flatMap((texts, at) =>
    Array.from({ length: 20 }, (_, n) => ({
      text: `${texts[n % 4]}, ${'x'.repeat(n + 3)}`,
      takeaway: at + 1,
    })),
  )
  const [found] = evaluate({ ...request, posts: many })
  expect(found?.gate).toMatchObject({ openIn: 5, of: 5, precision: 1 })
  expect(found?.gate.filedShare).toBeGreaterThan(0.5)
})
