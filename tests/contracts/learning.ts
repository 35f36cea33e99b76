import { CampaignContent } from '@wall/db/model/campaign'
import type { Filing } from '@wall/db/model/filing'
import type { FilingState } from '@wall/db/model/filing-state'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestEngine } from '../support/database/open-test-engine.ts'
import { makeBatch, makePost } from '../support/database/posts.ts'
import { addModerator } from '../support/wall/add-moderator.ts'

const content = CampaignContent.parse({
  slug: 'test',
  name: 'Test campaign',
  hashtags: ['rethinkingintervention'],
  takeaways: [1, 2, 3].map((number) => ({ number, slug: `takeaway-${number}`, title: `Takeaway ${number}` })),
})
const uriOf = (number: number) => `at://did:plc:ana/app.bsky.feed.post/${number}`
const lease = { limit: 10, leaseMs: 60_000, owner: 'worker-a' }

/** What every engine's store must do for learning where posts belong. Run once an engine. */
export function describeLearning(name: string, open: () => Promise<TestEngine>): void {
  describe(`learning on ${name}`, () => {
    let engine: TestEngine
    let store: Store
    let campaignId: number
    let sourceId: number
    let now = 1_800_000_000_000

    beforeEach(async () => {
      now = 1_800_000_000_000
      engine = await open()
      store = createStore(engine.engine, () => now)
      campaignId = (await store.saveCampaign(content)).campaign.id
      sourceId = (await store.ensureSource(campaignId, 'bluesky', {})).id
      for (const [id, name] of [
        ['ana', 'Ana'],
        ['ben', 'Ben'],
      ] as const) {
        await addModerator(engine.engine, id, name)
      }
    })
    afterEach(() => engine.dispose())

    const record = (...args: Parameters<typeof makeBatch>) => store.recordBatch(sourceId, makeBatch(...args))
    const arrive = (count: number) =>
      record({
        posts: Array.from({ length: count }, (_, index) =>
          makePost({ uri: uriOf(index + 1), text: `Words of post ${index + 1}` }),
        ),
      })
    async function getPost(id: number) {
      const [post] = await store.findPosts([id])
      if (!post) throw new Error(`no post ${id}`)
      return post
    }
    async function refile(postId: number, takeaway: number | null, userId = 'ana') {
      const { version } = await getPost(postId)
      return store.refile({ campaignId, postId, version, takeaway, actor: { id: userId } })
    }
    async function decide(
      postId: number,
      order: { standing: 'approved' | 'rejected' | 'pending'; takeaway?: number | null },
      userId = 'ana',
    ) {
      const { version } = await getPost(postId)
      return store.decide({ campaignId, postId, version, ...order, actor: { id: userId } })
    }
    const labels = async () =>
      (await store.listLabels(campaignId)).map(({ postId, userId, takeaway }) => [postId, userId, takeaway])
    function makeFiling(overrides: Partial<Filing> = {}): Filing {
      const suggestions = [1, 2, 3].map((takeaway) => ({ takeaway, confidence: 0.5 - takeaway / 10 }))
      return { takeaway: null, by: null, confidence: 0.4, reason: 'its words', suggestions, ...overrides }
    }
    /** Claims all there is and files it so. */
    async function fileAll(model: string, filing: (postId: number) => Filing, options = lease) {
      const claim = await store.claimFilings(campaignId, model, options)
      const filings = claim.posts.map(({ id, version }) => ({ postId: id, version, filing: filing(id) }))
      return store.recordFilings(campaignId, claim, model, filings)
    }
    const kindsAfter = async (seq: number) =>
      (await store.eventsAfter(campaignId, seq, 100)).map((event) => [event.kind, event.postId])

    describe('labels', () => {
      test('a refiled post and one approved where it stands are labels, with the words and the author', async () => {
        const filing = makeFiling({ takeaway: 2, by: 'rule', confidence: 0.97 })
        const alt = {
          kind: 'image' as const,
          url: 'https://cdn.example/1',
          alt: 'A garden',
          width: 1,
          height: 1,
        }
        await record({
          posts: [makePost({ filing, media: [alt] }), makePost({ uri: uriOf(2), text: 'Two' })],
        })
        await decide(1, { standing: 'approved' })
        await refile(2, null)
        expect(await labels()).toEqual([
          [1, 'ana', 2],
          [2, 'ana', null],
        ])
        expect((await store.listLabels(campaignId))[0]).toMatchObject({
          text: 'Names before fractions. #rethinkingintervention\nA garden',
          cid: 'cid-1',
          at: now,
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
        await record({
          posts: [undefined, byRule, byText, undefined, undefined, undefined].map((filing, index) =>
            makePost({
              uri: uriOf(index + 1),
              text: `Words of post ${index + 1}`,
              ...(filing && { filing }),
            }),
          ),
        })
        const before = await store.labelsVersion(campaignId)
        await decide(1, { standing: 'rejected' })
        await decide(2, { standing: 'rejected' })
        await decide(3, { standing: 'rejected' })
        await decide(4, { standing: 'rejected', takeaway: 1 })
        const fifth = await decide(5, { standing: 'rejected' })
        await decide(6, { standing: 'rejected' })
        expect(await store.labelsVersion(campaignId)).not.toBe(before)
        const turnedDown = async () => (await store.listTurnedDown(campaignId)).map(({ postId }) => postId)
        expect(await turnedDown()).toEqual([6, 5, 3, 1])
        expect((await store.listTurnedDown(campaignId)).at(-1)).toEqual({
          ...{ postId: 1, text: 'Words of post 1', cid: 'cid-1', authorId: (await getPost(1)).author.id },
        })
        await store.undo({ campaignId, decisionId: fifth.decision?.id ?? 0, actor: { id: 'ana' } })
        await record({ removals: [{ network: 'bluesky', uri: uriOf(6), rev: '3c', why: 'deleted' }] })
        await record({ posts: [makePost({ uri: uriOf(3), cid: 'cid-2', rev: '3zz', text: 'Others' })] })
        expect(await turnedDown()).toEqual([1])
      })

      test('who sends advert after advert pushes nobody else’s out of those that were turned down', async () => {
        const adverts = Array.from({ length: 12 }, (_, index) =>
          makePost({ uri: `at://did:plc:seller/app.bsky.feed.post/${index}`, text: `Buy number ${index}` }),
        )
        await record({ posts: [makePost({ uri: uriOf(1), text: 'Half price' }), ...adverts] })
        for (let id = 1; id <= 13; id += 1) await decide(id, { standing: 'rejected' })
        const turnedDown = (await store.listTurnedDown(campaignId)).map(({ postId }) => postId)
        expect(turnedDown).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 1])
      })

      test('of one moderator the last word counts, an undo takes it back', async () => {
        await arrive(1)
        await refile(1, 1)
        const second = await refile(1, 2)
        expect(await labels()).toEqual([[1, 'ana', 2]])
        await store.undo({ campaignId, decisionId: second.decision?.id ?? 0, actor: { id: 'ben' } })
        expect(await labels()).toEqual([[1, 'ana', 1]])
      })

      test('the version changes with each decision and with each erasure, and with nothing else', async () => {
        await arrive(2)
        const versions = [await store.labelsVersion(campaignId)]
        const note = async () => versions.push(await store.labelsVersion(campaignId))
        const { decision } = await refile(1, 1)
        await note()
        await store.undo({ campaignId, decisionId: decision?.id ?? 0, actor: { id: 'ana' } })
        await note()
        await refile(1, 2)
        await note()
        await record({ removals: [{ network: 'bluesky', uri: uriOf(1), rev: '3c', why: 'deleted' }] })
        await note()
        expect(new Set(versions).size).toBe(5)
        await fileAll('m1', () => makeFiling())
        expect(await store.labelsVersion(campaignId)).toBe(versions.at(-1))
        expect(await labels()).toEqual([])
      })

      test('the version changes when a decided post is rewritten, or empties with its account while missing', async () => {
        await arrive(2)
        await refile(1, 2)
        await refile(2, 2)
        const first = await store.labelsVersion(campaignId)
        await record({
          posts: [makePost({ uri: uriOf(1), rev: '3zz', cid: 'cid-new', text: 'Other words' })],
        })
        const second = await store.labelsVersion(campaignId)
        expect(second).not.toBe(first)
        await engine.engine.transaction(async ({ db }) => {
          await db.update(engine.engine.tables.post).set({ removedWhy: 'missing' })
        })
        const { network, authorId: networkId } = makePost()
        await record({ authorChanges: [{ network, networkId, standing: 'gone' }] })
        expect((await getPost(2)).text).toBe('')
        expect(await store.labelsVersion(campaignId)).not.toBe(second)
        expect(await labels()).toEqual([])
      })

      test('words that were rewritten after they were approved teach nothing until a person looks again', async () => {
        const filing = makeFiling({ takeaway: 2, by: 'rule' })
        await record({ posts: [makePost({ filing })] })
        await decide(1, { standing: 'approved' })
        now += 1000
        await record({ posts: [makePost({ filing, cid: 'cid-2', rev: '3b', text: 'Others' })] })
        expect(await labels()).toEqual([])
      })

      test('a label under a takeaway that was removed is none', async () => {
        await arrive(1)
        await refile(1, 1)
        await store.saveCampaign({ ...content, takeaways: content.takeaways.slice(1) })
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
        expect(await store.listDisagreements(campaignId)).toEqual([{ postId: 1, opinions }])
        expect((await getPost(1)).filing.disagreement).toEqual(opinions)
        expect((await getPost(2)).filing.disagreement).toEqual([])
        await refile(1, 1, 'ben')
        expect(await store.listDisagreements(campaignId)).toEqual([])
      })
    })

    describe('filing anew', () => {
      test('every post goes to one worker, and to nobody once a model has looked at it', async () => {
        await arrive(3)
        const [one, other] = await Promise.all([
          store.claimFilings(campaignId, 'm1', { ...lease, limit: 2 }),
          store.claimFilings(campaignId, 'm1', { ...lease, limit: 2, owner: 'worker-b' }),
        ])
        const ids = [...one.posts, ...other.posts].map(({ id }) => id)
        expect([...new Set(ids)]).toHaveLength(ids.length)
        await engine.engine.transaction(async ({ db }) => {
          await db.update(engine.engine.tables.post).set({ filingClaimEndsAt: 1 })
        })
        expect(await fileAll('m1', () => makeFiling())).toMatchObject({ changed: 3, moved: 0, lost: 0 })
        expect((await store.claimFilings(campaignId, 'm1', lease)).posts).toEqual([])
        expect((await store.claimFilings(campaignId, 'm2', { ...lease, onlyNew: true })).posts).toEqual([])
        expect((await store.claimFilings(campaignId, 'm2', lease)).posts).toHaveLength(3)
        expect(await store.countWaiting(campaignId, 'm1')).toEqual({ waiting: 3, behind: 0 })
        expect(await store.countWaiting(campaignId, 'm2')).toEqual({ waiting: 3, behind: 3 })
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
        await record({ posts: [makePost({ references, filing: makeFiling({ signals }), media: [alt] })] })
        const { posts } = await store.claimFilings(campaignId, 'm1', lease)
        expect(posts).toMatchObject([
          { id: 1, version: 1, cid: 'cid-1', alts: ['A garden'], references, signals },
        ])
      })

      test('the log hears of a post only when a moderator would see something else', async () => {
        await arrive(1)
        await fileAll('m1', () => makeFiling())
        const seq = await store.lastSeq(campaignId)
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
        const claim = await store.claimFilings(campaignId, 'm1', lease)
        expect(claim.posts.map(({ id }) => id)).toEqual([2, 3, 4, 5])
        await refile(2, 3)
        await decide(3, { standing: 'approved' })
        await record({ posts: [makePost({ uri: uriOf(4), cid: 'cid-2', rev: '3b', text: 'Other words' })] })
        const filing = makeFiling({ takeaway: 1, by: 'model', confidence: 0.99 })
        const filings = [
          { postId: 1, version: 2, filing },
          ...claim.posts.map(({ id, version }) => ({ postId: id, version, filing })),
        ]
        expect(await store.recordFilings(campaignId, claim, 'm1', filings)).toEqual({
          changed: 1,
          moved: 1,
          lost: 4,
        })
        const places = await Promise.all(
          [1, 2, 3, 4, 5].map(async (id) => (await getPost(id)).filing.takeaway),
        )
        expect(places).toEqual([3, 3, null, null, 1])
      })

      test('a claim that another worker took over writes nothing', async () => {
        await arrive(1)
        const late = await store.claimFilings(campaignId, 'm1', { ...lease, leaseMs: -1 })
        await store.claimFilings(campaignId, 'm1', { ...lease, owner: 'worker-b' })
        const filings = [{ postId: 1, version: 1, filing: makeFiling() }]
        expect(await store.recordFilings(campaignId, late, 'm1', filings)).toMatchObject({ lost: 1 })
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
        await record({ removals: [{ network: 'bluesky', uri: uriOf(2), rev: '3c', why: 'deleted' }] })
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
        await record({
          posts: [makePost(), makePost({ uri: uriOf(2), references }), makePost({ uri: uriOf(3) })],
        })
        await fileAll('m1', () => makeFiling())
        await engine.engine.transaction(async ({ db }) => {
          await db.update(engine.engine.tables.post).set({ filingClaimEndsAt: 1 })
        })
        const claim = await store.claimFilings(campaignId, 'm2', { ...lease, limit: 1 })
        expect(claim.posts.map(({ id }) => id)).toEqual([1])
        const filing = makeFiling({ takeaway: 1, by: 'rule', confidence: 0.97 })
        await store.recordFilings(campaignId, claim, 'm2', [{ postId: 1, version: 1, filing }])
        const again = await store.claimFilings(campaignId, 'm1', { ...lease, onlyNew: true })
        expect(again.posts.map(({ id }) => id)).toEqual([2])
      })

      test('relatives are told where they stand on their own', async () => {
        const rule = (kind: 'hashtag' | 'filed_reply') =>
          makeFiling({ takeaway: 1, by: 'rule', signals: [{ takeaway: 1, kind, seen: '', confidence: 0.9 }] })
        await record({
          posts: [
            makePost({ filing: rule('hashtag') }),
            makePost({ uri: uriOf(2), filing: rule('filed_reply') }),
            makePost({ uri: uriOf(3) }),
            makePost({ uri: uriOf(4) }),
          ],
        })
        await refile(3, 2)
        const uris = [1, 2, 3, 4, 5].map(uriOf)
        const relatives = await store.findFiledRelatives(campaignId, uris)
        expect(relatives).toEqual(
          new Map([
            [uriOf(1), { takeaway: 1, by: 'rule', authorId: 1 }],
            [uriOf(3), { takeaway: 2, by: 'moderator', authorId: 1 }],
          ]),
        )
      })
    })

    describe('the state and the seeds', () => {
      const state = { model: 'm1', encoder: null, fittedAt: 5 } as FilingState

      test('one worker at a time measures, and only who holds the lease saves', async () => {
        expect(await store.readFilingState(campaignId)).toBeNull()
        expect(await store.leaseFilingState(campaignId, 'a', 60_000)).toBe(true)
        expect(await store.leaseFilingState(campaignId, 'b', 60_000)).toBe(false)
        expect(await store.leaseFilingState(campaignId, 'a', -1)).toBe(true)
        expect(await store.leaseFilingState(campaignId, 'b', 60_000)).toBe(true)
        expect(await store.saveFilingState(campaignId, 'a', state)).toBe(false)
        expect(await store.saveFilingState(campaignId, 'b', state)).toBe(true)
        expect(await store.readFilingState(campaignId)).toEqual(state)
        expect(await store.leaseFilingState(campaignId, 'a', 60_000)).toBe(false)
        expect(await store.leaseFilingState(campaignId, 'a', 60_000, { isGone: (one) => one === 'b' })).toBe(
          true,
        )
        await store.releaseFilingState(campaignId, 'a')
        expect(await store.readFilingModel(campaignId)).toBeNull()
        expect(await store.leaseFilingState(campaignId, 'c', 60_000, { model: 'm2' })).toBe(true)
        expect(await store.leaseFilingState(campaignId, 'a', 60_000, { model: 'm3' })).toBe(false)
        expect(await store.readFilingModel(campaignId)).toBe('m2')
      })

      test('seeds that somebody else saved meanwhile are not overwritten', async () => {
        const seeds = { takeaways: [{ number: 1, examples: ['One'], keywords: [] }], none: [] }
        const order = { campaignId, seeds, userId: 'ana' }
        expect(await store.readSeeds(campaignId)).toBeNull()
        const saved = { seeds, version: 1, savedAt: now, savedBy: 'Ana' }
        expect(await store.saveSeeds({ ...order, version: 0 })).toEqual(saved)
        await expect(store.saveSeeds({ ...order, version: 0, userId: 'ben' })).rejects.toMatchObject({
          code: 'conflict',
        })
        expect(await store.readSeeds(campaignId)).toEqual(saved)
        expect((await store.saveSeeds({ ...order, version: 1, userId: 'ben' })).version).toBe(2)
      })
    })

    describe('sentence vectors', () => {
      const vector = Float32Array.from([0.5, -1, 0.25])

      test('come back as they were kept, for each encoder its own', async () => {
        await arrive(2)
        await store.saveEmbeddings('e1', [
          { postId: 1, cid: 'cid-1', vector },
          { postId: 2, cid: 'other', vector },
          { postId: 99, cid: 'cid-1', vector },
        ])
        await store.saveEmbeddings('e1', [{ postId: 1, cid: 'cid-1', vector }])
        expect(await store.readEmbeddings('e1', [1, 2, 99])).toEqual(new Map([[1, vector]]))
        expect(await store.readEmbeddings('e2', [1])).toEqual(new Map())
      })

      test('go with the words, as does all else that was made of them', async () => {
        const references = { replyTo: 'at://a', replyRoot: 'at://b', quoteOf: 'at://c' }
        const signals = [{ takeaway: 1, seen: 'says “T1”', confidence: 0.9 }]
        await record({ posts: [makePost({ references }), makePost({ uri: uriOf(2) })] })
        await store.saveEmbeddings(
          'e1',
          [1, 2].map((postId) => ({ postId, cid: 'cid-1', vector })),
        )
        await fileAll('m1', () => makeFiling({ signals, near: [{ takeaway: 1, postId: 2, text: null }] }))
        await record({
          posts: [makePost({ uri: uriOf(2), cid: 'cid-2', rev: '3b', text: 'Other words' })],
          removals: [{ network: 'bluesky', uri: uriOf(1), rev: '3c', why: 'deleted' }],
        })
        expect(await store.readEmbeddings('e1', [1, 2])).toEqual(new Map())
        const { post } = engine.engine.tables
        const [row] = await engine.engine.reader.select().from(post).orderBy(post.id).limit(1)
        expect(row).toMatchObject({ signals: [], near: [], replyTo: null, replyRoot: null, quoteOf: null })
      })
    })
  })
}
