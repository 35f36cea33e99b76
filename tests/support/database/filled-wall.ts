// A data folder with something in every table that has to move: posts in each standing, pictures, decisions,
// erased posts, people who sign in.

import type { Actor } from '@wall/db/model/actor'
import { CampaignContent } from '@wall/db/model/campaign'
import { hashInvitationToken } from '@wall/db/model/invitation-token'
import { openStore } from '@wall/db/open-store'
import type { Store } from '@wall/db/store/store'
import { makeBatch, makePost } from './posts.ts'

export const filledContent = CampaignContent.parse({
  slug: 'test',
  name: 'Test campaign',
  hashtags: ['rethinkingintervention'],
  takeaways: [1, 2, 3].map((number) => ({ number, slug: `takeaway-${number}`, title: `Takeaway ${number}` })),
})

const at = 1_700_000_000_000
const standings = ['approved', 'rejected', 'stashed', 'pending'] as const

/** `passwordHash` is what the one moderator, `ana@example.org`, signs in with. */
export async function fillWall(
  dataDir: string,
  options: { posts: number; passwordHash?: string },
): Promise<void> {
  const { store, openSignInAdapter } = await openStore({ dataDir })
  const { campaign } = await store.saveCampaign(filledContent)
  const source = await store.ensureSource(campaign.id, 'bluesky', { hosts: ['b', 'a'], aFlag: true })
  const posts = Array.from({ length: options.posts }, (_, index) => makeFullPost(index))
  for (let start = 0; start < posts.length; start += 200) {
    const some = posts.slice(start, start + 200)
    await store.recordBatch(source.id, makeBatch({ posts: some, cursor: `c${start}` }))
    const verifications = some.map((post) => ({
      ...{ network: post.network, uri: post.uri, post, labels: ['spam'], isMatch: true },
    }))
    const authors = [
      { network: 'bluesky', networkId: 'did:plc:ana', handle: 'ana.test', displayName: 'Ana 👏 “é”' },
    ]
    // All of them are due again at once.
    await store.recordVerifications(campaign.id, verifications, authors, { now: at, recheckMs: 0 })
  }
  const invite = (token: string) =>
    store.createInvitation({
      ...{
        tokenHash: hashInvitationToken(token),
        role: 'admin',
        expiresAt: Date.now() + 1e7,
        isFirstAdmin: false,
      },
    })
  await invite('an invitation that is still open')
  await invite('used')
  const person = { name: 'Ana', email: 'ana@example.org', passwordHash: options.passwordHash ?? 'none' }
  const { userId } = await store.acceptInvitation({
    ...{ tokenHash: hashInvitationToken('used'), now: Date.now(), ...person },
  })
  const moment = new Date(at + 123)
  const adapter = (await openSignInAdapter())({})
  await adapter.create({
    model: 'session',
    data: {
      ...{ userId, token: 'a token', ipAddress: '127.0.0.1', userAgent: 'test' },
      ...{ expiresAt: new Date(Date.now() + 1e9), createdAt: moment, updatedAt: moment },
    },
  })

  const page = await store.searchPosts({ campaignId: campaign.id, words: '', limit: 40 })
  for (const [index, { id, version }] of page.posts.entries()) {
    const order = { campaignId: campaign.id, postId: id, version, actor: { id: userId } }
    const standing = standings[index % 4] ?? 'pending'
    await store.decide({ ...order, standing, takeaway: index % 8 === 0 ? null : (index % 3) + 1 })
  }
  const removals = posts
    .slice(-3)
    .map(({ network, uri }) => ({ network, uri, rev: '3z', why: 'deleted' as const }))
  await fillIdeas(store, campaign.id, { id: userId })
  await store.recordBatch(source.id, makeBatch({ removals, cursor: 'the last' }))
  await fillLearning(store, campaign.id, userId)
  await store.close()
}

/** What learning keeps. */
async function fillLearning(store: Store, campaignId: number, userId: string): Promise<void> {
  const seeds = { takeaways: [{ id: 1, examples: ['“ä” 👏'], keywords: ['word'] }], none: ['Thanks'] }
  await store.saveSeeds({ campaignId, version: 0, seeds, userId })
  await store.leaseFilingState(campaignId, 'a worker', 1_000, { model: 'm1-shut' })
  const { posts } = await store.listQueue({ campaignId, standing: 'pending', limit: 5 })
  const judgement = { takeaway: 2, confidence: 1 / 3, reason: '“ä” 👏' }
  for (const [index, { id, cid }] of posts.entries()) {
    const opinion = { judge: 'a judge', judgement: index === 0 ? null : judgement }
    await store.recordSecondOpinion(campaignId, { postId: id, cid }, opinion)
  }
  const vector = Float32Array.from([1 / 3, -1e-30, 2e30])
  await store.saveEmbeddings(
    'e1',
    posts.map(({ id, cid }) => ({ postId: id, cid, vector })),
  )
}

/** Some posts propose, some support an action; one group has a name given by hand. */
async function fillIdeas(store: Store, campaignId: number, actor: Actor): Promise<void> {
  const posts = await store.listUnreadPosts(campaignId, 'a model', { limit: 40 })
  const readings = posts.map(({ id, cid, takeaway }, index) => ({
    ...{ postId: id, cid, takeaway, isIdea: index % 2 === 0, ideaConfidence: 1 / 3 },
    ...{ action: index % 3 === 0 ? 1 : null, actionConfidence: 2 / 3 },
  }))
  await store.recordIdeaReadings(campaignId, 'a model', readings)
  const { ideas } = await store.readGatheredIdeas(campaignId)
  const plan = ideas.map(({ postId, takeaway }) => ({
    ...{ id: null, takeaway, postIds: [postId] },
    name: { name: `Names, number ${postId}`, postId },
  }))
  await store.saveIdeaGroups(campaignId, plan)
  const [group] = await store.listIdeaGroups(campaignId)
  if (group) await store.renameIdeaGroup({ campaignId, actor, groupId: group.id, name: 'Ours: “ä” 👏' })
}

function makeFullPost(index: number) {
  const url = `https://cdn.bsky.app/img/${index}@jpeg`
  const text = `Names before fractions, number ${index}: “ä” 👏\n\\ #rethinkingintervention`
  return makePost({
    uri: `at://did:plc:${index % 2 === 0 ? 'ana' : `other${index % 17}`}/app.bsky.feed.post/${index}`,
    text,
    body: [
      { kind: 'text', text },
      { kind: 'link', text: 'here', href: 'https://example.org/?a=1&b="2"' },
    ],
    lang: index % 5 === 0 ? null : 'en',
    createdAt: at + index * 1000,
    sortAt: at + index * 1000,
    media: index % 3 === 0 ? [{ kind: 'image', url, alt: 'A classroom', width: 1200, height: null }] : [],
    card: index % 7 === 0 ? { title: 'A page', href: 'https://example.org/' } : null,
    filing: {
      takeaway: index % 4 === 0 ? null : (index % 3) + 1,
      by: index % 4 === 0 ? null : 'rule',
      confidence: 0.1 + 0.2 + index / 1e7,
      reason: 'made up',
      suggestions: [{ takeaway: 2, confidence: 1 / 3 }],
    },
  })
}
