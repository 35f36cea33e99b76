import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { CampaignContent } from '@wall/db/model/campaign'
import { createFiler, filePost } from '@wall/filing/file-post'
import { pickNear } from '@wall/filing/suggestions'
import type { TextModel } from '@wall/filing/text/open-model'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const { file } = createFiler(builtInCampaign())
const sum = (list: { confidence: number }[]) => list.reduce((so, one) => so + one.confidence, 0)

test('a reason that names two takeaways is said once', () => {
  expect(filePost({ text: 'Takeaways 1, 2 and all of it' }, builtInCampaign()).reason).toBe(
    'it names several takeaways: it says “Takeaways 1, 2”',
  )
})

test('one marker files, by rule, and says what was seen', () => {
  const filing = file({ text: 'Takeaway 2: I mean it. #rethinkingintervention' })
  expect(filing).toMatchObject({ takeaway: 2, by: 'rule', confidence: 0.97, reason: 'it says “Takeaway 2”' })
  expect(filing.suggestions[0]).toMatchObject({ takeaway: 2, confidence: 0.97 })
  expect(sum(filing.suggestions)).toBeCloseTo(1, 1)
})

test('a figure that may stand for a word, or name something else, suggests and does not file', () => {
  const filing = file({ text: 'Takeaway 4 me is that kids need time' })
  expect(filing).toMatchObject({
    takeaway: null,
    by: null,
    confidence: 0.5,
    reason: 'it says “Takeaway 4”, which may mean something else',
  })
  expect(filing.suggestions[0]).toMatchObject({ takeaway: 4, confidence: 0.5 })
  expect(file({ text: 'Got my T4 today. #takeaway2' })).toMatchObject({ takeaway: 2, by: 'rule' })
  expect(file({ text: 'Got my T4 today. #takeaway4' })).toMatchObject({ takeaway: 4, by: 'rule' })
})

test('words that speak for a takeaway propose it; below “maybe”, and where anything speaks for another, the room asks', () => {
  const text = 'Warm-ups the day before the new lesson, so that my kids walk in ready.'
  const { suggestions, proposed } = file({ text })
  const best = suggestions[0]?.takeaway ?? 0
  expect(suggestions[0]?.confidence).toBeGreaterThan(0.3)
  expect(proposed).toBe(best)
  const other = best === 4 ? 5 : 4
  const says = (takeaway: number | null) => ({ takeaway, confidence: 1, reason: '' })
  // What a language model says counts only where the words are unsure.
  const unsure = createFiler(builtInCampaign(), guessing([best, other, null], [0.4, 0.3, 0.3]))
  expect(unsure.file({ text }).proposed).toBe(best)
  expect(unsure.file({ text, secondOpinion: says(best) }).proposed).toBe(best)
  expect(unsure.file({ text, secondOpinion: says(other) }).proposed).toBeNull()
  expect(unsure.file({ text, secondOpinion: says(null) }).proposed).toBeNull()
  expect(unsure.file({ text: `${text} Takeaway ${other} me` }).proposed).toBeNull()
  expect(unsure.file({ text: `${text} #takeaway${other} #takeaway${best}` }).proposed).toBeNull()
  expect(unsure.file({ text: `${text} #takeaway77` }).proposed).toBeNull()
  expect(unsure.file({ text: `${text} #takeaway${other}` })).toMatchObject({ by: 'rule', proposed: null })
  const low = createFiler(builtInCampaign(), guessing([best, other, null], [0.29, 0.28, 0.2]))
  expect(low.file({ text }).proposed).toBeNull()
  const none = createFiler(builtInCampaign(), guessing([null, best], [0.8, 0.2]))
  expect(none.file({ text }).proposed).toBeNull()
})

/** A model that always says the same. */
function guessing(places: (number | null)[], confidences: number[]): TextModel {
  const ranking = places.map((takeaway, at) => ({ takeaway, confidence: confidences[at] ?? 0 }))
  return { id: 'guessing', classify: () => ({ ranking, near: [] }) }
}

test('signals of different kinds that agree are surer', () => {
  expect(file({ text: 'Takeaway 2! #takeaway2' })).toMatchObject({
    takeaway: 2,
    confidence: 0.99,
    reason: 'it carries the hashtag #takeaway2 and says “Takeaway 2”',
  })
})

test('signals that disagree leave it unfiled and come first', () => {
  const filing = file({ text: '#takeaway2 or is it Takeaway 5?' })
  expect(filing).toMatchObject({ takeaway: null, by: null })
  expect(filing.reason).toBe(
    'it names several takeaways: it carries the hashtag #takeaway2 and says “Takeaway 5”',
  )
  expect(
    filing.suggestions
      .slice(0, 2)
      .map((one) => one.takeaway)
      .sort(),
  ).toEqual([2, 5])
})

test('all of them look like spam', () => {
  const filing = file({ text: '#takeaway1 #takeaway2 #takeaway3 #takeaway4 #takeaway5 #takeaway6' })
  expect(filing).toMatchObject({
    takeaway: null,
    by: null,
    reason: 'it names all 6 takeaways, which looks like spam',
  })
  expect(filing.suggestions[0]?.takeaway).toBe(null)
})

test('a number without a takeaway is told, and the words are ranked', () => {
  const filing = file({ text: 'Takeaway 9: low expectations' })
  expect(filing.takeaway).toBe(null)
  expect(filing.reason).toMatch(/^“Takeaway 9” is no takeaway of this campaign; .*takeaway 2/)
})

test('a meal to take away is left to a person', () => {
  const filing = file({ text: 'Pizza and curry, free delivery tonight #takeaway1' })
  expect(filing).toMatchObject({ takeaway: null, by: null })
  expect(filing.reason).toMatch(/food/)
})

test.each<[string, number | null]>([
  ['Trust and relationships come first, know your students', 1],
  ['Low expectations: they never believed I could', 2],
  ['Enough worksheets, give them real-world problems', 3],
  ['Stop the remediation, go on with grade-level content and support', 4],
  ['Ask families and students who the plan is not working for', 5],
  ['My principal protects our planning time', 6],
  ['Más confianza y menos pantallas con nuestros estudiantes', 1],
  ['Thank you for sharing, what time is the chat?', null],
])('words alone never file, but rank first: %s', (text, takeaway) => {
  const filing = file({ text })
  expect(filing).toMatchObject({ takeaway: null, by: null })
  expect(filing.suggestions[0]?.takeaway).toBe(takeaway)
  expect(filing.confidence).toBe(filing.suggestions[0]?.confidence)
  expect(filing.suggestions).toHaveLength(7)
})

test('the reason names the strongest words', () => {
  expect(file({ text: 'trust and relationships' }).reason).toBe(
    'no takeaway is named; its words sound most like takeaway 1: relationships, trust',
  )
})

test('“why not” has its answer for every suggestion, whatever put it in front', () => {
  const text =
    'Pair every new teacher with a coach who plans with them, and ask the families what is not working'
  for (const filing of [
    file({ text }),
    file({ text: `${text} #takeaway3` }),
    file({ text: `${text} T1 T2` }),
  ]) {
    const [first, second, third, ...others] = filing.suggestions
    expect(filing.suggestions.every(({ against = [] }) => against.length <= 3)).toBe(true)
    expect(
      [second, third, ...others].filter((one) => (one?.against ?? []).length > 0).length,
    ).toBeGreaterThan(3)
    const near = (takeaway: number | null | undefined) =>
      (filing.near ?? []).filter((one) => one.takeaway === takeaway).length
    expect(near(first?.takeaway)).toBeLessThanOrEqual(3)
    expect(near(second?.takeaway)).toBeLessThanOrEqual(1)
    expect(near(third?.takeaway)).toBeLessThanOrEqual(1)
    for (const { takeaway } of others) expect(near(takeaway)).toBe(0)
  }
  const { near, suggestions } = file({ text })
  for (const { takeaway } of suggestions.slice(0, 3))
    expect(near?.some((one) => one.takeaway === takeaway)).toBe(true)
  expect(near?.findIndex((one) => one.isFar)).toBeGreaterThan(-1)
})

test('nearest known posts of the first three suggestions are told, in order of likeness', () => {
  const near = [1, 2, 2, 1, 3, 1, 4, 1, null, 3].map((takeaway, at) => ({ takeaway, postId: at, text: null }))
  const suggestions = [1, 3, null, 2, 4].map((takeaway) => ({ takeaway, confidence: 0.2 }))
  expect(pickNear(near, suggestions).map(({ postId }) => postId)).toEqual([0, 3, 4, 5, 8])
  expect(pickNear(near, [])).toEqual([])
})

test('addresses, handles and the campaign’s hashtag do not sway the words', () => {
  const bare = file({ text: 'trust matters' })
  const dressed = file({
    text: '@principal.example.org trust matters https://worksheets.example.org/ #RethinkingIntervention',
  })
  expect(dressed.suggestions).toEqual(bare.suggestions)
})

test('hashtags are read as words where a capital begins', () => {
  expect(file({ text: '#LowExpectations' }).suggestions[0]?.takeaway).toBe(2)
})

test.each(['', ' ', '👏👏', '#rethinkingintervention', 'https://example.org', '教育'])(
  '%j has no words to go by',
  (text) => {
    expect(file({ text })).toMatchObject({ takeaway: null, by: null, confidence: 0.5 })
    expect(file({ text }).suggestions[0]?.takeaway).toBe(null)
  },
)

test('the same campaign makes the same filer, and only the first 128 words count', () => {
  const again = createFiler(builtInCampaign())
  const text = 'every kid deserves challenging work '.repeat(40)
  expect(again.file({ text })).toEqual(file({ text }))
  expect(file({ text: `${text} principal principal principal` })).toEqual(file({ text }))
})

test('a campaign with nothing but titles works, with one takeaway, none or forty', () => {
  const campaign = (count: number) =>
    CampaignContent.parse({
      name: 'Bare',
      hashtags: ['bare'],
      takeaways: Array.from({ length: count }, (_, index) => ({
        number: index + 1,
        slug: `theme-${index + 1}`,
        title: ['Rivers and lakes', 'Forests and trees'][index] ?? `Theme ${index + 1}`,
      })),
    })
  expect(filePost({ text: 'we cleaned the river and two lakes' }, campaign(2)).suggestions[0]?.takeaway).toBe(
    1,
  )
  expect(filePost({ text: 'rivers' }, campaign(1)).suggestions[0]?.takeaway).toBe(1)
  expect(filePost({ text: 'rivers' }, campaign(0)).suggestions).toEqual([{ takeaway: null, confidence: 1 }])
  const forty = filePost({ text: 'forests' }, campaign(40))
  expect(forty.suggestions[0]?.takeaway).toBe(2)
  expect(forty.suggestions).toHaveLength(10)
  expect(forty.suggestions.map((one) => one.takeaway)).toContain(null)
  expect(filePost({ text: '#bare40' }, campaign(40)).takeaway).toBe(40)
})

test('nothing makes it throw, and confidences are chances in falling order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (text, tags) => {
      const { suggestions, confidence } = file({ text, tags })
      expect(
        suggestions.every((one, index) => one.confidence <= (suggestions[index - 1]?.confidence ?? 1)),
      ).toBe(true)
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(sum(suggestions)).toBeCloseTo(1, 1)
    }),
    { numRuns: 300 },
  )
})
