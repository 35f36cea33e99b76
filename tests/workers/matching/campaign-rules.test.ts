import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { CampaignContent } from '@wall/db/model/campaign'
import { campaignRules } from '@wall/workers/matching/campaign-rules'
import { expect, test } from 'vitest'

test('the built-in campaign collects its one hashtag', () => {
  expect(campaignRules(builtInCampaign(), 'bluesky')).toEqual({
    hashtags: ['rethinkingintervention'],
    mentionIds: [],
  })
})

test('a takeaway’s tag collects only when it is a longer form of the campaign’s; ids are those of the network', () => {
  const campaign = CampaignContent.parse({
    name: 'Test',
    hashtags: ['#Own'],
    mentions: [{ handle: 'a', ids: { bluesky: 'did:plc:a', mastodon: '@a@example.org' } }, { handle: 'b' }],
    takeaways: [{ number: 1, slug: 'one', title: 'One', hashtags: ['own1', 'takeaway1'] }],
  })
  expect(campaignRules(campaign, 'bluesky')).toEqual({ hashtags: ['own', 'own1'], mentionIds: ['did:plc:a'] })
})
