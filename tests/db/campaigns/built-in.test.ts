import { viewCampaign } from '@wall/api/views/campaign'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { seedsFor } from '@wall/db/campaigns/seeds'
import { expect, test } from 'vitest'
import { madeUp } from '../../support/database/posts.ts'

test('the built-in campaign has its six takeaways and one hashtag', () => {
  const campaign = builtInCampaign()
  expect(campaign.slug).toBe('rethinking-intervention')
  expect(campaign.hashtags).toEqual(['rethinkingintervention'])
  expect(campaign.takeaways.map((takeaway) => takeaway.number)).toEqual([1, 2, 3, 4, 5, 6])
})

test('it knows where its days begin, and the wall asks for no mention on a network where the account is not known', () => {
  const campaign = { ...builtInCampaign(), id: 1, unreleased: [] }
  expect(campaign.timeZone).toBe('America/Chicago')
  expect(viewCampaign(campaign, {}).mentions).toEqual([])
  const mentions = [
    { handle: '@campaign.example.org', ids: { there: 'did:plc:campaign' } },
    { handle: 'instructUP', ids: { there: 'did:plc:other', elsewhere: '7' } },
  ]
  expect(viewCampaign({ ...campaign, mentions }, { there: madeUp }).mentions).toEqual([
    { network: 'there', handle: 'campaign.example.org' },
    { network: 'elsewhere', handle: 'instructUP' },
  ])
})

test('each of its takeaways has seeds, and no seed carries the campaign’s hashtag', () => {
  const seeds = seedsFor(builtInCampaign(), builtInCampaign())
  expect([...seeds.takeaways.keys()]).toEqual([1, 2, 3, 4, 5, 6])
  for (const { keywords, examples } of seeds.takeaways.values()) {
    expect(keywords.length).toBeGreaterThanOrEqual(10)
    expect(examples.length).toBeGreaterThanOrEqual(10)
    expect([...keywords, ...examples].join(' ')).not.toMatch(/#rethinkingintervention/i)
  }
})

test('another campaign gets only what says nothing on any matter, even under the same numbers and slugs', () => {
  const builtIn = builtInCampaign()
  const other = {
    ...builtIn,
    takeaways: builtIn.takeaways.map((takeaway) => ({ ...takeaway, title: 'Something else' })),
  }
  const seeds = seedsFor(other, builtIn)
  expect(seeds.takeaways.size).toBe(0)
  expect(seeds.none.length).toBeGreaterThan(10)
  expect(seeds.none.length).toBeLessThan(seedsFor(builtIn, builtIn).none.length)
})
