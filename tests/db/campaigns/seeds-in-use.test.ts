import { seedsInUse } from '@wall/db/campaigns/seeds-in-use'
import { expect, test } from 'vitest'
import { content } from '../../support/wall/learning-wall.ts'

const [water, soil, shade] = content.takeaways
if (!water || !soil || !shade) throw new Error('three takeaways are needed')
const campaign = {
  ...content,
  takeaways: [
    { ...water, examples: [{ text: 'Our barrel is full' }] },
    soil,
    { ...shade, examples: [{ text: 'Sat under the oak' }] },
  ],
}

test('what the team saved stands in place of what came with the campaign, except for takeaways added since', () => {
  const saved = {
    takeaways: [
      { id: 1, examples: [], keywords: ['hose'] },
      { id: 2, examples: [], keywords: [] },
    ],
    none: ['Thanks!'],
  }
  const { takeaways, none } = seedsInUse(campaign, saved)
  expect(takeaways.get(1)).toEqual({ examples: [], keywords: [{ text: 'hose' }] })
  expect(takeaways.get(3)).toEqual({ examples: [{ text: 'Sat under the oak' }], keywords: [] })
  expect(none).toEqual([{ text: 'Thanks!' }])
})
