// What a written number means: the takeaway that is called so, and for a post that was read before the one
// that was called so then.
import { CampaignContent } from '@wall/db/model/campaign'
import { createFiler } from '@wall/filing/file-post'
import { expect, test } from 'vitest'

const content = CampaignContent.parse({
  ...{ slug: 'test', name: 'Test', hashtags: ['tag'] },
  takeaways: [
    { id: 21, number: 1, slug: 'trust', title: 'Trust' },
    { id: 22, number: 2, slug: 'time', title: 'Time' },
  ],
})
const swapped = {
  ...content,
  takeaways: content.takeaways.map((one) => ({ ...one, number: 3 - one.number })),
}
const text = 'Takeaway 2 is so true #tag'

test('a post that names a number is filed under the id behind it, and its reason says the number', () => {
  const before = createFiler(content, null).file({ text })
  expect(before).toMatchObject({ takeaway: 22, by: 'rule', reason: 'it says “Takeaway 2”' })
  expect(createFiler(swapped, null).file({ text })).toMatchObject({ takeaway: 21, by: 'rule' })
  const relations = [{ takeaway: 22, confidence: 0.9, seen: 'answers a post' }]
  expect(createFiler(content, null).file({ text: 'Yes', relations }).reason).toBe(
    'it answers a post under takeaway 2',
  )
})

test('read again after the numbers changed, it stays where it was', () => {
  const { signals } = createFiler(content, null).file({ text })
  expect(createFiler(swapped, null).file({ text, seenBefore: signals })).toMatchObject({ takeaway: 22 })
  const gone = { ...content, takeaways: content.takeaways.slice(0, 1) }
  expect(createFiler(gone, null).file({ text, seenBefore: signals })).toMatchObject({ takeaway: null })
})
