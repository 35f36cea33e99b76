// From a draft to what each campaign stores of it.
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import type { Campaign } from '@wall/db/model/campaign'
import { createFiler } from '@wall/filing/file-post'
import { createPipeline, type Followed } from '@wall/workers/pipeline'
import type { Draft } from '@wall/workers/sources/source'
import { expect, test } from 'vitest'
import { makeDraft } from '../support/network/make-draft.ts'

const first: Campaign = { ...builtInCampaign(), id: 1, unreleased: [] }
const second: Campaign = { ...first, id: 2, slug: 'second', hashtags: ['otherwall'], mentions: [] }
const follow = (campaign: Campaign): Followed => ({ campaign, file: createFiler(campaign, null).file })
const pipeline = createPipeline([first, second].map(follow))
const run = (...drafts: Draft[]) =>
  pipeline.run({ drafts, removals: [], authorChanges: [], cursor: 'here' }, (uri) => uri === 'known')
const urisOf = (campaignId: number, ...drafts: Draft[]) =>
  run(...drafts)
    .get(campaignId)
    ?.posts.map(({ uri }) => uri)

test('each campaign gets its own posts, and both get one that answers both', () => {
  const drafts = [
    makeDraft('one', 'Names first. #rethinkingintervention'),
    makeDraft('two', 'Fractions. #otherwall'),
    makeDraft('both', '#otherwall and #rethinkingintervention'),
    makeDraft('none', 'Nothing to do with it'),
  ]
  expect(urisOf(1, ...drafts)).toEqual(['one', 'both'])
  expect(urisOf(2, ...drafts)).toEqual(['two', 'both'])
  expect(run().get(2)).toMatchObject({ posts: [], removals: [], cursor: 'here' })
})

test('a version that nobody wants takes the post away, one that somebody wants does not', () => {
  const removals = (...drafts: Draft[]) => run(...drafts).get(1)?.removals
  expect(removals(makeDraft('known', 'Never mind'))).toMatchObject([
    { uri: 'known', rev: '1', why: 'untagged' },
  ])
  // From this campaign only.
  expect(removals(makeDraft('known', 'Still #otherwall'))).toMatchObject([{ uri: 'known', campaignId: 1 }])
  expect(run(makeDraft('known', 'Still #otherwall')).get(2)?.removals).toEqual([])
  expect(removals(makeDraft('new', 'Never minded'))).toEqual([])
  const versions = [makeDraft('new', '#otherwall'), makeDraft('new', 'Never mind', { rev: '2' })]
  expect(removals(...versions)).toMatchObject([
    { campaignId: 1, rev: '1' },
    { uri: 'new', rev: '2' },
  ])
})

test('a post is filed by all that its draft holds: words, marked tags, links, the card, pictures, relations', () => {
  const seen: unknown[] = []
  const file: Followed['file'] = (input) => {
    seen.push(input)
    return { takeaway: null, by: null, confidence: 0, reason: '', suggestions: [] }
  }
  const draft = makeDraft('one', '#rethinkingintervention see this', {
    body: [
      { kind: 'tag', text: '#rethinkingintervention', tag: 'rethinkingintervention' },
      { kind: 'link', text: ' see this', href: 'https://a.example/' },
    ],
    card: { href: 'https://b.example/', title: 'B' },
    media: [{ kind: 'image', url: 'https://c.example/', alt: 'A shelf', width: null, height: null }],
    references: { replyTo: 'p', replyRoot: 'r', quoteOf: 'q' },
  })
  draft.matchable.fieldTags.push('takeaway3')
  createPipeline([{ campaign: first, file }]).judge(draft)
  expect(seen).toEqual([
    {
      text: draft.post.text,
      tags: ['rethinkingintervention', 'takeaway3'],
      links: ['https://a.example/', 'https://b.example/'],
      alts: ['A shelf'],
      replyTo: 'p',
      replyRoot: 'r',
      quoteOf: 'q',
    },
  ])
})

test('what no campaign wants is not filed, and a network is asked for what any of them wants', () => {
  const file = () => {
    throw new Error('filed')
  }
  const idle = createPipeline([{ campaign: first, file }])
  expect(idle.judge(makeDraft('one', 'Nothing'))).toMatchObject([{ campaignId: 1, isMatch: false }])
  expect(pipeline.isWanted('test', makeDraft('x', 'A #otherwall').matchable)).toBe(true)
  expect(pipeline.isWanted('test', makeDraft('x', 'A #thirdwall').matchable)).toBe(false)
  const { hashtags, since } = pipeline.wanted('test')
  expect(hashtags).toEqual(expect.arrayContaining(['rethinkingintervention', 'otherwall']))
  const released = first.takeaways.flatMap(({ releasedOn }) => (releasedOn ? Date.parse(releasedOn) : []))
  expect(since).toBe(released.length > 0 ? Math.min(...released) : null)
})

test('what checks say against a post goes with it; one that nobody labelled passes', () => {
  const checksOf = (labels: string[], selfLabels: string[] = []) => {
    const draft = { ...makeDraft('one', '#otherwall', { selfLabels }), labels }
    return pipeline.judge(draft).find(({ campaignId }) => campaignId === 2)?.post.checks
  }
  expect(checksOf(['spam', 'nudity'])).toEqual([])
  expect(checksOf(['!warn', 'porn'], ['porn', 'gore'])).toEqual([
    { check: 'network_label', verdict: 'hold', labels: ['!warn'] },
    { check: 'adult_media', verdict: 'hold', labels: ['porn', 'gore'] },
  ])
  expect(checksOf(['!takedown'])).toMatchObject([{ check: 'network_label', verdict: 'reject' }])
})
