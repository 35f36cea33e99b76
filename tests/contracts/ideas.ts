import { CampaignContent } from '@wall/db/model/campaign'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestEngine } from '../support/database/open-test-engine.ts'
import { makeBatch, makePost } from '../support/database/posts.ts'

const content = CampaignContent.parse({
  slug: 'test',
  name: 'Test campaign',
  hashtags: ['rethinkingintervention'],
  takeaways: [1, 2].map((number) => ({
    ...{ number, slug: `takeaway-${number}`, title: `Takeaway ${number}` },
    actions: [{ text: 'Lower caseloads' }, { text: 'Time together' }],
  })),
})

/** What every engine's store must do with ideas and actions. */
export function describeIdeas(name: string, open: () => Promise<TestEngine>): void {
  describe(`ideas on ${name}`, () => {
    let engine: TestEngine
    let store: Store
    let campaignId: number
    let sourceId: number
    const actor = { id: 'moderator-1' }
    const now = 1_800_000_000_000

    beforeEach(async () => {
      engine = await open()
      store = createStore(engine.engine, () => now)
      campaignId = (await store.saveCampaign(content)).campaign.id
      sourceId = (await store.ensureSource(campaignId, 'bluesky', {})).id
      const at = new Date(now)
      await engine.engine.transaction(async ({ db }) => {
        await db.insert(engine.engine.tables.user).values({
          ...{ id: actor.id, name: 'Ana', email: 'ana@example.org', emailVerified: false },
          ...{ role: 'moderator', createdAt: at, updatedAt: at },
        })
      })
    })
    afterEach(() => engine.dispose())

    const uriOf = (person: string, number: number) => `at://did:plc:${person}/app.bsky.feed.post/${number}`

    /** Post n (from 1) by a person, under takeaway 1 unless said otherwise. */
    async function receive(people: readonly string[], takeaway: number | null = 1) {
      const posts = people.map((person, index) =>
        makePost({
          uri: uriOf(person, index + 1),
          text: `Idea ${index + 1}: visit homes`,
          sortAt: 1_700_000_000_000 + index,
          filing: { ...makePost().filing, takeaway, by: takeaway === null ? null : 'rule' },
        }),
      )
      await store.recordBatch(sourceId, makeBatch({ posts }))
      const verifications = posts.map((post) => ({
        ...{ network: 'bluesky', uri: post.uri, post, labels: [], isMatch: true },
      }))
      await store.recordVerifications(campaignId, verifications, [], { now, recheckMs: 1000 })
    }
    async function readAll(set: { isIdea?: boolean; action?: number | null } = {}) {
      const posts = await store.listUnreadPosts(campaignId, 'm1', { limit: 100 })
      const { isIdea = true, action = null } = set
      return store.recordIdeaReadings(
        campaignId,
        'm1',
        posts.map(({ id, cid, takeaway }) => ({
          ...{ postId: id, cid, takeaway, isIdea, ideaConfidence: 0.8, action, actionConfidence: 0.6 },
        })),
      )
    }
    /** Gathers the given posts in groups, named by their first. */
    async function gather(...groups: number[][]) {
      const plan = groups.map((postIds) => ({
        ...{ id: null, takeaway: 1, postIds },
        name: { name: `Words of ${postIds[0]}`, postId: postIds[0] ?? 0 },
      }))
      await store.saveIdeaGroups(campaignId, plan)
      return store.listIdeaGroups(campaignId)
    }
    const members = async () =>
      Object.fromEntries(
        (await store.readGatheredIdeas(campaignId)).ideas.map(({ postId, groupId }) => [postId, groupId]),
      )
    async function approve(postId: number, takeaway?: number) {
      const [post] = await store.findPosts([postId])
      await store.decide({
        ...{ campaignId, postId, version: post?.version ?? 0, standing: 'approved', takeaway, actor },
      })
    }
    const removal = (person: string, number: number) =>
      makeBatch({
        cursor: 'c2',
        removals: [{ network: 'bluesky', uri: uriOf(person, number), rev: '9z', why: 'deleted' }],
      })

    describe('reading', () => {
      test('every post is read once, and again with another model or under another takeaway', async () => {
        await receive(['ana', 'bo'])
        expect(await store.listUnreadPosts(campaignId, 'm1', { limit: 10 })).toHaveLength(2)
        await readAll()
        expect(await store.listUnreadPosts(campaignId, 'm1', { limit: 10 })).toEqual([])
        expect(await store.listUnreadPosts(campaignId, 'm2', { limit: 10, postIds: [2] })).toHaveLength(1)
        await approve(1, 2)
        const unread = await store.listUnreadPosts(campaignId, 'm1', { limit: 10 })
        expect(unread).toMatchObject([{ id: 1, takeaway: 2 }])
      })

      test('a picture without words is read and gathered by what it is said to show, and not once it was taken back', async () => {
        const image = { kind: 'image' as const, url: 'https://cdn.example/1.jpg', width: 4, height: 3 }
        const media = [{ ...image, alt: 'A poster: visit homes' }]
        const post = makePost({ uri: uriOf('ana', 1), text: '', body: [], media })
        await store.recordBatch(sourceId, makeBatch({ posts: [post] }))
        const said = [{ text: 'A poster: visit homes' }]
        expect(await store.listUnreadPosts(campaignId, 'm1', { limit: 10 })).toMatchObject(said)
        await readAll()
        expect((await store.readGatheredIdeas(campaignId)).ideas).toMatchObject(said)
        await store.recordBatch(sourceId, removal('ana', 1))
        expect((await store.readGatheredIdeas(campaignId)).ideas).toEqual([])
      })

      test('what was read of an older version of the words is not kept', async () => {
        await receive(['ana'])
        const reading = {
          postId: 1,
          takeaway: 1,
          isIdea: true,
          ideaConfidence: 1,
          action: null,
          actionConfidence: 0,
        }
        const { changed } = await store.recordIdeaReadings(campaignId, 'm1', [{ ...reading, cid: 'older' }])
        expect(changed).toBe(0)
        expect((await store.readGatheredIdeas(campaignId)).ideas).toEqual([])
      })

      test('a person’s word stays when the post is read again', async () => {
        await receive(['ana', 'bo'])
        await readAll()
        await store.markIdea({ campaignId, actor, postId: 1, isIdea: false })
        await store.setAction({ campaignId, actor, postId: 1, action: 2 })
        const posts = await store.findPosts([1])
        await store.recordIdeaReadings(campaignId, 'm2', [
          {
            ...{ postId: 1, cid: posts[0]?.cid ?? '', takeaway: 1, isIdea: true, ideaConfidence: 0.9 },
            ...{ action: 1, actionConfidence: 0.9 },
          },
        ])
        expect((await store.readGatheredIdeas(campaignId)).ideas.map(({ postId }) => postId)).toEqual([2])
        expect(await store.countActions(campaignId)).toMatchObject([{ takeaway: 1, action: 2, posts: 1 }])
      })

      test('of one author twenty take part under a takeaway, and what a person placed beside them', async () => {
        await receive([...Array.from({ length: 25 }, () => 'flood'), 'ben'])
        await readAll()
        const taking = async () =>
          (await store.readGatheredIdeas(campaignId)).ideas.map(({ postId }) => postId)
        const first = Array.from({ length: 20 }, (_, index) => index + 1)
        expect(await taking()).toEqual([...first, 26])
        await gather([26])
        await store.moveIdeas({ campaignId, actor, groupId: 1, postIds: [1, 24] })
        expect(await taking()).toEqual([...first, 21, 24, 26])
      })

      test('nothing new is not told to the log', async () => {
        await receive(['ana'])
        await readAll()
        const seq = await store.lastSeq(campaignId)
        const { changed } = await store.recordIdeaReadings(campaignId, 'm2', [
          {
            ...{ postId: 1, cid: 'cid-1', takeaway: 1, isIdea: true, ideaConfidence: 0.7 },
            ...{ action: null, actionConfidence: 0 },
          },
        ])
        expect(changed).toBe(0)
        expect(await store.lastSeq(campaignId)).toBe(seq)
      })
    })

    describe('groups', () => {
      test('are as strong as the people in them, the newest first among equals', async () => {
        await receive(['ana', 'ana', 'bo', 'cy', 'di'])
        await readAll()
        const groups = await gather([1, 2], [3, 4], [5])
        expect(groups.map(({ name, people, posts }) => ({ name, people, posts }))).toEqual([
          { name: 'Words of 3', people: 2, posts: 2 },
          { name: 'Words of 5', people: 1, posts: 1 },
          { name: 'Words of 1', people: 1, posts: 2 },
        ])
      })

      test('all posts in groups are listed with their group, and no other post', async () => {
        await receive(['ana', 'bo', 'cy', 'di', 'ed'])
        await readAll()
        expect(await store.listIdeaPosts(campaignId)).toEqual([])
        await gather([1, 2], [3, 4])
        const groupOf = await members()
        const list = async () =>
          (await store.listIdeaPosts(campaignId))
            .map(({ groupId, post }) => [post.id, groupId, post.text])
            .sort()
        const expected = [1, 2, 3, 4].map((id) => [id, groupOf[id], `Idea ${id}: visit homes`])
        expect(await list()).toEqual(expected)
        await store.recordBatch(sourceId, removal('bo', 2))
        const [post] = await store.findPosts([4])
        const order = { campaignId, postId: 4, version: post?.version ?? 0, actor }
        await store.decide({ ...order, standing: 'rejected' })
        expect(await list()).toEqual(expected.filter(([id]) => id === 1 || id === 3))
        const other = (await store.saveCampaign({ ...content, slug: 'other' })).campaign.id
        expect(await store.listIdeaPosts(other)).toEqual([])
      })

      test('saved twice are the same, and told to the log once', async () => {
        await receive(['ana', 'bo'])
        await readAll()
        const [group] = await gather([1, 2])
        const seq = await store.lastSeq(campaignId)
        const plan = [
          { id: group?.id ?? 0, takeaway: 1, name: { name: 'Words of 1', postId: 1 }, postIds: [1, 2] },
        ]
        expect(await store.saveIdeaGroups(campaignId, plan)).toEqual({ changed: 0 })
        expect(await store.lastSeq(campaignId)).toBe(seq)
      })

      test('that two workers made at the same moment are one, and stay the one that people see', async () => {
        await receive(['ana', 'bo', 'cy'])
        await readAll()
        const [first, second] = await gather([1, 2], [3])
        const seq = await store.lastSeq(campaignId)
        // The other one's plan was made before these were there, too.
        expect((await gather([1, 2], [3])).map(({ id }) => id)).toEqual([first?.id, second?.id])
        expect(await store.lastSeq(campaignId)).toBe(seq)
        await gather([2], [1, 3])
        expect(await members()).toEqual({ 1: second?.id, 2: first?.id, 3: second?.id })
      })

      test('that lose all their posts are gone', async () => {
        await receive(['ana', 'bo'])
        await readAll()
        await gather([1], [2])
        await store.recordBatch(sourceId, removal('ana', 1))
        await store.saveIdeaGroups(campaignId, [])
        expect((await store.readGatheredIdeas(campaignId)).groups).toEqual([])
      })

      test('a rejected post counts no more, and a post is never in a group of another takeaway', async () => {
        await receive(['ana', 'bo'])
        await readAll()
        await approve(2, 2)
        await gather([1, 2])
        expect(await members()).toMatchObject({ 2: null })
        const [post] = await store.findPosts([1])
        await store.decide({
          ...{ campaignId, postId: 1, version: post?.version ?? 0, standing: 'rejected', actor },
        })
        expect(await store.listIdeaGroups(campaignId)).toEqual([])
      })
    })

    describe('for everybody', () => {
      test('only what is on the wall counts and lends its words', async () => {
        await receive(['ana', 'bo'])
        await readAll()
        await gather([1, 2])
        expect(await store.listShownIdeas(campaignId, 3)).toEqual([])
        await approve(2)
        const [shown] = await store.listShownIdeas(campaignId, 3)
        expect(shown?.group).toMatchObject({ name: null, people: 1, posts: 1, shownPeople: 1 })
        expect(shown?.posts.map(({ id }) => id)).toEqual([2])
        await approve(1)
        expect((await store.listShownIdeas(campaignId, 1))[0]).toMatchObject({
          group: { name: 'Words of 1', people: 2 },
        })
      })

      test('words that are taken back name nothing, at once', async () => {
        await receive(['ana', 'bo'])
        await readAll()
        await gather([1, 2])
        await store.recordBatch(sourceId, removal('ana', 1))
        expect(await store.listIdeaGroups(campaignId)).toMatchObject([{ name: null, posts: 1 }])
        const { idea, ideaGroup, ideaChange } = engine.engine.tables
        for (const table of [idea, ideaGroup, ideaChange]) {
          expect(JSON.stringify(await engine.engine.reader.select().from(table))).not.toContain('Words of 1')
        }
      })
    })

    describe('by hand', () => {
      test('a plan that was made before a post was taken back does not bring its words again', async () => {
        await receive(['ana', 'ben'])
        await readAll()
        await store.recordBatch(sourceId, removal('ana', 1))
        await store.saveIdeaGroups(campaignId, [
          { id: null, takeaway: 1, name: { name: 'Words of Ana', postId: 1 }, postIds: [1, 2] },
        ])
        expect((await store.readGatheredIdeas(campaignId)).groups).toMatchObject([
          { name: '', namePostId: null },
        ])
      })

      test('an action is taken back though its post’s group has gone meanwhile', async () => {
        await receive(['ana'])
        await readAll()
        await store.saveIdeaGroups(campaignId, [{ id: null, takeaway: 1, name: null, postIds: [1] }])
        const { changeId } = await store.setAction({ campaignId, actor, postId: 1, action: 2 })
        await store.saveIdeaGroups(campaignId, [])
        expect((await store.readGatheredIdeas(campaignId)).groups).toEqual([])
        await store.undoIdeaChange({ campaignId, actor, changeId: changeId ?? 0 })
        const { ideas } = await store.readGatheredIdeas(campaignId)
        expect(ideas).toMatchObject([{ postId: 1, groupId: null }])
      })

      test('a name stays whatever the product would call it, and what was seen in it stays in it', async () => {
        await receive(['ana', 'bo', 'cy'])
        await readAll()
        const [group] = await gather([1, 2], [3])
        await store.renameIdeaGroup({ campaignId, actor, groupId: group?.id ?? 0, name: '  Home   visits ' })
        await store.saveIdeaGroups(campaignId, [
          { id: group?.id ?? 0, takeaway: 1, name: { name: 'Other words', postId: 3 }, postIds: [3] },
        ])
        expect(await store.listIdeaGroups(campaignId)).toMatchObject([
          { name: 'Home visits', isNamedByHand: true, isKept: true, people: 3 },
        ])
      })

      test('groups are merged into the first, and parted again by taking it back', async () => {
        await receive(['ana', 'bo', 'cy'])
        await readAll()
        const groups = await gather([1, 2], [3])
        const before = await members()
        const ids = groups.map(({ id }) => id)
        const { changeId, groupId } = await store.mergeIdeaGroups({ campaignId, actor, groupIds: ids })
        expect(new Set(Object.values(await members()))).toEqual(new Set([groupId]))
        await store.saveIdeaGroups(campaignId, [])
        expect(await store.listIdeaGroups(campaignId)).toHaveLength(1)
        await store.undoIdeaChange({ campaignId, actor, changeId: changeId ?? 0 })
        expect(await members()).toEqual(before)
        expect((await store.listIdeaGroups(campaignId)).map(({ isKept }) => isKept)).toEqual([false, false])
      })

      test('posts are taken out into a group of their own, which stays', async () => {
        await receive(['ana', 'bo', 'cy'])
        await readAll()
        const [group] = await gather([1, 2, 3])
        const order = { campaignId, actor, groupId: group?.id ?? 0 }
        const { changeId, groupId } = await store.splitIdeaGroup({ ...order, postIds: [1] })
        expect(await members()).toEqual({ 1: groupId, 2: order.groupId, 3: order.groupId })
        // The product may not gather them again.
        await store.saveIdeaGroups(campaignId, [
          { id: order.groupId, takeaway: 1, name: null, postIds: [1, 2, 3] },
        ])
        expect((await members())[1]).toBe(groupId)
        await expect(store.splitIdeaGroup({ ...order, postIds: [2, 3] })).rejects.toMatchObject({
          code: 'invalid',
        })
        await expect(store.splitIdeaGroup({ ...order, postIds: [1] })).rejects.toMatchObject({
          code: 'conflict',
        })
        await store.undoIdeaChange({ campaignId, actor, changeId: changeId ?? 0 })
        expect(new Set(Object.values(await members()))).toEqual(new Set([order.groupId]))
      })

      test('what somebody else changed since is not undone over their heads', async () => {
        await receive(['ana', 'bo'])
        await readAll()
        const [group] = await gather([1, 2])
        const order = { campaignId, actor, groupId: group?.id ?? 0 }
        const first = await store.renameIdeaGroup({ ...order, name: 'One' })
        const second = await store.renameIdeaGroup({ ...order, name: 'Two' })
        const undo = (changeId: number | null) =>
          store.undoIdeaChange({ campaignId, actor, changeId: changeId ?? 0 })
        await expect(undo(first.changeId)).rejects.toMatchObject({ code: 'conflict' })
        await undo(second.changeId)
        expect((await store.listIdeaGroups(campaignId))[0]?.name).toBe('One')
        await undo(first.changeId)
        await expect(undo(first.changeId)).rejects.toMatchObject({ code: 'conflict' })
        expect((await store.listIdeaGroups(campaignId))[0]).toMatchObject({ isKept: false })
      })

      test('what is not there, or can’t be, is refused', async () => {
        await receive(['ana', 'bo'])
        await readAll()
        const [group] = await gather([1, 2])
        const hand = { campaignId, actor }
        const groupId = group?.id ?? 0
        const refusals = [
          [() => store.markIdea({ ...hand, postId: 99, isIdea: true }), 'not_found'],
          [() => store.setAction({ ...hand, postId: 1, action: 3 }), 'invalid'],
          [() => store.renameIdeaGroup({ ...hand, groupId: 99, name: 'x' }), 'not_found'],
          [() => store.mergeIdeaGroups({ ...hand, groupIds: [groupId] }), 'invalid'],
          [() => store.mergeIdeaGroups({ ...hand, groupIds: [groupId, 99] }), 'not_found'],
          [() => store.moveIdeas({ ...hand, groupId, postIds: [] }), 'invalid'],
          [() => store.undoIdeaChange({ ...hand, changeId: 99 }), 'not_found'],
          [() => store.listGroupPosts(campaignId, 99, 10), 'not_found'],
        ] as const
        for (const [run, code] of refusals) await expect(run()).rejects.toMatchObject({ code })
      })

      test('a post that is marked as no idea leaves its group, and is back when that is taken back', async () => {
        await receive(['ana', 'bo'])
        await readAll()
        await gather([1, 2])
        const { changeId } = await store.markIdea({ campaignId, actor, postId: 1, isIdea: false })
        expect((await store.listIdeaGroups(campaignId))[0]?.posts).toBe(1)
        await store.undoIdeaChange({ campaignId, actor, changeId: changeId ?? 0 })
        expect((await store.listIdeaGroups(campaignId))[0]?.posts).toBe(2)
      })
    })
  })
}
