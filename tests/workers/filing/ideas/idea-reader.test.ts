import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { ideaExamplesFor } from '@wall/db/campaigns/idea-examples'
import { CampaignContent } from '@wall/db/model/campaign'
import { createIdeaReader } from '@wall/filing/ideas/idea-reader'
import { describe, expect, test, vi } from 'vitest'
import { measureIdeas } from '../../../support/filing/measure-ideas.ts'

vi.setConfig({ testTimeout: 60_000 })

const campaign = builtInCampaign()
const examples = ideaExamplesFor(campaign, campaign)
const reader = createIdeaReader(campaign, examples)

describe('what a post proposes', () => {
  test.each([
    'I would pay two teachers to visit every family in August',
    'What if the fifth graders got to choose the field trip?',
    'Que los directores den una clase a la semana',
  ])('"%s" is an idea', (text) => {
    expect(reader.read(text, 3).idea.isIdea).toBe(true)
  })

  test.each(['thanks for the great webinar', 'What time does it start?', '', '😀', '   '])(
    '"%s" is none',
    (text) => {
      expect(reader.read(text, 3).idea.isIdea).toBe(false)
    },
  )

  test('whoever asks for what is on the list supports that action, and brings no new idea', () => {
    const read = reader.read('Hire more counselors: the caseload here is 611 kids for one person', 1)
    expect(read.action?.action).toBe(4)
    expect(read.idea.isIdea).toBe(false)
  })

  test('a takeaway without actions, or none, has none to support', () => {
    expect(reader.read('Hire more counselors', 2).actions).toEqual([])
    expect(reader.read('Hire more counselors', null).actions).toEqual([])
  })

  test('a campaign of its own is read by the words of its actions, and learns proposing from ours', () => {
    const own = CampaignContent.parse({
      name: 'Streets',
      hashtags: ['streets'],
      takeaways: [
        {
          number: 7,
          slug: 'water',
          title: 'Water belongs to everybody',
          actions: [
            { text: 'Put drinking fountains on every square' },
            { text: 'Repair leaking pipes at night' },
          ],
        },
      ],
    })
    const foreign = createIdeaReader(own, ideaExamplesFor(own, campaign))
    expect(foreign.read('We need drinking fountains on our square too', 7).actions[0]?.action).toBe(1)
    expect(foreign.read('What if we planted trees along the canal?', 7).idea.isIdea).toBe(true)
  })
})

test('figures: another author’s ideas are recognised and gathered far better than by chance', () => {
  const posts = examples.map((example, index) => ({ ...example, author: index % 2 === 0 ? 'one' : 'other' }))
  const figures = measureIdeas(campaign, posts)
  expect(figures.ideas.auroc).toBeGreaterThan(0.9)
  expect(figures.groups.rand).toBeGreaterThan(figures.groups.onePerTakeaway)
  expect(figures.groups.allSingle).toBe(0)
})
