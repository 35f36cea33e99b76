// Proposals: the takeaway that a waiting post stands under by its words, until a person decides.
import { CampaignContent } from '@wall/db/model/campaign'
import type { PostStanding } from '@wall/db/model/standing'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestEngine } from '../support/database/open-test-engine.ts'
import { makeBatch, makePost } from '../support/database/posts.ts'
import { addModerator } from '../support/wall/add-moderator.ts'

const takeaways = [1, 2, 3].map((number) => ({
  ...{ number, slug: `takeaway-${number}`, title: `Takeaway ${number}` },
}))
const content = CampaignContent.parse({ slug: 'test', name: 'Test', hashtags: ['test'], takeaways })

/** What every engine's store must do for proposals. Run once an engine. */
export function describeProposals(name: string, open: () => Promise<TestEngine>): void {
  describe(`proposals on ${name}`, () => {
    let engine: TestEngine
    let store: Store
    let campaignId: number
    let sourceId: number

    beforeEach(async () => {
      engine = await open()
      store = createStore(engine.engine)
      campaignId = (await store.saveCampaign(content)).campaign.id
      sourceId = (await store.ensureSource(campaignId, 'made-up', {})).id
      await addModerator(engine.engine, 'ana', 'Ana')
      await addModerator(engine.engine, 'ben', 'Ben')
    })
    afterEach(() => engine.dispose())

    /** Posts 1, 2, … as they come in, each with what its words propose. */
    async function arrive(...proposals: (number | null)[]) {
      const posts = proposals.map((proposed, index) => makeNewPost(index + 1, proposed))
      await store.recordBatch(sourceId, makeBatch({ posts }))
    }
    function makeNewPost(number: number, proposed: number | null) {
      const uri = `at://did:plc:ana/post/${number}`
      const suggestions = [{ takeaway: proposed, confidence: 0.5 }]
      const filing = { takeaway: null, by: null, confidence: 0.5, reason: 'its words', suggestions, proposed }
      return makePost({ uri, text: `Words of post ${number}`, filing })
    }
    /** What another model proposes for whatever waits. */
    async function propose(model: string, proposed: number | null) {
      const claim = await store.claimFilings(campaignId, model, { limit: 10, leaseMs: 60_000, owner: 'a' })
      const { filing } = makeNewPost(1, proposed)
      const filings = claim.posts.map(({ id, version }) => ({ postId: id, version, filing }))
      return store.recordFilings(campaignId, claim, model, filings)
    }
    async function getPost(id: number) {
      const [post] = await store.findPosts([id])
      if (!post) throw new Error(`no post ${id}`)
      return post
    }
    async function decide(postId: number, order: { standing: PostStanding; proposed?: number }, by = 'ana') {
      const { version } = await getPost(postId)
      return store.decide({ campaignId, postId, version, ...order, actor: { id: by } })
    }
    async function refile(postId: number, takeaway: number | null, by = 'ana') {
      const { version } = await getPost(postId)
      return store.refile({ campaignId, postId, version, takeaway, actor: { id: by } })
    }
    const listIds = async (standing: PostStanding, takeaway: number | null) =>
      (await store.listQueue({ campaignId, standing, takeaway, limit: 10 })).posts.map(({ id }) => id)
    const labels = async () =>
      (await store.listLabels(campaignId)).map(({ userId, takeaway, wasProposed }) => {
        return [userId, takeaway, wasProposed]
      })

    test('a waiting post stands under what is proposed in the queue, is counted apart, and is filed nowhere', async () => {
      await arrive(2, null, 2, 3)
      expect(await listIds('pending', 2)).toEqual([1, 3])
      expect(await listIds('pending', null)).toEqual([2])
      expect(await store.countProposals(campaignId)).toEqual(
        new Map([
          [2, 2],
          [3, 1],
        ]),
      )
      expect((await getPost(1)).filing).toMatchObject({ takeaway: null, by: null, proposed: 2 })
      const { perTakeaway } = await store.readOverview(campaignId, { since: 0, offsetMinutes: 0 })
      expect(perTakeaway).toMatchObject([{ takeaway: null, posts: 4, pending: 4 }])
      expect(await store.searchPosts({ campaignId, words: '', takeaway: 2, limit: 10 })).toMatchObject({
        total: 0,
      })
    })

    test('an approval takes the proposal with it as that person’s placing, and its undo takes both back', async () => {
      await arrive(2)
      const { post, decision } = await decide(1, { standing: 'approved', proposed: 2 })
      expect(post).toMatchObject({
        standing: 'approved',
        filing: { takeaway: 2, by: 'moderator', proposed: null },
      })
      expect(await store.countProposals(campaignId)).toEqual(new Map())
      expect(await labels()).toEqual([['ana', 2, true]])
      await store.undo({ campaignId, decisionId: decision?.id ?? 0, actor: { id: 'ben' } })
      expect(await getPost(1)).toMatchObject({
        standing: 'pending',
        filing: { takeaway: null, by: null, proposed: 2 },
      })
      expect(await labels()).toEqual([])
      expect(await listIds('pending', 2)).toEqual([1])
    })

    test('what nobody saw is not filed: another proposal, or none, refuses the approval', async () => {
      await arrive(2)
      const seq = await store.lastSeq(campaignId)
      const { version } = await getPost(1)
      const approve = (proposed: number) =>
        store.decide({ campaignId, postId: 1, version, standing: 'approved', proposed, actor: { id: 'ana' } })
      await propose('m1', 3)
      expect(await store.eventsAfter(campaignId, seq, 10)).toMatchObject([{ kind: 'post_filed', postId: 1 }])
      await expect(approve(2)).rejects.toMatchObject({ code: 'conflict' })
      await propose('m2', null)
      await expect(approve(3)).rejects.toMatchObject({ code: 'conflict' })
      expect(await getPost(1)).toMatchObject({ standing: 'pending', filing: { takeaway: null } })
      await propose('m3', 2)
      expect((await approve(2)).post).toMatchObject({ standing: 'approved', filing: { takeaway: 2 } })
    })

    test('the same approval twice is made once, whatever is proposed meanwhile', async () => {
      await arrive(2)
      const { version } = await getPost(1)
      const order = { campaignId, postId: 1, version, standing: 'approved' as const, proposed: 2 }
      await store.decide({ ...order, actor: { id: 'ana' } })
      expect(await store.decide({ ...order, actor: { id: 'ana' } })).toMatchObject({ decision: null })
      expect(await store.listDecisions(campaignId, 1)).toHaveLength(1)
    })

    test('an approval that saw no proposal files nothing', async () => {
      await arrive(2)
      expect((await decide(1, { standing: 'approved' })).post.filing).toMatchObject({
        takeaway: null,
        by: null,
        proposed: null,
      })
      expect(await labels()).toEqual([])
    })

    test('a place chosen by hand overrules it and weighs in full, the one that was proposed, too', async () => {
      await arrive(2, 2, 2)
      await refile(1, 3)
      await refile(2, null)
      await refile(3, 2)
      expect(await labels()).toEqual([
        ['ana', 3, false],
        ['ana', null, false],
        ['ana', 2, false],
      ])
      expect(await listIds('pending', 2)).toEqual([3])
      expect((await getPost(2)).filing.proposed).toBeNull()
      expect(await store.countProposals(campaignId)).toEqual(new Map())
    })

    test('who shows a post again where it was shown as proposed has chosen nothing; who moves it has', async () => {
      await arrive(2)
      await decide(1, { standing: 'approved', proposed: 2 })
      await decide(1, { standing: 'stashed' }, 'ben')
      await decide(1, { standing: 'approved' }, 'ben')
      expect(await labels()).toEqual([
        ['ana', 2, true],
        ['ben', 2, true],
      ])
      await refile(1, 3, 'ben')
      expect(await labels()).toEqual([
        ['ana', 2, true],
        ['ben', 3, false],
      ])
    })

    test('it rests while a post is rejected, holds while one is saved for later, and ends with its words or its takeaway', async () => {
      await arrive(2, 2, 3)
      await decide(1, { standing: 'rejected' })
      expect(await listIds('rejected', 2)).toEqual([])
      await decide(1, { standing: 'pending' })
      expect(await listIds('pending', 2)).toEqual([2, 1])
      await decide(1, { standing: 'stashed' })
      expect(await listIds('stashed', 2)).toEqual([1])
      const removals = [
        { network: 'bluesky', uri: 'at://did:plc:ana/post/2', rev: '9z', why: 'deleted' as const },
      ]
      await store.recordBatch(sourceId, makeBatch({ removals }))
      await store.saveCampaign({ ...content, takeaways: content.takeaways.slice(0, 2) })
      expect(await store.countProposals(campaignId)).toEqual(new Map())
      expect((await getPost(3)).filing.proposed).toBeNull()
      // A source that began before has the takeaway still.
      await store.recordBatch(sourceId, makeBatch({ posts: [makeNewPost(4, 3)] }))
      expect((await getPost(4)).filing.proposed).toBeNull()
    })
  })
}
