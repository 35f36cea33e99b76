// What moderators did, as rows to learn from.
import { describe, expect, test } from 'vitest'
import { makePost } from '../../support/database/posts.ts'
import { content, type OpenEngine, useStore } from '../store-room.ts'
import { uriOf, useLearning } from './learning-room.ts'

/** Run once an engine. */
export function describeLabels(name: string, open: OpenEngine): void {
  describe(`labels on ${name}`, () => {
    const on = useStore(open)
    const { arrive, getPost, refile, decide, labels, makeFiling, fileAll } = useLearning(on)

    test('a refiled post and one approved where it stands are labels, with the words and the author', async () => {
      const filing = makeFiling({ takeaway: 2, by: 'rule', confidence: 0.97 })
      const alt = {
        kind: 'image' as const,
        url: 'https://cdn.example/1',
        alt: 'A garden',
        width: 1,
        height: 1,
      }
      await on.record({
        posts: [makePost({ filing, media: [alt] }), makePost({ uri: uriOf(2), text: 'Two' })],
      })
      await decide(1, { standing: 'approved' })
      await refile(2, null)
      expect(await labels()).toEqual([
        [1, 'ana', 2],
        [2, 'ana', null],
      ])
      expect((await on.store.listLabels(on.campaignId))[0]).toMatchObject({
        text: 'Names before fractions. #rethinkingintervention\nA garden',
        cid: 'cid-1',
        at: on.now,
      })
    })

    test('a decision that says nothing of the place is no label', async () => {
      await arrive(3)
      await decide(1, { standing: 'approved' })
      await decide(2, { standing: 'rejected' })
      expect(await labels()).toEqual([])
      await decide(3, { standing: 'approved', takeaway: null })
      expect(await labels()).toEqual([[3, 'ana', null]])
    })

    test('what was rejected and placed by nobody is told as turned down, as long as it stands and its words do', async () => {
      const byRule = makeFiling({ takeaway: 2, by: 'rule' })
      const byText = makeFiling({ takeaway: 2, by: 'model' })
      await on.record({
        posts: [undefined, byRule, byText, undefined, undefined, undefined].map((filing, index) =>
          makePost({
            uri: uriOf(index + 1),
            text: `Words of post ${index + 1}`,
            ...(filing && { filing }),
          }),
        ),
      })
      const before = await on.store.labelsVersion(on.campaignId)
      await decide(1, { standing: 'rejected' })
      await decide(2, { standing: 'rejected' })
      await decide(3, { standing: 'rejected' })
      await decide(4, { standing: 'rejected', takeaway: 1 })
      const fifth = await decide(5, { standing: 'rejected' })
      await decide(6, { standing: 'rejected' })
      expect(await on.store.labelsVersion(on.campaignId)).not.toBe(before)
      const turnedDown = async () =>
        (await on.store.listTurnedDown(on.campaignId)).map(({ postId }) => postId)
      expect(await turnedDown()).toEqual([6, 5, 3, 1])
      expect((await on.store.listTurnedDown(on.campaignId)).at(-1)).toEqual({
        ...{ postId: 1, text: 'Words of post 1', cid: 'cid-1', authorId: (await getPost(1)).author.id },
      })
      await on.store.undo({
        campaignId: on.campaignId,
        decisionId: fifth.decision?.id ?? 0,
        actor: { id: 'ana' },
      })
      await on.record({ removals: [{ network: 'bluesky', uri: uriOf(6), rev: '3c', why: 'deleted' }] })
      await on.record({ posts: [makePost({ uri: uriOf(3), cid: 'cid-2', rev: '3zz', text: 'Others' })] })
      expect(await turnedDown()).toEqual([1])
    })

    test('who sends advert after advert pushes nobody else’s out of those that were turned down', async () => {
      const adverts = Array.from({ length: 12 }, (_, index) =>
        makePost({ uri: `at://did:plc:seller/app.bsky.feed.post/${index}`, text: `Buy number ${index}` }),
      )
      await on.record({ posts: [makePost({ uri: uriOf(1), text: 'Half price' }), ...adverts] })
      for (let id = 1; id <= 13; id += 1) await decide(id, { standing: 'rejected' })
      const turnedDown = (await on.store.listTurnedDown(on.campaignId)).map(({ postId }) => postId)
      expect(turnedDown).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 1])
    })

    test('of one moderator the last word counts, an undo takes it back', async () => {
      await arrive(1)
      await refile(1, 1)
      const second = await refile(1, 2)
      expect(await labels()).toEqual([[1, 'ana', 2]])
      await on.store.undo({
        campaignId: on.campaignId,
        decisionId: second.decision?.id ?? 0,
        actor: { id: 'ben' },
      })
      expect(await labels()).toEqual([[1, 'ana', 1]])
    })

    test('the version changes with each decision and with each erasure, and with nothing else', async () => {
      await arrive(2)
      const versions = [await on.store.labelsVersion(on.campaignId)]
      const note = async () => versions.push(await on.store.labelsVersion(on.campaignId))
      const { decision } = await refile(1, 1)
      await note()
      await on.store.undo({
        campaignId: on.campaignId,
        decisionId: decision?.id ?? 0,
        actor: { id: 'ana' },
      })
      await note()
      await refile(1, 2)
      await note()
      await on.record({ removals: [{ network: 'bluesky', uri: uriOf(1), rev: '3c', why: 'deleted' }] })
      await note()
      expect(new Set(versions).size).toBe(5)
      await fileAll('m1', () => makeFiling())
      expect(await on.store.labelsVersion(on.campaignId)).toBe(versions.at(-1))
      expect(await labels()).toEqual([])
    })

    test('the version changes when a decided post is rewritten, or empties with its account while missing', async () => {
      await arrive(2)
      await refile(1, 2)
      await refile(2, 2)
      const first = await on.store.labelsVersion(on.campaignId)
      await on.record({
        posts: [makePost({ uri: uriOf(1), rev: '3zz', cid: 'cid-new', text: 'Other words' })],
      })
      const second = await on.store.labelsVersion(on.campaignId)
      expect(second).not.toBe(first)
      await on.engine.transaction(async ({ db }) => {
        await db.update(on.engine.tables.post).set({ removedWhy: 'missing' })
      })
      const { network, authorId: networkId } = makePost()
      await on.record({ authorChanges: [{ network, networkId, standing: 'gone' }] })
      expect((await getPost(2)).text).toBe('')
      expect(await on.store.labelsVersion(on.campaignId)).not.toBe(second)
      expect(await labels()).toEqual([])
    })

    test('words that were rewritten after they were approved teach nothing until a person looks again', async () => {
      const filing = makeFiling({ takeaway: 2, by: 'rule' })
      await on.record({ posts: [makePost({ filing })] })
      await decide(1, { standing: 'approved' })
      on.now += 1000
      await on.record({ posts: [makePost({ filing, cid: 'cid-2', rev: '3b', text: 'Others' })] })
      expect(await labels()).toEqual([])
    })

    test('a label under a takeaway that was removed is none', async () => {
      await arrive(1)
      await refile(1, 1)
      await on.store.saveCampaign(
        { ...content, takeaways: content.takeaways.slice(1) },
        { moves: new Map([[1, null]]) },
      )
      expect(await labels()).toEqual([])
    })

    test('two moderators who disagree are shown as such, until one gives in', async () => {
      await arrive(2)
      await refile(1, 1, 'ana')
      await refile(1, 2, 'ben')
      await refile(2, 3, 'ben')
      const opinions = [
        { userId: 'ana', by: 'Ana', takeaway: 1 },
        { userId: 'ben', by: 'Ben', takeaway: 2 },
      ]
      expect(await on.store.listDisagreements(on.campaignId)).toEqual([{ postId: 1, opinions }])
      expect((await getPost(1)).filing.disagreement).toEqual(opinions)
      expect((await getPost(2)).filing.disagreement).toEqual([])
      await refile(1, 1, 'ben')
      expect(await on.store.listDisagreements(on.campaignId)).toEqual([])
    })
  })
}
