// Posts that a newer model files again: who has them, and what may not be touched.
import { describe, expect, test } from 'vitest'
import { makePost } from '../../support/database/posts.ts'
import { type OpenEngine, useStore } from '../store-room.ts'
import { lease, uriOf, useLearning } from './learning-room.ts'

/** Run once an engine. */
export function describeFilingAnew(name: string, open: OpenEngine): void {
  describe(`filing anew on ${name}`, () => {
    const on = useStore(open)
    const { arrive, getPost, refile, decide, makeFiling, fileAll, kindsAfter } = useLearning(on)

    test('every post goes to one worker, and to nobody once a model has looked at it', async () => {
      await arrive(3)
      const [one, other] = await Promise.all([
        on.store.claimFilings(on.campaignId, 'm1', { ...lease, limit: 2 }),
        on.store.claimFilings(on.campaignId, 'm1', { ...lease, limit: 2, owner: 'worker-b' }),
      ])
      const ids = [...one.posts, ...other.posts].map(({ id }) => id)
      expect([...new Set(ids)]).toHaveLength(ids.length)
      await on.engine.transaction(async ({ db }) => {
        await db.update(on.engine.tables.post).set({ filingClaimEndsAt: 1 })
      })
      expect(await fileAll('m1', () => makeFiling())).toMatchObject({ changed: 3, moved: 0, lost: 0 })
      expect((await on.store.claimFilings(on.campaignId, 'm1', lease)).posts).toEqual([])
      expect((await on.store.claimFilings(on.campaignId, 'm2', { ...lease, onlyNew: true })).posts).toEqual(
        [],
      )
      expect((await on.store.claimFilings(on.campaignId, 'm2', lease)).posts).toHaveLength(3)
      expect(await on.store.countWaiting(on.campaignId, 'm1')).toEqual({ waiting: 3, behind: 0 })
      expect(await on.store.countWaiting(on.campaignId, 'm2')).toEqual({ waiting: 3, behind: 3 })
    })

    test('a claim tells all that filing looks at', async () => {
      const signals = [{ takeaway: 1, kind: 'hashtag' as const, seen: 'carries #t1', confidence: 0.9 }]
      const references = { replyTo: 'at://a', replyRoot: 'at://b', quoteOf: 'at://c' }
      const alt = {
        kind: 'image' as const,
        url: 'https://cdn.example/1',
        alt: 'A garden',
        width: 1,
        height: 1,
      }
      await on.record({ posts: [makePost({ references, filing: makeFiling({ signals }), media: [alt] })] })
      const { posts } = await on.store.claimFilings(on.campaignId, 'm1', lease)
      expect(posts).toMatchObject([
        { id: 1, version: 1, cid: 'cid-1', alts: ['A garden'], references, signals },
      ])
    })

    test('the log hears of a post only when a moderator would see something else', async () => {
      await arrive(1)
      await fileAll('m1', () => makeFiling())
      const seq = await on.store.lastSeq(on.campaignId)
      const nearly = makeFiling().suggestions.map((one) => ({ ...one, confidence: one.confidence + 0.01 }))
      expect(await fileAll('m2', () => makeFiling({ suggestions: nearly }))).toMatchObject({ changed: 0 })
      expect((await getPost(1)).filing.suggestions).toEqual(nearly)
      expect(await kindsAfter(seq)).toEqual([])
      expect(await fileAll('m3', () => makeFiling({ suggestions: nearly.toReversed() }))).toMatchObject({
        changed: 1,
        moved: 0,
      })
      expect(await fileAll('m4', () => makeFiling({ confidence: 0.9 }))).toMatchObject({ changed: 1 })
      expect(await kindsAfter(seq)).toEqual([
        ['post_filed', 1],
        ['post_filed', 1],
      ])
      expect((await getPost(1)).version).toBe(1)
    })

    test('what text filed becomes unfiled when text no longer files it, and its version rises both times', async () => {
      await arrive(1)
      await fileAll('m1', () => makeFiling({ takeaway: 2, by: 'model', confidence: 0.95 }))
      expect(await getPost(1)).toMatchObject({ version: 2, filing: { takeaway: 2, by: 'model' } })
      await fileAll('m2', () => makeFiling())
      expect(await getPost(1)).toMatchObject({ version: 3, filing: { takeaway: null, by: null } })
    })

    test('what a person filed is neither claimed nor moved, nor what was decided or rewritten meanwhile', async () => {
      await arrive(5)
      await refile(1, 3)
      const claim = await on.store.claimFilings(on.campaignId, 'm1', lease)
      expect(claim.posts.map(({ id }) => id)).toEqual([2, 3, 4, 5])
      await refile(2, 3)
      await decide(3, { standing: 'approved' })
      await on.record({
        posts: [makePost({ uri: uriOf(4), cid: 'cid-2', rev: '3b', text: 'Other words' })],
      })
      const filing = makeFiling({ takeaway: 1, by: 'model', confidence: 0.99 })
      const filings = [
        { postId: 1, version: 2, filing },
        ...claim.posts.map(({ id, version }) => ({ postId: id, version, filing })),
      ]
      expect(await on.store.recordFilings(on.campaignId, claim, 'm1', filings)).toEqual({
        changed: 1,
        moved: 1,
        lost: 4,
      })
      const places = await Promise.all([1, 2, 3, 4, 5].map(async (id) => (await getPost(id)).filing.takeaway))
      expect(places).toEqual([3, 3, null, null, 1])
    })

    test('a claim that another worker took over writes nothing', async () => {
      await arrive(1)
      const late = await on.store.claimFilings(on.campaignId, 'm1', { ...lease, leaseMs: -1 })
      await on.store.claimFilings(on.campaignId, 'm1', { ...lease, owner: 'worker-b' })
      const filings = [{ postId: 1, version: 1, filing: makeFiling() }]
      expect(await on.store.recordFilings(on.campaignId, late, 'm1', filings)).toMatchObject({ lost: 1 })
    })

    test('a takeaway that was removed meanwhile is none', async () => {
      await arrive(1)
      await fileAll('m1', () =>
        makeFiling({ takeaway: 9, by: 'model', suggestions: [{ takeaway: 9, confidence: 1 }] }),
      )
      expect((await getPost(1)).filing).toMatchObject({ takeaway: null, by: null, suggestions: [] })
    })

    test('of near posts the words are those of now: erased ones are not told', async () => {
      await arrive(2)
      const near = [
        { takeaway: 1, postId: 2, text: 'a copy' },
        { takeaway: 2, postId: null, text: 'An example' },
      ]
      await fileAll('m1', (id) => makeFiling(id === 1 ? { near } : {}))
      expect((await getPost(1)).filing.near?.map(({ text }) => text)).toEqual([
        'Words of post 2',
        'An example',
      ])
      await on.record({ removals: [{ network: 'bluesky', uri: uriOf(2), rev: '3c', why: 'deleted' }] })
      expect((await getPost(1)).filing.near?.map(({ text }) => text)).toEqual([null, 'An example'])
    })

    test('what speaks for and against each place, and that a known post is far, comes back as it was told', async () => {
      await arrive(1)
      const suggestions = [
        { takeaway: 1, confidence: 0.6, words: ['coach'] },
        { takeaway: null, confidence: 0.4, words: ['time'], against: ['coach', 'plan'] },
      ]
      const near = [{ takeaway: null, postId: null, text: 'An example', isFar: true }]
      await fileAll('m1', () => makeFiling({ suggestions, near }))
      expect((await getPost(1)).filing).toMatchObject({ suggestions, near })
    })

    test('posts tied to one that moved are looked at again', async () => {
      const references = { replyTo: uriOf(1), replyRoot: uriOf(1), quoteOf: null }
      await on.record({
        posts: [makePost(), makePost({ uri: uriOf(2), references }), makePost({ uri: uriOf(3) })],
      })
      await fileAll('m1', () => makeFiling())
      await on.engine.transaction(async ({ db }) => {
        await db.update(on.engine.tables.post).set({ filingClaimEndsAt: 1 })
      })
      const claim = await on.store.claimFilings(on.campaignId, 'm2', { ...lease, limit: 1 })
      expect(claim.posts.map(({ id }) => id)).toEqual([1])
      const filing = makeFiling({ takeaway: 1, by: 'rule', confidence: 0.97 })
      await on.store.recordFilings(on.campaignId, claim, 'm2', [{ postId: 1, version: 1, filing }])
      const again = await on.store.claimFilings(on.campaignId, 'm1', { ...lease, onlyNew: true })
      expect(again.posts.map(({ id }) => id)).toEqual([2])
    })

    test('relatives are told where they stand on their own', async () => {
      const rule = (kind: 'hashtag' | 'filed_reply') =>
        makeFiling({ takeaway: 1, by: 'rule', signals: [{ takeaway: 1, kind, seen: '', confidence: 0.9 }] })
      await on.record({
        posts: [
          makePost({ filing: rule('hashtag') }),
          makePost({ uri: uriOf(2), filing: rule('filed_reply') }),
          makePost({ uri: uriOf(3) }),
          makePost({ uri: uriOf(4) }),
        ],
      })
      await refile(3, 2)
      const uris = [1, 2, 3, 4, 5].map(uriOf)
      const relatives = await on.store.findFiledRelatives(on.campaignId, uris)
      expect(relatives).toEqual(
        new Map([
          [uriOf(1), { takeaway: 1, by: 'rule', authorId: 1 }],
          [uriOf(3), { takeaway: 2, by: 'moderator', authorId: 1 }],
        ]),
      )
    })
  })
}
