import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { isAdvised, type Judgement } from '@wall/db/model/filing/second-opinion'
import { createFiler } from '@wall/filing/file-post'
import type { Classified, TextModel } from '@wall/filing/text/open-model'
import { expect, test } from 'vitest'

const campaign = builtInCampaign()
const says = (takeaway: number | null, reason = 'It is about time.'): Judgement => ({
  ...{ takeaway, confidence: 0.99, reason },
})
/** A model that guesses the same of every post. */
function guess(...ranking: [takeaway: number | null, confidence: number][]): TextModel {
  const classified: Classified = {
    ranking: ranking.map(([takeaway, confidence]) => ({ takeaway, confidence, words: ['plan'] })),
    near: [],
  }
  return { classify: () => classified } as unknown as TextModel
}
const unsure = guess([2, 0.4], [null, 0.3], [5, 0.2], [1, 0.1])
const open = { isOpen: true, threshold: 0.55 }
const places = ({ suggestions }: ReturnType<ReturnType<typeof createFiler>['file']>) =>
  suggestions.map(({ takeaway }) => takeaway)

test('a second opinion puts its place in front, at half, and never files', () => {
  const filing = createFiler(campaign, unsure).file({ text: 'Well', secondOpinion: says(5) })
  expect(filing).toMatchObject({
    ...{ takeaway: null, by: null, confidence: 0.5 },
    reason: 'no takeaway is named; a language model suggests takeaway 5: “It is about time.”',
  })
  expect(places(filing)).toEqual([5, 2, null, 1])
  const shares = filing.suggestions.map(({ confidence }) => confidence)
  expect(shares).toEqual(shares.toSorted((a, b) => b - a))
  expect(isAdvised(filing, says(5))).toBe(true)
})

test('where the words think the same they keep their own confidence', () => {
  const filing = createFiler(campaign, guess([2, 0.55], [null, 0.45])).file({
    ...{ text: 'Well', secondOpinion: says(2, '') },
  })
  expect(filing).toMatchObject({ confidence: 0.55, by: null })
  expect(filing.reason).toBe('no takeaway is named; a language model suggests takeaway 2')
})

test('“none” comes in front only while the words are unsure, and so does any takeaway', () => {
  expect(
    places(createFiler(campaign, unsure).file({ text: 'Well', secondOpinion: says(null) }))[0],
  ).toBeNull()
  for (const place of [null, 5]) {
    const filing = createFiler(campaign, guess([2, 0.6], [null, 0.3], [5, 0.1])).file({
      ...{ text: 'Well', secondOpinion: says(place) },
    })
    expect(places(filing)).toEqual([2, null, 5])
    expect(filing.reason).toContain('its words sound most like takeaway 2')
    expect(isAdvised(filing, says(place))).toBe(false)
  }
})

test('what a post names outright, and what the gate lets through, stand against it', () => {
  const filer = createFiler(campaign, unsure)
  const named = filer.file({ text: 'Takeaway 3 it is', secondOpinion: says(5) })
  expect(named).toMatchObject({ takeaway: 3, by: 'rule' })
  expect(named.reason).not.toContain('language model')
  expect(isAdvised(named, says(3))).toBe(false)
  const several = filer.file({ text: 'Takeaway 2 and takeaway 5', secondOpinion: says(1) })
  expect(places(several).slice(0, 2)).toEqual([2, 5])
  const sure = createFiler(campaign, guess([2, 0.58], [null, 0.42]), open)
  expect(sure.file({ text: 'Well', secondOpinion: says(5) })).toMatchObject({ takeaway: 2, by: 'model' })
})

test('a takeaway that is no more is not suggested', () => {
  const filing = createFiler(campaign, unsure).file({ text: 'Well', secondOpinion: says(9) })
  expect(places(filing)).toEqual([2, null, 5, 1])
  expect(filing.reason).not.toContain('language model')
})
