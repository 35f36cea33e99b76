// What a store must do for asking a language model.
import type { Filing } from '@wall/db/model/filing/filing'
import type { SecondOpinion } from '@wall/db/model/filing/second-opinion'
import type { NewPost } from '@wall/db/model/post'
import { createStore } from '@wall/db/store/create-store'
import { beforeEach, describe, expect, test } from 'vitest'
import { makePost } from '../support/database/posts.ts'
import { setDbClock } from '../support/database/set-db-clock.ts'
import { type OpenEngine, useStore } from './store-room.ts'

const lease = { limit: 10, leaseMs: 60_000, owner: 'worker-a' }
const judgement = { takeaway: 3, confidence: 0.8, reason: 'It is about shade.' }
const opinion: SecondOpinion = { judge: 'j1', judgement }

/** What every engine's store must do for asking a language model. Run once an engine. */
export function describeSecondOpinions(name: string, open: OpenEngine): void {
  describe(`second opinions on ${name}`, () => {
    const on = useStore(open)
    beforeEach(() => on.makeUser('ana', 'Ana'))

    const write = (number: number, more: Partial<NewPost> = {}) =>
      makePost({
        uri: `at://did:plc:p${number}/app.bsky.feed.post/${number}`,
        text: `Words ${number}`,
        ...more,
      })
    async function confirm(post: NewPost, changes: { labels?: string[]; wishes?: 'public' | 'none' } = {}) {
      const { network, uri, authorId: networkId } = post
      const verification = { network, uri, post, labels: changes.labels ?? [], isMatch: true }
      const named = { network, networkId, handle: `${networkId.slice(8)}.test`, displayName: 'Jo Lee' }
      const author = { ...named, wishes: changes.wishes ?? ('public' as const) }
      await on.store.recordVerifications(on.campaignId, [verification], [author], {
        now: on.now,
        recheckMs: 1_000_000,
      })
    }
    /** Arrives and is confirmed by the network. */
    async function arrive(...posts: NewPost[]) {
      for (const post of posts) {
        on.now += 1000
        await on.record({ posts: [post] })
        await confirm(post)
      }
    }
    const makeFiling = (overrides: Partial<Filing> = {}): Filing => ({
      ...{ takeaway: null, by: null, confidence: 0.4, reason: 'its words' },
      suggestions: [{ takeaway: 1, confidence: 0.4 }],
      ...overrides,
    })
    async function fileAll(filing: (postId: number) => Filing = () => makeFiling(), model = 'm1') {
      const claim = await on.store.claimFilings(on.campaignId, model, lease)
      const filings = claim.posts.map(({ id, version }) => ({ postId: id, version, filing: filing(id) }))
      return { ...(await on.store.recordFilings(on.campaignId, claim, model, filings)), posts: claim.posts }
    }
    const find = (except: number[] = [], judge = 'j1') =>
      on.store.findUnsurePost(on.campaignId, { judge, below: 0.6, except })
    async function getPost(id: number) {
      const [post] = await on.store.findPosts([id])
      if (!post) throw new Error(`no post ${id}`)
      return post
    }
    const readRow = async (id: number) => {
      const { post } = on.engine.tables
      return (await on.engine.reader.select().from(post)).find((row) => row.id === id)
    }

    test('who waits longest is found first, with all that is asked and all that its author is called', async () => {
      const picture = { kind: 'image' as const, url: 'https://cdn.example/1', width: 1, height: 1 }
      await arrive(write(1, { media: [{ ...picture, alt: 'A garden' }] }), write(2))
      expect(await find()).toBeNull()
      await fileAll()
      expect(await find()).toEqual({
        ...{ id: 1, cid: 'cid-1', text: 'Words 1', alts: ['A garden'] },
        names: ['p1.test', 'Jo Lee'],
      })
      expect(await find([1])).toMatchObject({ id: 2 })
      expect(await find([1, 2])).toBeNull()
      expect(
        await on.store.findUnsurePost(on.campaignId + 1, { judge: 'j1', below: 0.6, except: [] }),
      ).toBeNull()
    })

    test('what is sure, named, filed, decided, gone, unconfirmed or not to be shown is not asked about', async () => {
      const posts = Array.from({ length: 9 }, (_, index) => write(index + 1))
      await arrive(...posts)
      await on.record({ posts: [write(10)] })
      const signals = [{ takeaway: 2, seen: 'says “T2”', confidence: 0.9 }]
      const filings: Record<number, Partial<Filing>> = {
        1: { confidence: 0.6 },
        2: { signals },
        3: { takeaway: 2, by: 'rule' },
        4: { takeaway: 2, by: 'model' },
      }
      await fileAll((id) => makeFiling(filings[id]))
      const order = async (postId: number) => ({
        ...{
          campaignId: on.campaignId,
          postId,
          version: (await getPost(postId)).version,
          actor: { id: 'ana' },
        },
      })
      await on.store.refile({ ...(await order(5)), takeaway: null })
      await on.store.decide({ ...(await order(6)), standing: 'rejected' })
      const { network, uri } = write(7)
      await on.record({ removals: [{ network, uri, rev: '3c', why: 'deleted' }] })
      await confirm(write(8), { labels: ['!hide'] })
      await confirm(write(9), { wishes: 'none' })
      expect(await find()).toBeNull()
      // Each for its own reason: one of another kind is found.
      await arrive(write(11))
      await fileAll()
      expect(await find()).toMatchObject({ id: 11 })
    })

    test('what was said is kept with the words, and the post is filed anew with it at once', async () => {
      await arrive(write(1))
      await fileAll()
      expect(await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: 'cid-1' }, opinion)).toBe(
        true,
      )
      expect(await find()).toBeNull()
      expect((await getPost(1)).filing.secondOpinion).toEqual(judgement)
      const claim = await on.store.claimFilings(on.campaignId, 'm1', { ...lease, onlyNew: true })
      expect(claim.posts).toMatchObject([{ id: 1, secondOpinion: judgement }])
    })

    test('another judge may be asked about the same words, and its word takes the place of the first', async () => {
      await arrive(write(1))
      await fileAll()
      await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: 'cid-1' }, opinion)
      await fileAll()
      expect(await find([], 'j2')).toMatchObject({ id: 1 })
      const other = { judge: 'j2', judgement: { ...judgement, takeaway: 2 } }
      await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: 'cid-1' }, other)
      await fileAll()
      expect([await find([], 'j2'), (await find())?.id]).toEqual([null, 1])
      expect((await getPost(1)).filing.secondOpinion).toMatchObject({ takeaway: 2 })
    })

    test('no answer of use is kept as well, and not asked for again', async () => {
      await arrive(write(1))
      await fileAll()
      const nothing = { judge: 'j1', judgement: null }
      expect(await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: 'cid-1' }, nothing)).toBe(
        true,
      )
      const { posts, changed } = await fileAll()
      expect([posts[0]?.secondOpinion, changed, await find()]).toEqual([null, 0, null])
    })

    test('who is filing the post when it comes has lost it, so that it is filed with it', async () => {
      await arrive(write(1))
      await fileAll()
      const claim = await on.store.claimFilings(on.campaignId, 'm2', lease)
      await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: 'cid-1' }, opinion)
      const filings = claim.posts.map(({ id, version }) => ({ postId: id, version, filing: makeFiling() }))
      expect(await on.store.recordFilings(on.campaignId, claim, 'm2', filings)).toMatchObject({ lost: 1 })
      expect((await fileAll()).posts).toHaveLength(1)
    })

    test('moderators hear of the post once when it came, even if the order stays', async () => {
      await arrive(write(1))
      await fileAll()
      const seq = await on.store.lastSeq(on.campaignId)
      await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: 'cid-1' }, opinion)
      expect(await fileAll(() => makeFiling({ reason: 'a language model' }))).toMatchObject({ changed: 1 })
      expect(await fileAll(() => makeFiling({ reason: 'the same' }), 'm2')).toMatchObject({ changed: 0 })
      const events = await on.store.eventsAfter(on.campaignId, seq, 10)
      expect(events.map(({ kind, postId }) => [kind, postId])).toEqual([['post_filed', 1]])
    })

    test('words that were rewritten have none, and are asked about anew; a late answer on the old ones is dropped', async () => {
      await arrive(write(1), write(2))
      await fileAll()
      await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: 'cid-1' }, opinion)
      for (const number of [1, 2])
        await arrive(write(number, { cid: 'cid-2', rev: '3b', text: 'Other words' }))
      expect((await getPost(1)).filing.secondOpinion).toBeNull()
      expect(await on.store.recordSecondOpinion(on.campaignId, { postId: 2, cid: 'cid-1' }, opinion)).toBe(
        false,
      )
      await fileAll()
      expect(await find()).toMatchObject({ id: 1, cid: 'cid-2', text: 'Other words' })
      expect(await find([1])).toMatchObject({ id: 2 })
    })

    test('of a post that its author took back nothing stays, nor does a late answer', async () => {
      await arrive(write(1))
      await fileAll()
      await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: 'cid-1' }, opinion)
      await fileAll(() =>
        makeFiling({ reason: `a language model suggests takeaway 3: “${judgement.reason}”` }),
      )
      await on.store.decide({
        ...{
          campaignId: on.campaignId,
          postId: 1,
          version: (await getPost(1)).version,
          actor: { id: 'ana' },
        },
        standing: 'stashed',
      })
      const { network, uri } = write(1)
      await on.record({ removals: [{ network, uri, rev: '3c', why: 'deleted' }] })
      expect(await readRow(1)).toMatchObject({ secondOpinion: null, filingReason: '' })
      expect(JSON.stringify(await on.store.listDecisions(on.campaignId, 1))).not.toContain('shade')
      expect(await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: 'cid-1' }, opinion)).toBe(
        false,
      )
      expect((await readRow(1))?.secondOpinion).toBeNull()
    })

    test('no more is spent in a month than may be, however many ask at once; what does not fit leaves room', async () => {
      const asked = Array.from({ length: 30 }, () => on.store.spend(1, 20))
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(20)
      expect(await on.store.spend(3, 22)).toBe(false)
      expect(await on.store.spend(2, 22)).toBe(true)
      expect(await on.store.spend(1, 0)).toBe(false)
    })

    test('a new month begins at nothing, by the database’s clock, and one that was wrong holds up nobody', async () => {
      let at = Date.UTC(2026, 10, 30, 23, 59)
      const dated = createStore(
        setDbClock(on.engine, () => at),
        () => on.now,
      )
      expect(await dated.spend(5, 5)).toBe(true)
      expect(await dated.spend(1, 5)).toBe(false)
      const rows = await on.engine.reader.select().from(on.engine.tables.setting)
      expect(rows.map(({ value }) => value)).toContain('2026-11 5')
      for (const month of [0, 60]) {
        at = Date.UTC(2026, 11 + month, 1)
        expect(await dated.spend(5, 5)).toBe(true)
        expect(await dated.spend(1, 5)).toBe(false)
      }
      at = Date.UTC(2027, 0, 1)
      expect(await dated.spend(5, 5)).toBe(true)
    })

    test('nothing is learnt from it', async () => {
      await arrive(write(1))
      await fileAll()
      const version = await on.store.labelsVersion(on.campaignId)
      await on.store.recordSecondOpinion(on.campaignId, { postId: 1, cid: 'cid-1' }, opinion)
      await fileAll()
      expect(await on.store.labelsVersion(on.campaignId)).toBe(version)
      expect(await on.store.listLabels(on.campaignId)).toEqual([])
    })
  })
}
