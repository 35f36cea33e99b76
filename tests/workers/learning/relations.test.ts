import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { createFiler } from '@wall/filing/file-post'
import { readRelations } from '@wall/workers/learning/relations'
import { expect, test } from 'vitest'

const relatives = new Map([
  ['at://one', { takeaway: 1, by: 'rule' as const, authorId: 1 }],
  ['at://two', { takeaway: 2, by: 'moderator' as const, authorId: 2 }],
])
const read = (authorId: number, references: { replyTo?: string; replyRoot?: string; quoteOf?: string }) =>
  readRelations(
    { authorId, references: { replyTo: null, replyRoot: null, quoteOf: null, ...references } },
    relatives,
  )
const { file } = createFiler(builtInCampaign())

test('the author’s own thread says more than an answer to somebody else', () => {
  const [own] = read(1, { replyTo: 'at://one', replyRoot: 'at://one' })
  const [answer] = read(3, { replyTo: 'at://one' })
  expect([own?.kind, answer?.kind]).toEqual(['own_thread', 'filed_reply'])
  expect(own?.confidence).toBeGreaterThan(answer?.confidence ?? 1)
})

test('the post that it answers counts before the head of the thread', () => {
  expect(read(3, { replyTo: 'at://two', replyRoot: 'at://one' }).map(({ takeaway }) => takeaway)).toEqual([2])
  expect(read(3, { replyTo: 'at://unknown', replyRoot: 'at://one' }).map(({ takeaway }) => takeaway)).toEqual(
    [1],
  )
})

test('relations that agree file, those that disagree are only suggested', () => {
  const agreed = file({ text: 'Yes!', relations: read(3, { replyTo: 'at://one' }) })
  expect(agreed).toMatchObject({ takeaway: 1, by: 'rule', reason: 'it answers a post under takeaway 1' })
  const disputed = file({ text: 'Yes!', relations: read(3, { replyTo: 'at://one', quoteOf: 'at://two' }) })
  expect(disputed).toMatchObject({ takeaway: null, by: null })
  expect(
    disputed.suggestions
      .slice(0, 2)
      .map(({ takeaway }) => takeaway)
      .sort(),
  ).toEqual([1, 2])
})

test('the group that it was handed in through files it', () => {
  const group = { takeaway: 4, name: 'Table 4' }
  const filing = file({ text: 'Yes!', group })
  expect(filing).toMatchObject({
    takeaway: 4,
    by: 'rule',
    reason: 'it came through “Table 4”, which belongs to takeaway 4',
  })
  expect(file({ text: 'Yes!', group: { takeaway: 77, name: 'x' } })).toMatchObject({ takeaway: null })
})

test('a picture speaks through what it is said to show, and that is told', () => {
  const filing = file({
    text: '#rethinkinginterventions',
    alts: ['A wall of names before fractions: knowing students'],
  })
  expect(filing.reason).toMatch(/^only the description of its picture could be read; /)
  expect(filing.suggestions[0]?.confidence).toBeGreaterThan(0)
})
