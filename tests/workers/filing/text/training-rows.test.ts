import { CampaignContent } from '@wall/db/model/campaign'
import { openModel } from '@wall/filing/text/open-model'
import { trainModel } from '@wall/filing/text/train-model'
import { toTrainingRows } from '@wall/filing/text/training-rows'
import { expect, test } from 'vitest'

const campaign = CampaignContent.parse({
  name: 'Town',
  hashtags: ['town'],
  takeaways: [
    { number: 1, slug: 'water', title: 'Rivers belong to everybody' },
    { number: 2, slug: 'wood', title: 'Forests need a hundred years' },
  ],
})
const nothing = { takeaways: new Map(), none: [], alike: [] }
const decide = (text: string, takeaway: number) => ({ text, takeaway, userId: 1, authorId: text })

test('a chance word of two decided posts does not outweigh the title that has it', () => {
  const decisions = [
    decide('Walked past the rivers to my oak', 2),
    decide('No rivers up here, only my oak', 2),
    decide('Swimming in the lake again', 1),
    decide('Boats and ducks', 1),
  ]
  const rows = toTrainingRows(campaign, nothing, decisions)
  const { classify } = openModel(trainModel(rows, { takeaways: [1, 2], hashtags: [] }))
  const [best] = classify('rivers').ranking
  expect(best?.takeaway).toBe(1)
})

test('a title weighs six decided posts, another sentence of the campaign three', () => {
  const [water, ...others] = campaign.takeaways
  const asked = { ...campaign, takeaways: [{ ...water, prompts: ['Which river is yours?'] }, ...others] }
  const rows = toTrainingRows(CampaignContent.parse(asked), nothing, [decide('Boats and ducks', 1)])
  const weigh = (text: string) => rows.find((row) => row.text === text)?.weight
  expect(weigh('Rivers belong to everybody')).toBe(6)
  expect(weigh('Which river is yours?')).toBe(3)
  expect(weigh('Boats and ducks')).toBe(1)
})

test('decided posts teach what no title says', () => {
  const rows = toTrainingRows(campaign, nothing, [decide('Boats and ducks', 1), decide('My oak', 2)])
  const { classify } = openModel(trainModel(rows, { takeaways: [1, 2], hashtags: [] }))
  expect(classify('an oak').ranking[0]?.takeaway).toBe(2)
  expect(classify('two ducks').ranking[0]?.takeaway).toBe(1)
})

test('beside titles alone few posts of none count, always the same ones; posts of one’s own let in more', () => {
  const none = Array.from({ length: 500 }, (_, at) => ({
    text: `Happy Friday to all of you number${at}`,
    lang: 'en',
  }))
  const bank = { ...nothing, none }
  const countNone = (rows: ReturnType<typeof toTrainingRows>) =>
    rows.filter(({ takeaway }) => takeaway === null).length
  expect(countNone(toTrainingRows(campaign, bank))).toBe(12)
  const decisions = Array.from({ length: 40 }, (_, at) =>
    decide(`Boats and ducks of pond${at}`, 1 + (at % 2)),
  )
  expect(countNone(toTrainingRows(campaign, bank, decisions))).toBe(40)
  const again = toTrainingRows(campaign, { ...bank, none: none.toReversed() })
  expect(new Set(again)).toEqual(new Set(toTrainingRows(campaign, bank)))
})
