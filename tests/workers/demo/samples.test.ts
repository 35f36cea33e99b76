import { AppBskyFeedPost, jsonToLex } from '@atproto/api'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { readPostUri } from '@wall/workers/demo/addresses'
import { openingDecisions } from '@wall/workers/demo/posts'
import { buildPostEvent } from '@wall/workers/demo/records'
import { laterPosts, openingPosts, type SamplePost, sampleAuthors } from '@wall/workers/demo/sample-data'
import { scenes } from '@wall/workers/demo/scenes'
import { campaignRules } from '@wall/workers/matching/campaign-rules'
import { matchPost } from '@wall/workers/matching/match-post'
import { toMatchable } from '@wall/workers/sources/bluesky/matchable'
import { expect, test } from 'vitest'

const all = [...openingPosts, ...laterPosts]
const campaign = builtInCampaign()

test.each(all.map((post) => [post.id, post] as const))(
  '%s is a valid record that answers the campaign',
  (_id, post) => {
    const target = {
      uri: 'at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3k',
      cid: buildRecord(post).cid,
    }
    const { record } = buildRecord(post, target)
    expect(AppBskyFeedPost.validateRecord(jsonToLex(record))).toMatchObject({ success: true })
    expect(matchPost(toMatchable(record), campaignRules(campaign, 'bluesky'))).toMatchObject({ match: true })
  },
)

test('every author, target, scene and address is what it should be', () => {
  const authors = new Set(sampleAuthors.map(({ id }) => id))
  const ids = all.map(({ id }) => id)
  expect(all.filter(({ by }) => !authors.has(by))).toEqual([])
  expect(new Set(all.map(readPostUri)).size).toBe(all.length)
  expect(new Set(sampleAuthors.map(({ handle }) => handle)).size).toBe(sampleAuthors.length)
  for (const [index, { reply, quote, image }] of all.entries()) {
    for (const target of [reply, quote]) if (target) expect(ids.slice(0, index)).toContain(target)
    if (image) expect(Object.keys(scenes)).toContain(image.scene)
  }
})

test('the demo opens with every takeaway answered, and leaves something to decide', () => {
  expect(openingDecisions.length).toBeGreaterThanOrEqual(30)
  for (const { number } of campaign.takeaways) {
    expect(
      openingDecisions.filter(({ takeaway }) => takeaway === number).length,
      `takeaway ${number}`,
    ).toBeGreaterThanOrEqual(5)
  }
  expect(openingPosts.length - openingDecisions.length).toBeGreaterThanOrEqual(5)
  expect(openingPosts.filter(({ spam, approve }) => spam && approve)).toEqual([])
  expect(openingDecisions.filter(({ takeaway }) => takeaway === null).length).toBeGreaterThan(0)
})

test('the mix holds: Spanish, spam, pictures with and without words, long ones', () => {
  const count = (test: (post: SamplePost) => boolean) => all.filter(test).length
  expect(count(({ lang }) => lang === 'es') / all.length).toBeGreaterThan(0.14)
  expect(count(({ spam }) => spam)).toBeGreaterThanOrEqual(8)
  expect(count(({ image }) => image?.alt !== undefined && image.alt !== '')).toBeGreaterThanOrEqual(10)
  expect(count(({ image }) => image?.alt === '')).toBe(1)
  expect(count(({ text }) => text.length > 280)).toBeGreaterThanOrEqual(3)
})

function buildRecord(post: SamplePost, target?: { uri: string; cid: string }) {
  return buildPostEvent(post, { createdAt: Date.UTC(2026, 0, 1), rev: '3k', findPublished: () => target })
}
