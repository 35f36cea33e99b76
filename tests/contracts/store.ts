import { setTimeout as sleep } from 'node:timers/promises'
import { readMigrations } from '@wall/db/migrate'
import type { AuthorChange } from '@wall/db/model/author'
import { CampaignContent } from '@wall/db/model/campaign'
import type { NewPost } from '@wall/db/model/post'
import { createStore } from '@wall/db/store/create-store'
import type { CheckClaim, Store, Verification } from '@wall/db/store/store'
import { type SQL, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestEngine } from '../support/database/open-test-engine.ts'
import { makeBatch, makePost } from '../support/database/posts.ts'
import { setDbClock } from '../support/database/set-db-clock.ts'

const content = CampaignContent.parse({
  slug: 'test',
  name: 'Test campaign',
  hashtags: ['rethinkingintervention'],
  takeaways: [1, 2, 3].map((number) => ({ number, slug: `takeaway-${number}`, title: `Takeaway ${number}` })),
})

const uri = 'at://did:plc:ana/app.bsky.feed.post/1'
const recheckMs = 900_000

/** What every engine's store must do. Run once an engine. */
export function describeStore(name: string, open: () => Promise<TestEngine>): void {
  describe(`store on ${name}`, () => {
    let test_: TestEngine
    let store: Store
    let campaignId: number
    let sourceId: number
    let now = 1_800_000_000_000
    const actor = { id: 'moderator-1' }

    beforeEach(async () => {
      now = 1_800_000_000_000
      test_ = await open()
      store = createStore(test_.engine, () => now)
      campaignId = (await store.saveCampaign(content)).campaign.id
      sourceId = (await store.ensureSource(campaignId, 'bluesky', {})).id
      await makeUser(actor.id)
    })
    afterEach(() => test_.dispose())

    async function makeUser(id: string): Promise<void> {
      const { user } = test_.engine.tables
      const at = new Date(now)
      await test_.engine.transaction(async ({ db }) => {
        await db.insert(user).values({
          id,
          name: 'Ana',
          email: `${id}@example.org`,
          emailVerified: false,
          role: 'moderator',
          createdAt: at,
          updatedAt: at,
        })
      })
    }
    async function shiftScreens(byMs: number): Promise<void> {
      const { screen } = test_.engine.tables
      const shift = (column: typeof screen.seenAt) => sql`${column} + ${sql.raw(String(byMs))}`
      await test_.engine.transaction(async ({ db }) => {
        await db.update(screen).set({ seenAt: shift(screen.seenAt), sinceAt: shift(screen.sinceAt) })
      })
    }
    const record = (...args: Parameters<typeof makeBatch>) => store.recordBatch(sourceId, makeBatch(...args))
    async function onlyPost() {
      const [post] = await store.findPosts([1])
      if (!post) throw new Error('no post')
      return post
    }
    function verified(overrides: Partial<Verification> = {}): Verification {
      return { network: 'bluesky', uri, post: makePost(), labels: [], isMatch: true, ...overrides }
    }
    const verify = (
      verifications: Verification[],
      authors: Parameters<Store['recordVerifications']>[2] = [],
    ) => store.recordVerifications(campaignId, verifications, authors, { now, recheckMs, countMissing: true })
    const kindsAfter = async (seq: number) =>
      (await store.eventsAfter(campaignId, seq, 100)).map((event) => event.kind)
    async function approve(takeaway?: number | null) {
      const post = await onlyPost()
      return store.decide({
        campaignId,
        postId: post.id,
        version: post.version,
        standing: 'approved',
        takeaway,
        actor,
      })
    }
    async function showOne() {
      await record({ posts: [makePost()] })
      await verify([verified()])
      return (await approve(1)).post
    }
    const wallIds = async () => (await store.readWall(campaignId, 10)).posts.map((post) => post.id)

    describe('campaigns', () => {
      test('the same content changes nothing, other content is told to the log', async () => {
        expect((await store.saveCampaign(content)).outcome).toBe('same')
        const seq = await store.lastSeq(campaignId)
        expect((await store.saveCampaign({ ...content, name: 'Renamed' })).outcome).toBe('changed')
        expect(await kindsAfter(seq)).toEqual(['campaign_changed'])
        expect((await store.getCampaign('test')).name).toBe('Renamed')
      })

      test('an unknown campaign is not found', async () => {
        await expect(store.getCampaign('nothing')).rejects.toMatchObject({ code: 'not_found' })
      })

      test('all campaigns are listed, the oldest first, each as it would be found by its name', async () => {
        await store.saveCampaign({ ...content, slug: 'another', name: 'Another' })
        await store.saveCampaign({ ...content, name: 'Renamed' })
        const listed = await store.listCampaigns()
        expect(listed.map(({ slug, name }) => [slug, name])).toEqual([
          ['test', 'Renamed'],
          ['another', 'Another'],
        ])
        expect(listed).toEqual([await store.getCampaign('test'), await store.getCampaign('another')])
      })

      describe('with takeaways that have a day', () => {
        const dayMs = 86_400_000
        /** Where the campaign is at home it is six hours earlier. */
        const midnight = Date.parse('2027-02-05T06:00:00Z')
        const dated = (...days: (string | null)[]): CampaignContent => ({
          ...content,
          timeZone: 'America/Chicago',
          takeaways: content.takeaways.map((one, index) => ({ ...one, releasedOn: days[index] ?? null })),
        })
        const readUnreleased = async () => (await store.getCampaign('test')).unreleased
        const eventsAfter = async (seq: number) =>
          (await store.eventsAfter(campaignId, seq, 100)).map(({ kind, isPublic }) => [kind, isPublic])
        const settle = () => store.settleReleases(campaignId)

        beforeEach(() => {
          store = createStore(
            setDbClock(test_.engine, () => now),
            () => now,
          )
        })

        test('what is under one that is not released waits, is not lost, and comes with its takeaway', async () => {
          now = midnight - 5000
          await store.saveCampaign(dated('2027-02-05', '2099-01-01'))
          const post = await showOne()
          expect(post).toMatchObject({ standing: 'approved', hiddenWhy: 'unreleased' })
          expect(await wallIds()).toEqual([])
          expect(await store.countShown(campaignId)).toEqual({})
          expect((await store.listShown(campaignId, 1, undefined, 10)).posts).toEqual([])
          expect((await store.listShown(campaignId, null, undefined, 10)).posts).toEqual([])
          expect(await readUnreleased()).toEqual([1, 2])
          const seq = await store.lastSeq(campaignId)

          expect(await settle()).toEqual({ nextInMs: 5000 })
          now = midnight - 1
          expect(await settle()).toEqual({ nextInMs: 1 })
          expect(await eventsAfter(seq)).toEqual([])
          now = midnight
          expect((await settle()).nextInMs).toBeGreaterThan(365 * dayMs)
          expect(await readUnreleased()).toEqual([2])
          expect(await wallIds()).toEqual([post.id])
          expect(await eventsAfter(seq)).toEqual([
            ['campaign_changed', true],
            ['post_restored', true],
          ])
          await settle()
          expect(await eventsAfter(seq)).toHaveLength(2)
        })

        test('a post that is moved under one that is not released leaves the wall, and comes back when it is moved on', async () => {
          await store.saveCampaign(dated(null, '2099-01-01'))
          await showOne()
          expect(await wallIds()).toHaveLength(1)
          const seq = await store.lastSeq(campaignId)
          expect((await approve(2)).post.hiddenWhy).toBe('unreleased')
          expect(await wallIds()).toEqual([])
          expect((await approve(null)).post.hiddenWhy).toBeNull()
          expect(await wallIds()).toHaveLength(1)
          expect((await eventsAfter(seq)).every(([, isPublic]) => isPublic)).toBe(true)
        })

        test('a date that is edited back and forth takes the posts along each time', async () => {
          const post = await showOne()
          for (const [day, ids] of [
            ['2099-01-01', []],
            ['2021-02-05', [post.id]],
            ['2099-01-01', []],
            [null, [post.id]],
          ] as const) {
            const seq = await store.lastSeq(campaignId)
            await store.saveCampaign(dated(day))
            expect(await wallIds()).toEqual(ids)
            expect((await eventsAfter(seq)).map(([kind]) => kind)).toEqual(
              day === '2021-02-05' || day === null
                ? ['campaign_changed', 'post_restored']
                : ['campaign_changed', 'post_hidden'],
            )
          }
        })

        test('a clock that is set right takes back what it had released too early', async () => {
          now = midnight + dayMs
          await store.saveCampaign(dated('2027-02-05'))
          const post = await showOne()
          expect(await wallIds()).toEqual([post.id])
          now = midnight - dayMs
          await settle()
          expect(await wallIds()).toEqual([])
          expect(await settle()).toEqual({ nextInMs: dayMs })
        })

        test('what is restarted after the day has it out before anything else', async () => {
          now = midnight - dayMs
          await store.saveCampaign(dated('2027-02-05'))
          const post = await showOne()
          now = midnight + dayMs
          expect((await store.saveCampaign(dated('2027-02-05'))).outcome).toBe('same')
          expect(await wallIds()).toEqual([post.id])
        })

        test('a takeaway that goes before its day leaves its posts to the other answers', async () => {
          await store.saveCampaign(dated('2099-01-01'))
          const post = await showOne()
          const { takeaways, ...rest } = dated('2099-01-01')
          await store.saveCampaign({ ...rest, takeaways: takeaways.slice(1) })
          expect(await wallIds()).toEqual([post.id])
        })

        test('an author who comes back brings nothing out before its day', async () => {
          await store.saveCampaign(dated('2099-01-01'))
          await showOne()
          const change = (standing: 'hidden' | 'active') =>
            record({ authorChanges: [{ network: 'bluesky', networkId: 'did:plc:ana', standing }] })
          await change('hidden')
          expect((await onlyPost()).hiddenWhy).toBe('account')
          await change('active')
          expect((await onlyPost()).hiddenWhy).toBe('unreleased')
          expect(await wallIds()).toEqual([])
        })

        test('between machines the database’s clock counts, not that of whoever asks', async () => {
          if (test_.engine.kind === 'sqlite') return expect(test_.engine.nowMs).toBeDefined()
          await store.saveCampaign(dated('2027-02-05'))
          const dbNow = midnight - 7000
          const ahead = createStore(
            setDbClock(test_.engine, () => dbNow),
            () => midnight + dayMs,
          )
          expect(await ahead.settleReleases(campaignId)).toEqual({ nextInMs: 7000 })
          expect(await readUnreleased()).toEqual([1])
        })
      })

      test('posts under a takeaway that is removed become unfiled', async () => {
        await showOne()
        await store.saveCampaign({ ...content, takeaways: content.takeaways.slice(1) })
        expect((await onlyPost()).filing.takeaway).toBeNull()
        expect(await wallIds()).toEqual([1])
      })
    })

    describe('recordBatch', () => {
      test('stores posts pending and unconfirmed, with their cursor', async () => {
        const media = [
          { kind: 'image' as const, url: 'https://cdn.example/1.jpg', alt: 'A garden', width: 4, height: 3 },
        ]
        expect(await record({ posts: [makePost({ media })], cursor: 'c9' })).toEqual({
          inserted: 1,
          changed: 0,
          removed: 0,
          ignored: 0,
        })
        const post = await onlyPost()
        expect(post).toMatchObject({
          standing: 'pending',
          hiddenWhy: 'unverified',
          version: 1,
          author: { networkId: 'did:plc:ana' },
        })
        expect(post.media).toMatchObject([{ alt: 'A garden', width: 4 }])
        expect((await store.listSources(campaignId))[0]?.cursor).toBe('c9')
      })

      test('delivery twice is the same as once', async () => {
        const batch = { posts: [makePost(), makePost({ uri: `${uri}2` })] }
        await record(batch)
        const seq = await store.lastSeq(campaignId)
        expect(await record(batch)).toMatchObject({ inserted: 0, ignored: 2 })
        expect(await store.lastSeq(campaignId)).toBe(seq)
      })

      test('the log counts without gaps, whatever fails in between', async () => {
        await record({ posts: [makePost()] })
        await expect(
          store.recordBatch(999, makeBatch({ posts: [makePost({ uri: 'at://x/y/z' })] })),
        ).rejects.toMatchObject({ code: 'not_found' })
        await record({ posts: [makePost({ uri: `${uri}2` }), makePost({ uri: `${uri}3` })] })
        const seqs = (await store.eventsAfter(campaignId, 0, 100)).map((event) => event.seq)
        expect(seqs).toEqual(seqs.map((_, index) => index + 1))
        expect(await store.lastSeq(campaignId)).toBe(seqs.length)
      })

      test('of two versions in one batch the newer one counts', async () => {
        await record({
          posts: [
            makePost({ cid: 'new', rev: '3b', text: 'new' }),
            makePost({ cid: 'old', rev: '3a', text: 'old' }),
          ],
        })
        expect((await onlyPost()).text).toBe('new')
      })

      test('an edit after approval goes back to the queue and off the wall', async () => {
        await showOne()
        expect(
          await record({ posts: [makePost({ cid: 'cid-2', rev: '3b', text: 'Other words' })] }),
        ).toMatchObject({ changed: 1 })
        expect(await onlyPost()).toMatchObject({
          standing: 'pending',
          hiddenWhy: 'unverified',
          text: 'Other words',
          filing: { takeaway: 1, by: 'moderator' },
        })
        expect(await wallIds()).toEqual([])
        expect((await store.listDecisions(campaignId, 1)).map((decision) => decision.kind)).toEqual([
          'approve',
          'return',
        ])
      })

      test('an older version never undoes a newer one', async () => {
        await record({ posts: [makePost({ cid: 'cid-2', rev: '3b', text: 'newer' })] })
        expect(await record({ posts: [makePost({ cid: 'cid-1', rev: '3a', text: 'older' })] })).toMatchObject(
          { ignored: 1 },
        )
        expect((await onlyPost()).text).toBe('newer')
      })

      test('a deletion erases the words, and a replayed older create cannot bring them back', async () => {
        await showOne()
        const removal = { network: 'bluesky', uri, rev: '3c', why: 'deleted' as const }
        expect(await record({ removals: [removal] })).toMatchObject({ removed: 1 })
        expect(await onlyPost()).toMatchObject({ text: '', body: [], hiddenWhy: 'deleted' })
        expect(await wallIds()).toEqual([])
        expect(await record({ posts: [makePost()], removals: [removal] })).toMatchObject({
          inserted: 0,
          removed: 0,
          ignored: 2,
        })
        expect((await onlyPost()).text).toBe('')
      })

      test('a deletion that comes before its create still holds', async () => {
        await record({ removals: [{ network: 'bluesky', uri, rev: '3c', why: 'deleted' }] })
        expect(await record({ posts: [makePost()] })).toMatchObject({ inserted: 0, ignored: 1 })
      })

      test('a post that lost its tag and got it again waits in the queue', async () => {
        await showOne()
        await record({ removals: [{ network: 'bluesky', uri, rev: '3b', why: 'untagged' }] })
        expect((await onlyPost()).hiddenWhy).toBe('untagged')
        await record({ posts: [makePost({ cid: 'cid-3', rev: '3c', text: 'tagged again' })] })
        expect(await onlyPost()).toMatchObject({
          standing: 'pending',
          removedWhy: null,
          text: 'tagged again',
        })
      })

      test('an older deletion does not touch what was written after it', async () => {
        await record({ posts: [makePost({ rev: '3d' })] })
        expect(
          await record({ removals: [{ network: 'bluesky', uri, rev: '3b', why: 'deleted' }] }),
        ).toMatchObject({ ignored: 1 })
        expect((await onlyPost()).text).not.toBe('')
      })
    })

    describe('leads', () => {
      const longMs = 60_000

      test('one leads at a time, and each leader has a higher fence', async () => {
        const first = (await store.leadSource(sourceId, 'first', longMs)) ?? 0
        expect(first).toBeGreaterThan(0)
        expect(await store.leadSource(sourceId, 'second', longMs)).toBeUndefined()
        expect(await store.renewLead(sourceId, first, longMs)).toBe(true)
        await store.releaseLead(sourceId, first)
        expect(await store.leadSource(sourceId, 'second', longMs)).toBeGreaterThan(first)
        await expect(store.leadSource(999, 'first', longMs)).rejects.toMatchObject({ code: 'not_found' })
      })

      test('of many who ask at once one gets it', async () => {
        const asked = Array.from({ length: 8 }, (_, index) =>
          store.leadSource(sourceId, `worker ${index}`, longMs),
        )
        expect((await Promise.all(asked)).filter((fence) => fence !== undefined)).toHaveLength(1)
      })

      test('who is not heard of in time is followed, and can write no more', async () => {
        const stale = (await store.leadSource(sourceId, 'stale', 1)) ?? 0
        let fence = 0
        await expect
          .poll(async () => (fence = (await store.leadSource(sourceId, 'next', longMs)) ?? 0))
          .toBeGreaterThan(stale)
        expect(await store.renewLead(sourceId, stale, longMs)).toBe(false)
        await store.releaseLead(sourceId, stale)

        const batch = makeBatch({ posts: [makePost()], cursor: 'stale' })
        await expect(store.recordBatch(sourceId, batch, stale)).rejects.toMatchObject({ code: 'conflict' })
        const status = { parts: {}, lastEventAt: 1, counts: {} }
        const saving = store.saveSourceStatus(sourceId, status, stale)
        await expect(saving).rejects.toMatchObject({ code: 'conflict' })
        expect(await store.findPosts([1])).toEqual([])
        expect((await store.listSources(campaignId))[0]).toMatchObject({ cursor: null, owner: 'next' })

        expect(await store.recordBatch(sourceId, batch, fence)).toMatchObject({ inserted: 1 })
        await store.saveSourceStatus(sourceId, status, fence)
      })

      test('a status that waits while the lead changes hands is refused', async () => {
        const stale = (await store.leadSource(sourceId, 'stale', longMs)) ?? 0
        const { source } = test_.engine.tables
        const saving = await test_.engine.transaction(async ({ db }) => {
          await db.update(source).set({ owner: 'next', fence: stale + 1 })
          const status = { parts: {}, lastEventAt: 1, counts: {} }
          const saved = store.saveSourceStatus(sourceId, status, stale).catch((error: unknown) => error)
          await sleep(50)
          return { saved }
        })
        expect(await saving.saved).toMatchObject({ code: 'conflict' })
        expect((await store.listSources(campaignId))[0]).toMatchObject({ owner: 'next', statusAt: null })
      })

      test('who is known to be gone is not waited for', async () => {
        const stale = (await store.leadSource(sourceId, 'gone', longMs)) ?? 0
        expect(await store.leadSource(sourceId, 'next', longMs, (owner) => owner !== 'gone')).toBeUndefined()
        const fence = await store.leadSource(sourceId, 'next', longMs, (owner) => owner === 'gone')
        expect(fence).toBeGreaterThan(stale)
      })
    })

    describe('authors', () => {
      const change = (news: object) =>
        record({ authorChanges: [{ network: 'bluesky', networkId: 'did:plc:ana', ...news }] })

      test('a deactivated account hides its posts, and brings them back', async () => {
        await showOne()
        const seq = await store.lastSeq(campaignId)
        await change({ standing: 'hidden' })
        expect(await wallIds()).toEqual([])
        expect((await onlyPost()).text).not.toBe('')
        await change({ standing: 'active' })
        expect(await wallIds()).toEqual([1])
        expect(await kindsAfter(seq)).toEqual(['post_hidden', 'post_restored'])
      })

      test('a deleted account takes its words and its name with it', async () => {
        await showOne()
        await change({ handle: 'ana.example', displayName: 'Ana' })
        await change({ standing: 'gone' })
        expect(await onlyPost()).toMatchObject({
          text: '',
          hiddenWhy: 'deleted',
          author: { handle: null, displayName: null },
        })
      })

      test('a new name is told to the public only for the posts it can see', async () => {
        await showOne()
        await record({ posts: [makePost({ uri: `${uri}2` })] })
        const seq = await store.lastSeq(campaignId)
        await change({ displayName: 'Ana B.' })
        expect(await store.eventsAfter(campaignId, seq, 9)).toMatchObject([
          { kind: 'post_changed', postId: 1, isPublic: true },
        ])
        expect((await store.findPosts([2]))[0]?.author.displayName).toBe('Ana B.')
      })

      test('who took every post back leaves no name or picture here', async () => {
        await record({ posts: [makePost(), makePost({ uri: `${uri}2` })] })
        await change({ handle: 'ana.example', displayName: 'Ana', avatarUrl: 'https://cdn.example/a' })
        const remove = (removed: string) =>
          record({ removals: [{ network: 'bluesky', uri: removed, rev: '3z', why: 'deleted' }] })
        await remove(uri)
        expect((await onlyPost()).author.displayName).toBe('Ana')
        await remove(`${uri}2`)
        expect((await onlyPost()).author).toMatchObject({ handle: null, displayName: null, avatarUrl: null })
      })

      test('who opts out is not shown', async () => {
        await showOne()
        await change({ wishes: 'signed-in-only' })
        expect((await onlyPost()).hiddenWhy).toBe('opted_out')
        expect(await wallIds()).toEqual([])
      })

      test('news about accounts we do not know leaves no trace', async () => {
        const seq = await store.lastSeq(campaignId)
        await record({
          authorChanges: [{ network: 'bluesky', networkId: 'did:plc:stranger', displayName: 'X' }],
        })
        expect(await store.lastSeq(campaignId)).toBe(seq)
        expect((await store.listKnownIds('bluesky')).authorIds).toEqual([])
      })
    })

    describe('recordVerifications', () => {
      /** Somebody else's post, found in the same looks, speaks for the service. */
      const other = makePost({ uri: 'at://did:plc:ben/app.bsky.feed.post/1' })
      async function lookBesideOther(answer: Partial<Verification>, looks = 1): Promise<void> {
        for (let look = 0; look < looks; look += 1)
          await verify([verified({ uri: other.uri, post: other }), verified(answer)])
      }

      test('nothing is shown before the network confirms it, even if approved', async () => {
        await record({ posts: [makePost()] })
        await approve(1)
        expect(await wallIds()).toEqual([])
        await verify(
          [verified()],
          [{ network: 'bluesky', networkId: 'did:plc:ana', displayName: 'Ana', verifiedAt: now }],
        )
        expect(await wallIds()).toEqual([1])
        expect((await onlyPost()).author.displayName).toBe('Ana')
      })

      test('labels keep a post off the wall', async () => {
        await showOne()
        await verify([verified({ labels: ['porn'] })])
        expect((await onlyPost()).hiddenWhy).toBe('label')
        await verify([verified()])
        expect((await onlyPost()).hiddenWhy).toBeNull()
      })

      test('a shown post the network no longer has is hidden at once, and erased when it stays away', async () => {
        await showOne()
        await record({ posts: [other] })
        await lookBesideOther({ post: null })
        expect(await wallIds()).toEqual([])
        expect(await onlyPost()).toMatchObject({ hiddenWhy: 'missing' })
        expect((await onlyPost()).text).not.toBe('')
        await lookBesideOther({ post: null }, 4)
        expect(await onlyPost()).toMatchObject({ text: '', hiddenWhy: 'deleted' })
      })

      test('a missing post that returns is shown again', async () => {
        await showOne()
        await verify([verified({ post: null })])
        await verify([verified()])
        expect(await wallIds()).toEqual([1])
      })

      describe('when many are gone at once', () => {
        /** Ids 1, 2, 3 … */
        const crowd = (count: number, authors = count) =>
          Array.from({ length: count }, (_, index) =>
            makePost({ uri: `at://did:plc:person${index % authors}/app.bsky.feed.post/${index}` }),
          )
        const words = (post: NewPost) => verified({ uri: post.uri, post })
        const silence = (post: NewPost) => verified({ uri: post.uri, post: null })
        const untagged = (post: NewPost) => verified({ uri: post.uri, post, isMatch: false })
        async function show(posts: NewPost[]): Promise<void> {
          await record({ posts })
          await verify(posts.map(words))
          for (const { id, version } of await store.findPosts(posts.map((_, index) => index + 1)))
            await store.decide({ campaignId, postId: id, version, standing: 'approved', actor })
        }
        /** In answers of `size` posts, as look-ups give them, so often. */
        async function answer(verifications: Verification[], times = 1, size = 25) {
          let result: Awaited<ReturnType<typeof verify>> | undefined
          for (let time = 0; time < times; time += 1)
            for (let from = 0; from < verifications.length; from += size)
              result = await verify(verifications.slice(from, from + size))
          return result
        }
        const erased = async () => {
          const posts = await store.findPosts(Array.from({ length: 100 }, (_, index) => index + 1))
          return posts.filter(({ text }) => text === '').map(({ uri }) => uri)
        }

        test.each([
          ['all thirty', 30, 30, 30],
          ['twenty of twenty-five', 25, 25, 20],
          ['half of them', 30, 30, 15],
          ['one answer of many', 100, 100, 25],
          ['all of a small wall', 3, 3, 3],
          ['all that three people wrote', 30, 3, 30],
          ['all that the only author wrote', 30, 1, 30],
          ['the three posts of the only author', 3, 1, 3],
          ['the only post', 1, 1, 1],
        ])('%s: they are hidden, not erased, and come back', async (_, count, authors, gone) => {
          const posts = crowd(count, authors)
          await show(posts)
          const told = await answer(posts.slice(0, gone).map(silence))
          expect(await store.countShown(campaignId)).toEqual(count === gone ? {} : { unfiled: count - gone })
          for (let look = 0; look < 6; look += 1) {
            await answer(posts.slice(gone).map(words))
            await answer(posts.slice(0, gone).map(silence))
          }
          expect(await erased()).toEqual([])
          expect(told?.missing).toEqual({ posts: gone, of: count })
          expect((await answer(posts.map(words)))?.missing).toBeUndefined()
          expect(await store.countShown(campaignId)).toEqual({ unfiled: count })
        })

        test('one answer after the other, a post each, by workers that know nothing of one another', async () => {
          const posts = crowd(12)
          await show(posts)
          await answer(posts.map(silence), 8, 1)
          expect(await erased()).toEqual([])
        })

        test.each([
          ['as they were', 'cid-1'],
          ['other ones', 'cid-2'],
        ])('a service whose records (%s) all lack the hashtag takes no words either', async (_, cid) => {
          const posts = crowd(30)
          await show(posts)
          await answer(
            posts.map((post) => untagged({ ...post, cid })),
            8,
          )
          expect(await wallIds()).toEqual([])
          expect(await erased()).toEqual([])
          await answer(posts.map(words))
          expect(await wallIds()).toHaveLength(10)
        })

        test('posts that nobody could confirm yet are kept as well, while the service learns nothing new', async () => {
          const old = crowd(20)
          await show(old)
          const fresh = Array.from({ length: 12 }, (_, index) =>
            makePost({ uri: `at://did:plc:newcomer${index}/app.bsky.feed.post/1` }),
          )
          await record({ posts: fresh })
          for (let look = 0; look < 10; look += 1) {
            await answer(old.map(words))
            await answer(fresh.map(silence))
          }
          expect(await erased()).toEqual([])
          await answer(fresh.map(words))
          expect((await store.findPosts([21]))[0]).toMatchObject({ hiddenWhy: null, text: fresh[0]?.text })
        })

        test('what single people deleted meanwhile is erased in its time', async () => {
          const posts = crowd(30)
          await show(posts)
          for (let look = 0; look < 5; look += 1) {
            await answer(posts.slice(2).map(words))
            await answer(posts.slice(0, 2).map(silence))
          }
          expect(await erased()).toHaveLength(2)
        })

        test('one person who deletes three posts is believed where another one’s is found', async () => {
          const posts = crowd(3, 1)
          await show([...posts, other])
          await answer([words(other), ...posts.map(silence)], 5)
          expect(await erased()).toHaveLength(3)
        })

        test('the only post, that nobody could confirm yet, is kept as well', async () => {
          await record({ posts: crowd(1) })
          await answer(crowd(1).map(silence), 14)
          expect(await erased()).toEqual([])
        })

        test('while all are hidden in doubt, the stream’s word on a deletion erases at once', async () => {
          const posts = crowd(2, 1)
          await show(posts)
          await answer(posts.map(silence), 2)
          const [{ uri: gone } = { uri: '' }] = posts
          await record({ removals: [{ network: 'bluesky', uri: gone, rev: '3z', why: 'deleted' }] })
          expect(await erased()).toEqual([gone])
        })

        test('after an outage the count begins anew for what is still not found', async () => {
          const posts = crowd(30)
          await show(posts)
          await answer(posts.map(silence), 6)
          for (let look = 0; look < 4; look += 1) {
            await answer(posts.slice(1).map(words))
            await answer(posts.slice(0, 1).map(silence))
            expect(await erased()).toEqual([])
          }
          await answer(posts.slice(0, 1).map(silence))
          expect(await erased()).toHaveLength(1)
        })

        test('what stays away for a week is erased', async () => {
          const posts = crowd(4)
          await show(posts)
          await answer(posts.map(silence))
          const { post } = test_.engine.tables
          await test_.engine.transaction(async ({ db }) => {
            await db.update(post).set({ checkAttempts: sql`${post.checkAttempts} - 2014` })
          })
          await answer(posts.map(silence))
          expect(await erased()).toEqual([])
          await answer(posts.map(silence))
          expect(await erased()).toHaveLength(4)
        })

        test('they are asked about again within minutes', async () => {
          const posts = crowd(30)
          await show(posts)
          await answer(posts.map(silence), 8)
          const { tables, reader, nowMs } = test_.engine
          const waits = await reader
            .select({ ms: sql`${tables.post.checkAt} - ${nowMs}`.mapWith(Number) })
            .from(tables.post)
          expect(Math.max(...waits.map(({ ms }) => ms))).toBeLessThanOrEqual(300_000)
        })

        test('accounts and labels that hide most of what was approved are told', async () => {
          const posts = crowd(10)
          await show(posts)
          const labelled = posts.map((post) => ({ ...words(post), labels: ['!hide'] }))
          expect((await answer(labelled))?.missing).toEqual({ posts: 10, of: 10 })
          expect((await answer(posts.map(words)))?.missing).toBeUndefined()
          const closed = posts.slice(4).map(({ authorId }) => {
            return { network: 'bluesky', networkId: authorId, standing: 'hidden' as const }
          })
          expect((await verify([], closed)).missing).toEqual({ posts: 6, of: 10 })
          expect(await erased()).toEqual([])
        })
      })

      test('an edit the stream did not tell of sends a shown post back to the queue', async () => {
        await showOne()
        await verify([verified({ post: makePost({ cid: 'cid-2', rev: null, text: 'Edited' }) })])
        expect(await onlyPost()).toMatchObject({ standing: 'pending', text: 'Edited', hiddenWhy: null })
      })

      test('a look-up that lags behind an edit does not bring the old words back', async () => {
        await showOne()
        await record({ posts: [makePost({ cid: 'cid-2', rev: '3b', text: 'Edited' })] })
        await verify([verified()])
        expect(await onlyPost()).toMatchObject({ text: 'Edited', hiddenWhy: 'unverified' })
      })

      test('a post that was edited so that it no longer answers the campaign is erased', async () => {
        await showOne()
        await verify([verified({ post: makePost({ cid: 'cid-2' }), isMatch: false })])
        expect(await onlyPost()).toMatchObject({ text: '', hiddenWhy: 'untagged' })
      })

      test('one that no longer answers though it is as it was is hidden at once, and erased when it stays so', async () => {
        await showOne()
        await record({ posts: [other] })
        await lookBesideOther({ isMatch: false })
        expect(await wallIds()).toEqual([])
        expect((await onlyPost()).text).not.toBe('')
        await lookBesideOther({ isMatch: false }, 4)
        expect(await onlyPost()).toMatchObject({ text: '', hiddenWhy: 'untagged' })
      })

      test('words put into somebody’s mouth under a true id give way to the network’s own', async () => {
        const forged = makePost({ text: 'Forged #tag', body: [{ kind: 'text', text: 'Forged #tag' }] })
        await record({ posts: [forged] })
        const seen = (await approve(1)).post
        await verify([verified()])
        expect(await onlyPost()).toMatchObject({
          text: makePost().text,
          body: makePost().body,
          standing: 'pending',
          hiddenWhy: null,
        })
        expect((await onlyPost()).version).toBeGreaterThan(seen.version)
      })

      test('a forged picture gives way to the network’s own', async () => {
        const picture = { kind: 'image' as const, url: 'https://cdn.example/1', alt: '', width: 4, height: 3 }
        await record({ posts: [makePost({ media: [{ ...picture, url: 'https://cdn.example/forged' }] })] })
        await verify([verified({ post: makePost({ media: [picture] }) })])
        expect((await onlyPost()).media.map(({ url }) => url)).toEqual(['https://cdn.example/1'])
      })

      test('a look-up that lags behind the edit that added the tag does not erase the post', async () => {
        await record({ posts: [makePost({ cid: 'cid-2', rev: '3b' })] })
        await verify([verified({ post: makePost({ text: 'No tag yet' }), isMatch: false })])
        expect(await onlyPost()).toMatchObject({ text: makePost().text, hiddenWhy: 'unverified' })
        await verify([verified({ post: makePost({ cid: 'cid-2' }) })])
        expect(await onlyPost()).toMatchObject({ text: makePost().text, hiddenWhy: null })
      })
    })

    describe('checks', () => {
      const longMs = 60_000
      const otherUri = `${uri}2`
      const who = { network: 'bluesky', networkId: 'did:plc:ana' }
      const claim = (limit = 10, leaseMs = longMs, owner = 'any worker') =>
        store.claimDueChecks(campaignId, 'bluesky', { limit, leaseMs, owner })
      const urisOf = ({ due }: CheckClaim) => due.map((post) => post.uri)
      const answer = (given: CheckClaim, verifications: Verification[], authors: AuthorChange[] = []) =>
        store.recordVerifications(campaignId, verifications, authors, { now, recheckMs, claim: given })
      const recordTwo = () => record({ posts: [makePost(), makePost({ uri: otherUri })] })

      test('what is due is had by one, longest due first, until it is answered', async () => {
        await recordTwo()
        const first = await claim(1)
        expect(first.due).toEqual([
          { uri, authorId: 'did:plc:ana', isAway: false, cid: makePost().cid, attempts: 0 },
        ])
        const second = await claim()
        expect(urisOf(second)).toEqual([otherUri])
        expect(second.token).not.toBe(first.token)
        expect(urisOf(await claim())).toEqual([])
        expect(await answer(first, [verified()])).toMatchObject({ confirmed: 1, lost: 0 })
        expect(urisOf(await claim())).toEqual([])
        await letChecksWait(recheckMs)
        expect(urisOf(await claim())).toEqual([uri])
      })

      test('what could not be asked is anybody’s after the given time', async () => {
        await recordTwo()
        const held = await claim()
        await store.postponeChecks(campaignId, held, longMs)
        expect(urisOf(await claim())).toEqual([])
        await letChecksWait(longMs)
        expect(urisOf(await claim())).toEqual([uri, otherUri])
      })

      test('a worker whose own clock is wrong delays and hurries nobody’s checks', async () => {
        const [ahead, behind] = [600_000, -600_000].map((byMs) => {
          const wrong = Date.now() + byMs
          return { store: createStore(test_.engine, () => wrong), now: wrong }
        })
        if (!ahead || !behind) throw new Error('no stores')
        const posts = [makePost(), makePost({ uri: otherUri })]
        await ahead.store.recordBatch(sourceId, makeBatch({ posts }))
        const held = await claim()
        expect(urisOf(held)).toEqual([uri, otherUri])
        const options = { now: behind.now, recheckMs: longMs, claim: held }
        const answers = posts.map((post) => verified({ uri: post.uri, post }))
        await behind.store.recordVerifications(campaignId, answers, [], options)
        expect(urisOf(await claim())).toEqual([])
        await letChecksWait(longMs)
        expect(urisOf(await claim())).toEqual([uri, otherUri])

        const post = await onlyPost()
        const rejected = await ahead.store.decide({
          ...{ campaignId, postId: post.id, version: post.version, standing: 'rejected', actor },
        })
        const { version } = rejected.post
        await ahead.store.decide({ campaignId, postId: post.id, version, standing: 'approved', actor })
        await setBackClaims(longMs * 2)
        expect(urisOf(await claim())).toContain(uri)
      })

      test('a clock that is set back a little makes nothing due that was just confirmed, however rare looks are', async () => {
        const longestMs = 2 * 3_600_000
        const askEvery = (recheckMs: number) =>
          store.claimDueChecks(campaignId, 'bluesky', { limit: 9, leaseMs: longMs, owner: 'w', recheckMs })
        const confirm = (given: CheckClaim, recheckMs: number) =>
          store.recordVerifications(campaignId, [verified()], [], { now, recheckMs, claim: given })
        store = createStore(
          setDbClock(test_.engine, () => now),
          () => now,
        )
        await record({ posts: [makePost()] })
        await confirm(await askEvery(longestMs), longestMs)
        now -= 10
        expect(urisOf(await askEvery(longestMs))).toEqual([])
        // A worker that is set to look more often does so once, and then both wait as long as that one.
        const sooner = await askEvery(longestMs / 2)
        expect(urisOf(sooner)).toEqual([uri])
        await confirm(sooner, longestMs / 2)
        now -= 10
        for (const everyMs of [longestMs, longestMs / 2]) expect(urisOf(await askEvery(everyMs))).toEqual([])
      })

      test('what got no answer is due in a minute', async () => {
        await recordTwo()
        const held = await claim()
        expect(await answer(held, [verified()])).toMatchObject({ confirmed: 1, lost: 0 })
        await letChecksWait(30_000)
        expect(urisOf(await claim())).toEqual([])
        await letChecksWait(30_000)
        expect(urisOf(await claim())).toEqual([otherUri])
      })

      test('claiming is no event, and changes nothing that anybody sees', async () => {
        await recordTwo()
        const seq = await store.lastSeq(campaignId)
        const post = await onlyPost()
        const held = await claim()
        await store.renewChecks(campaignId, held, longMs)
        await store.postponeChecks(campaignId, held, 0)
        expect(await store.lastSeq(campaignId)).toBe(seq)
        expect(await onlyPost()).toEqual(post)
      })

      test('who is not heard of in time loses its posts, and its late answer changes nothing', async () => {
        await record({ posts: [makePost()] })
        const stale = await claim(10, 1, 'stale')
        const held = await claimWhenOver()
        const late = await answer(stale, [verified({ post: null }), verified({ isMatch: false })])
        expect(late).toEqual({ confirmed: 0, hidden: 0, changed: 0, lost: 2 })
        await store.postponeChecks(campaignId, stale, longMs)
        await store.renewChecks(campaignId, stale, longMs)
        expect(await answer(held, [verified()], [{ ...who, standing: 'active' }])).toMatchObject({
          confirmed: 1,
        })
        expect(await onlyPost()).toMatchObject({ hiddenWhy: null, author: { standing: 'active' } })
        expect(await answer(held, [verified({ isMatch: false })])).toMatchObject({ hidden: 0, lost: 1 })
      })

      test('an answer that comes after its time changes nothing, even if nobody else asked since', async () => {
        await record({ posts: [makePost()] })
        const held = await claim(10, 1)
        await expect.poll(async () => (await readRow()).isOver).toBe(true)
        await store.renewChecks(campaignId, held, longMs)
        expect(await answer(held, [verified()])).toMatchObject({ confirmed: 0, lost: 1 })
        expect(urisOf(await claim())).toEqual([uri])
      })

      test('news of an author whose posts are all another one’s by now is left out', async () => {
        await record({ posts: [makePost()] })
        const stale = await claim(10, 1, 'stale')
        await claimWhenOver()
        await answer(stale, [], [{ ...who, standing: 'hidden', displayName: 'Old name' }])
        expect((await onlyPost()).author).toMatchObject({ standing: 'active', displayName: null })
      })

      test('who goes on asking keeps its posts', async () => {
        await record({ posts: [makePost()] })
        const held = await claim(10, 2_000)
        await store.renewChecks(campaignId, held, longMs)
        expect((await readRow()).endsInMs).toBeGreaterThan(2_000)
        expect(urisOf(await claim())).toEqual([])
      })

      test('what a worker held that is known to be gone is returned at once, what others hold is not', async () => {
        await recordTwo()
        expect(urisOf(await claim(1, longMs, 'machine 1 gone'))).toEqual([uri])
        expect(urisOf(await claim(1, longMs, 'machine 2 there'))).toEqual([otherUri])
        const isGone = (owner: string) => owner === 'machine 1 gone'
        await store.returnChecks(campaignId, 'bluesky', isGone)
        expect(urisOf(await claim())).toEqual([uri])
      })

      test('a look-up that began before an edit is not asked about it', async () => {
        await showOne()
        await letChecksWait(recheckMs)
        const held = await claim()
        await record({ posts: [makePost({ cid: 'cid-2', rev: '3b', text: 'Edited' })] })
        expect(await answer(held, [verified({ isMatch: false })])).toMatchObject({ hidden: 0, lost: 1 })
        expect(urisOf(await claim())).toEqual([uri])
      })

      test('what was taken back or rejected meanwhile is not asked about again', async () => {
        await recordTwo()
        const held = await claim()
        await record({ removals: [{ network: 'bluesky', uri, rev: '3b', why: 'deleted' }] })
        const [post] = await store.findPosts([2])
        await store.decide({
          campaignId,
          postId: 2,
          version: post?.version ?? 0,
          standing: 'rejected',
          actor,
        })
        await store.postponeChecks(campaignId, held, 0)
        expect(urisOf(await claim())).toEqual([])
      })

      test('nobody gets the posts of another campaign or network', async () => {
        await recordTwo()
        const other = (await store.saveCampaign({ ...content, slug: 'other' })).campaign.id
        const options = { limit: 10, leaseMs: longMs, owner: 'any worker' }
        expect((await store.claimDueChecks(other, 'bluesky', options)).due).toEqual([])
        expect((await store.claimDueChecks(campaignId, 'elsewhere', options)).due).toEqual([])
      })

      test('of many who ask at once nobody gets what another one has, and together they get all', async () => {
        const posts = Array.from({ length: 60 }, (_, index) => makePost({ uri: `${uri}-${index}` }))
        await record({ posts })
        const got: string[] = []
        const work = async () => {
          for (let held = await claim(7); held.due.length > 0; held = await claim(7))
            got.push(...urisOf(held))
        }
        await Promise.all(Array.from({ length: 8 }, work))
        // Who found all in other hands may have given up; what is left then is whoever's asks again.
        await work()
        expect(got.sort()).toEqual(posts.map((post) => post.uri).sort())
      })

      test('a look-up does not open what the stream has just closed, but may later, and may always close', async () => {
        await showOne()
        const lookUp = { ...who, handle: 'ana.test', standing: 'active' as const, wishes: 'public' as const }
        const why = async () => (await onlyPost()).hiddenWhy
        await record({ authorChanges: [{ ...who, standing: 'hidden' }] })
        await record({ authorChanges: [{ ...who, wishes: 'signed-in-only' }] })
        // As another worker, with a clock of its own, would tell it.
        const other = createStore(test_.engine, () => now + 86_400_000)
        await other.recordVerifications(campaignId, [verified()], [lookUp], { now, recheckMs })
        expect((await onlyPost()).author).toMatchObject({
          ...{ handle: 'ana.test', standing: 'hidden', wishes: 'signed-in-only' },
        })
        await record({ authorChanges: [{ ...who, standing: 'active' }] })
        await verify([], [lookUp])
        expect((await onlyPost()).author).toMatchObject({ standing: 'active', wishes: 'signed-in-only' })
        expect(await why()).toBe('opted_out')
        await setBackNews(600_000)
        await verify([], [lookUp])
        expect(await why()).toBeNull()
        await verify([], [{ ...who, standing: 'hidden' }])
        expect(await why()).toBe('account')
        await verify([], [lookUp])
        expect(await why()).toBeNull()
      })

      test('who closes and opens again and again stays closed, until a look-up ten minutes later', async () => {
        await showOne()
        const tell = (change: object) => record({ authorChanges: [{ ...who, ...change }] })
        for (const [closed, open, why] of [
          [{ standing: 'hidden' }, { standing: 'active' }, 'account'],
          [{ wishes: 'signed-in-only' }, { wishes: 'public' }, 'opted_out'],
        ] as const) {
          await tell(closed)
          await tell(open)
          expect((await onlyPost()).hiddenWhy).toBeNull()
          await tell(closed)
          expect((await onlyPost()).hiddenWhy).toBe(why)
          const seq = await store.lastSeq(campaignId)
          for (let turn = 0; turn < 5; turn += 1) for (const change of [open, closed]) await tell(change)
          await setBackNews(600_000)
          await verify([], [{ ...who, ...open }])
          expect(await store.lastSeq(campaignId)).toBe(seq)
          await setBackNews(600_000)
          await verify([], [{ ...who, ...open }])
          expect((await onlyPost()).hiddenWhy).toBeNull()
        }
      })

      test('an account that a look-up found closed, and the stream then told of, stays closed', async () => {
        await showOne()
        await verify([], [{ ...who, standing: 'hidden' }])
        await record({ authorChanges: [{ ...who, standing: 'hidden' }] })
        await verify([], [{ ...who, standing: 'active' }])
        expect((await onlyPost()).author.standing).toBe('hidden')
      })

      async function claimWhenOver(): Promise<CheckClaim> {
        await expect.poll(async () => (await readRow()).isOver).toBe(true)
        const held = await claim()
        expect(urisOf(held)).toEqual([uri])
        return held
      }

      async function readRow(): Promise<{ isOver: boolean; endsInMs: number }> {
        const { tables, reader, nowMs } = test_.engine
        const endsInMs = sql`${tables.post.checkClaimEndsAt} - ${nowMs}`.mapWith(Number)
        const [row] = await reader.select({ endsInMs }).from(tables.post)
        if (!row) throw new Error('no post')
        return { isOver: row.endsInMs < 0, endsInMs: row.endsInMs }
      }

      /** As if so much time had passed for what is to be checked. */
      async function letChecksWait(ms: number): Promise<void> {
        const { post } = test_.engine.tables
        await test_.engine.transaction(async ({ db }) => {
          await db.update(post).set({ checkAt: sql`${post.checkAt} - ${sql.raw(String(ms))}` })
        })
      }

      /** As if all claims had been made so long ago. */
      async function setBackClaims(ms: number): Promise<void> {
        const { post } = test_.engine.tables
        const endsAt = sql`${post.checkClaimEndsAt} - ${sql.raw(String(ms))}`
        await test_.engine.transaction(async ({ db }) => {
          await db.update(post).set({ checkClaimEndsAt: endsAt })
        })
      }

      /** As if the stream had told all this time ago. */
      async function setBackNews(ms: number): Promise<void> {
        const { author } = test_.engine.tables
        await test_.engine.transaction(async ({ db }) => {
          await db
            .update(author)
            .set({ closedAt: sql`${author.closedAt} - ${ms}`, optedOutAt: sql`${author.optedOutAt} - ${ms}` })
        })
      }
    })

    describe('decisions', () => {
      test('approve, refile and undo are logged with who did them', async () => {
        await record({ posts: [makePost()] })
        const approved = await approve(2)
        expect(approved.decision).toMatchObject({ kind: 'approve', userId: actor.id, userName: 'Ana' })
        const refiled = await store.refile({
          campaignId,
          postId: 1,
          version: approved.post.version,
          takeaway: 3,
          actor,
        })
        expect(refiled.post.filing).toMatchObject({ takeaway: 3, by: 'moderator' })
        const undone = await store.undo({ campaignId, decisionId: refiled.decision?.id ?? 0, actor })
        expect(undone.post.filing.takeaway).toBe(2)
        expect((await store.listDecisions(campaignId, 1)).map(({ kind }) => kind)).toEqual([
          'approve',
          'refile',
          'undo',
        ])
      })

      test('who decides on an old view is told, and nothing is done', async () => {
        await record({ posts: [makePost()] })
        await approve()
        const stale = store.decide({ campaignId, postId: 1, version: 1, standing: 'rejected', actor })
        await expect(stale).rejects.toMatchObject({ code: 'conflict' })
        expect((await onlyPost()).standing).toBe('approved')
      })

      test('deciding the same again is no second decision', async () => {
        await record({ posts: [makePost()] })
        await approve()
        const again = await store.decide({ campaignId, postId: 1, version: 1, standing: 'approved', actor })
        expect(again.decision).toBeNull()
        expect(await store.listDecisions(campaignId, 1)).toHaveLength(1)
      })

      test('of two who decide at once one wins', async () => {
        await record({ posts: [makePost()] })
        const orders = (['approved', 'rejected'] as const).map((standing) =>
          store.decide({ campaignId, postId: 1, version: 1, standing, actor }),
        )
        const outcomes = await Promise.allSettled(orders)
        expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
        expect(await store.listDecisions(campaignId, 1)).toHaveLength(1)
      })

      test('an undo after somebody else changed the post is refused', async () => {
        await record({ posts: [makePost()] })
        const approved = await approve(1)
        await store.refile({ campaignId, postId: 1, version: approved.post.version, takeaway: 2, actor })
        await expect(
          store.undo({ campaignId, decisionId: approved.decision?.id ?? 0, actor }),
        ).rejects.toMatchObject({ code: 'conflict' })
      })

      test('several decisions are taken back one after the other, newest first', async () => {
        await record({ posts: [makePost()] })
        const before = await onlyPost()
        const filed = await store.refile({
          campaignId,
          postId: 1,
          version: before.version,
          takeaway: 2,
          actor,
        })
        const approved = await approve()
        const undo = (outcome: typeof filed) =>
          store.undo({ campaignId, decisionId: outcome.decision?.id ?? 0, actor })
        await expect(undo(filed)).rejects.toMatchObject({ code: 'conflict' })
        await undo(approved)
        const back = await undo(filed)
        expect(back.post).toMatchObject({ standing: 'pending', filing: before.filing })
        expect((await undo(filed)).decision).toBeNull()
      })

      test('an undo after the author edited the post is refused', async () => {
        await record({ posts: [makePost()] })
        const approved = await approve(1)
        await record({ posts: [makePost({ cid: 'cid-2', rev: '3b', text: 'Other words' })] })
        const undone = store.undo({ campaignId, decisionId: approved.decision?.id ?? 0, actor })
        await expect(undone).rejects.toMatchObject({ code: 'conflict' })
      })

      test('a takeaway that does not exist is refused', async () => {
        await record({ posts: [makePost()] })
        await expect(approve(9)).rejects.toMatchObject({ code: 'invalid' })
        expect((await onlyPost()).standing).toBe('pending')
      })

      test('what its author took back can not be approved', async () => {
        await record({ posts: [makePost()] })
        await record({ removals: [{ network: 'bluesky', uri, rev: '3c', why: 'deleted' }] })
        await expect(approve()).rejects.toMatchObject({ code: 'conflict' })
      })

      test('only what was or is shown is told to the public', async () => {
        await record({ posts: [makePost()] })
        await verify([verified()])
        const seq = await store.lastSeq(campaignId)
        await approve(1)
        const post = await onlyPost()
        await store.decide({ campaignId, postId: 1, version: post.version, standing: 'rejected', actor })
        const events = await store.eventsAfter(campaignId, 0, 100)
        expect(
          events.filter((event) => event.postId !== null).map((event) => [event.seq > seq, event.isPublic]),
        ).toEqual([
          [false, false],
          [false, false],
          [true, true],
          [true, true],
        ])
        expect(
          (await store.latestEvents(campaignId, 2, { publicOnly: true })).map((event) => event.seq),
        ).toEqual([seq + 1, seq + 2])
      })
    })

    describe('lists', () => {
      async function fill(count: number) {
        const posts = Array.from({ length: count }, (_, index) =>
          makePost({
            uri: `${uri}${index}`,
            sortAt: 1_700_000_000_000 + Math.floor(index / 2) * 86_400_000,
            text: `Number ${index} says café`,
          }),
        )
        for (const post of posts) {
          now += 1
          await record({ posts: [post] })
        }
        await verify(posts.map((post) => verified({ uri: post.uri, post })))
      }

      test('the queue hands out who waits longest first, page by page', async () => {
        await fill(5)
        const seen: number[] = []
        let after: string | undefined
        do {
          const page = await store.listQueue({ campaignId, standing: 'pending', after, limit: 2 })
          seen.push(...page.posts.map((post) => post.id))
          after = page.next ?? undefined
        } while (after !== undefined)
        expect(seen).toEqual([1, 2, 3, 4, 5])
        expect(await store.countStandings(campaignId)).toEqual({
          pending: 5,
          approved: 0,
          rejected: 0,
          stashed: 0,
        })
      })

      test('the wall shows the newest of each takeaway, older ones come page by page', async () => {
        await fill(7)
        for (let id = 1; id <= 7; id += 1) {
          const [post] = await store.findPosts([id])
          await store.decide({
            campaignId,
            postId: id,
            version: post?.version ?? 0,
            standing: 'approved',
            takeaway: id === 7 ? null : 1,
            actor,
          })
        }
        const wall = await store.readWall(campaignId, 2)
        expect(wall.posts.map((post) => post.id)).toEqual([7, 6, 5])
        expect(wall.counts).toEqual({ '1': 6, unfiled: 1 })
        expect(await store.countShown(campaignId)).toEqual(wall.counts)
        expect(wall.seq).toBe(await store.lastSeq(campaignId))
        const first = await store.listShown(campaignId, 1, undefined, 4)
        const second = await store.listShown(campaignId, 1, first.next ?? undefined, 4)
        expect([...first.posts, ...second.posts].map((post) => post.id)).toEqual([6, 5, 4, 3, 2, 1])
        expect(second.next).toBeNull()
      })

      test('what is shown is counted by takeaway: nothing that waits, is hidden, or is another campaign’s', async () => {
        expect(await store.countShown(campaignId)).toEqual({})
        await fill(5)
        for (const [id, takeaway] of [
          [1, 2],
          [2, 2],
          [3, null],
          [4, 3],
        ] as const) {
          const [post] = await store.findPosts([id])
          const order = { campaignId, postId: id, version: post?.version ?? 0, actor }
          await store.decide({ ...order, standing: 'approved', takeaway })
        }
        expect(await store.countShown(campaignId)).toEqual({ '2': 2, '3': 1, unfiled: 1 })
        await record({ removals: [{ network: 'bluesky', uri: `${uri}3`, rev: '3z', why: 'deleted' }] })
        expect(await store.countShown(campaignId)).toEqual({ '2': 2, unfiled: 1 })
        const other = (await store.saveCampaign({ ...content, slug: 'other' })).campaign.id
        expect(await store.countShown(other)).toEqual({})
      })

      test('a page address that is not ours is refused', async () => {
        await expect(store.listShown(campaignId, 1, "1' OR 1=1", 4)).rejects.toMatchObject({
          code: 'invalid',
        })
      })

      test('search folds case and accents, takes the last word as a beginning, and forgets erased words', async () => {
        await fill(3)
        const find = async (words: string) =>
          (await store.searchPosts({ campaignId, words, limit: 10 })).posts.map((post) => post.id)
        expect(await find('CAFE number')).toEqual([3, 2, 1])
        expect(await find('2 caf')).toEqual([3])
        expect(await find('"* OR (')).toEqual([])
        expect(await find('!?')).toEqual([])
        expect(await find('')).toHaveLength(3)
        await record({ removals: [{ network: 'bluesky', uri: `${uri}2`, rev: '3z', why: 'deleted' }] })
        expect(await find('café')).toEqual([2, 1])
      })

      test('search finds words of scripts without spaces wherever they stand', async () => {
        const texts = [
          '先生と生徒の信頼関係が大切です。ICTの活用も。',
          '师生之间的信任关系很重要',
          'ความสัมพันธ์ระหว่างครูกับนักเรียนสำคัญมาก',
          'ទំនាក់ទំនងរវាងគ្រូនិងសិស្សមានសារៈសំខាន់',
          'ຄວາມສຳພັນລະຫວ່າງຄູກັບນັກຮຽນ',
          'ဆရာနှင့်ကျောင်းသားများ၏ဆက်ဆံရေး',
          `${'あいうえおかきくけこ'.repeat(12)}関係`,
          '信じて頼る、関わる係',
        ]
        await record({
          posts: texts.map((text, index) =>
            makePost({ uri: `${uri}${index + 1}`, text, sortAt: 1_700_000_000_000 + index }),
          ),
        })
        const find = async (words: string) =>
          (await store.searchPosts({ campaignId, words, limit: 10 })).posts.map((post) => post.id)
        expect(await find('信頼関係')).toEqual([1])
        expect(await find('関係')).toEqual([7, 1])
        expect(await find('信頼 生徒')).toEqual([1])
        expect(await find('ict')).toEqual([1])
        expect(await find('ICTの活')).toEqual([1])
        expect(await find('关系')).toEqual([2])
        expect(await find('ครู')).toEqual([3])
        expect(await find('គ្រូ')).toEqual([4])
        expect(await find('ນັກຮຽນ')).toEqual([5])
        expect(await find('ကျောင်းသား')).toEqual([6])
        expect(await find('頼信')).toEqual([])
        await record({ removals: [{ network: 'bluesky', uri: `${uri}1`, rev: '3z', why: 'deleted' }] })
        expect(await find('信頼関係')).toEqual([])
      })

      test('search finds what an older version stored, words without spaces and people', async () => {
        await record({
          posts: [
            makePost({ uri: `${uri}1`, text: '先生と生徒の信頼関係が大切です。ICTの活用も。' }),
            makePost({ uri: `${uri}2`, text: 'Names first' }),
          ],
          authorChanges: [
            {
              network: 'bluesky',
              networkId: 'did:plc:ana',
              handle: 'ana-ruiz.bsky.social',
              displayName: 'Ana R',
            },
          ],
        })
        const { engine } = test_
        const migration = readMigrations(engine.kind).find((file) => file.name === '0012-search')
        await engine.transaction(async ({ db }) => {
          const run = (text: string) =>
            'run' in db
              ? (db as { run(text: SQL): Promise<unknown> }).run(sql.raw(text))
              : db.execute(sql.raw(text))
          await run("UPDATE post SET words = '先生と生徒の信頼関係か大切てす ictの活用も' WHERE id = 1")
          await run('DROP INDEX IF EXISTS author_names')
          await run('ALTER TABLE author DROP COLUMN words')
          for (const statement of migration?.sql.split(/;\n/).filter((text) => text.trim() !== '') ?? [])
            await run(statement)
        })
        const find = async (words: string) =>
          (await store.searchPosts({ campaignId, words, limit: 10 })).posts.map((post) => post.id).sort()
        expect(await find('信頼関係')).toEqual([1])
        expect(await find('活用')).toEqual([1])
        expect(await find('first')).toEqual([2])
        expect(await find('ruiz')).toEqual([1, 2])
      })

      test('search finds people by names and handles, whole or in part, until they are erased', async () => {
        const people = [
          { did: 'did:plc:layla', handle: 'laylahaddad.bsky.social', displayName: 'Layla Haddád' },
          { did: 'did:plc:mona', handle: 'mona.school.example', displayName: '山田 モナ' },
        ]
        const ids = ['did:plc:layla', 'did:plc:mona', 'did:plc:other'].map((did, index) => ({
          uri: `at://${did}/app.bsky.feed.post/${index + 1}`,
          text: index === 2 ? 'Layla told me of social time' : 'We meet in the hall',
          sortAt: 1_700_000_000_000 + index,
        }))
        await record({
          posts: ids.map((one) => makePost(one)),
          authorChanges: people.map(({ did, ...rest }) => ({ network: 'bluesky', networkId: did, ...rest })),
        })
        const find = async (words: string) =>
          (await store.searchPosts({ campaignId, words, limit: 10 })).posts.map((post) => post.id)
        expect(await find('layla')).toEqual([3, 1])
        for (const words of [
          'haddad',
          'Haddád',
          '@layla haddad',
          '@laylahaddad.bsky.social',
          '@laylah…',
          'ylahad',
        ])
          expect(await find(words), words).toEqual([1])
        expect(await find('layla hall')).toEqual([1])
        expect(await find('layla told')).toEqual([3])
        expect(await find('山田')).toEqual([2])
        expect(await find('mona.school')).toEqual([2])
        // The end of a handle that many share is nobody's name.
        expect(await find('social')).toEqual([3])
        await record({
          authorChanges: [
            { network: 'bluesky', networkId: 'did:plc:layla', displayName: 'Someone', handle: null },
          ],
        })
        expect(await find('haddad')).toEqual([])
        await record({
          removals: [{ network: 'bluesky', uri: ids[1]?.uri ?? '', rev: '3z', why: 'deleted' }],
        })
        expect(await find('山田')).toEqual([])
      })

      test('screens are on while nodes tell of them, then off, and after a week forgotten', async () => {
        const lobby = { id: 'screen-1', name: 'Lobby' }
        await store.noteScreens(campaignId, [lobby, { id: 'screen-2', name: '' }])
        const [unnamed, first] = await store.listScreens(campaignId)
        expect(unnamed).toMatchObject({ id: 'screen-2', name: '', isOn: true })
        expect(first).toMatchObject({ ...lobby, isOn: true })
        await shiftScreens(-60_000)
        expect((await store.listScreens(campaignId)).map(({ isOn }) => isOn)).toEqual([false, false])
        await store.noteScreens(campaignId, [{ ...lobby, name: 'Hall' }])
        const [, again] = await store.listScreens(campaignId)
        expect(again).toMatchObject({ name: 'Hall', isOn: true })
        // It was off in between, so that it has been on only since now.
        expect(again?.sinceAt).toBeGreaterThan((first?.sinceAt ?? 0) - 60_000)
        expect(again?.sinceAt).toBe(again?.seenAt)
        await shiftScreens(-8 * 24 * 60 * 60 * 1000)
        await store.noteScreens(campaignId, [{ id: 'screen-3', name: '' }])
        expect((await store.listScreens(campaignId)).map(({ id }) => id)).toEqual(['screen-3'])
      })

      test('a screen that is told twice at once is one', async () => {
        const twice = ['Lobby', 'Hall'].map((name) => ({ id: 'screen-1', name }))
        await store.noteScreens(campaignId, twice)
        expect(await store.listScreens(campaignId)).toMatchObject([{ id: 'screen-1', name: 'Hall' }])
      })

      test('a screen that goes on keeps the time it began', async () => {
        const screen = { id: 'screen-1', name: 'Lobby' }
        await store.noteScreens(campaignId, [screen])
        await shiftScreens(-20_000)
        const [before] = await store.listScreens(campaignId)
        await store.noteScreens(campaignId, [screen])
        const [after] = await store.listScreens(campaignId)
        expect(after?.sinceAt).toBe(before?.sinceAt)
        expect(after?.seenAt).toBeGreaterThan(before?.seenAt ?? 0)
      })

      test('strangers who open screens without end fill no list without end', async () => {
        const many = Array.from({ length: 300 }, (_, index) => ({ id: `stranger-${index}`, name: '' }))
        await store.noteScreens(campaignId, many)
        await store.noteScreens(campaignId, [{ id: 'one-more-screen', name: '' }])
        expect(await store.listScreens(campaignId)).toHaveLength(200)
        // They are off by now, and a real one is listed in the place of one of them.
        await shiftScreens(-60_000)
        await store.noteScreens(campaignId, [{ id: 'one-more-screen', name: 'Lobby' }])
        const listed = await store.listScreens(campaignId)
        expect(listed).toHaveLength(200)
        expect(listed.filter(({ isOn }) => isOn).map(({ name }) => name)).toEqual(['Lobby'])
        // And nobody sees their names all week.
        await shiftScreens(-2 * 60 * 60 * 1000)
        await store.noteScreens(campaignId, [{ id: 'one-more-screen', name: 'Lobby' }])
        expect(await store.listScreens(campaignId)).toHaveLength(1)
      })

      test('two hundred false names hide neither a screen that stays nor one that comes later', async () => {
        const flood = (from: number) =>
          store.noteScreens(
            campaignId,
            Array.from({ length: 200 }, (_, index) => ({ id: `stranger-${from + index}`, name: 'False' })),
          )
        const isListed = async (name: string) =>
          (await store.listScreens(campaignId)).some((screen) => screen.name === name && screen.isOn)
        const lobby = { id: 'screen-1', name: 'Lobby' }
        await store.noteScreens(campaignId, [lobby])
        for (let beat = 0; beat < 5; beat += 1) {
          await shiftScreens(-15_000)
          // A screen that goes on keeps its beginning, as a node tells it.
          await store.noteScreens(campaignId, [lobby])
        }
        await flood(0)
        await flood(200)
        expect(await isListed('Lobby')).toBe(true)
        await store.noteScreens(campaignId, [{ id: 'screen-2', name: 'Hall' }])
        expect(await isListed('Hall')).toBe(true)
        expect(await store.listScreens(campaignId)).toHaveLength(200)
      })

      test('the overview counts by takeaway and day', async () => {
        await fill(4)
        const overview = await store.readOverview(campaignId, { since: 0, offsetMinutes: 0 })
        expect(overview.totals).toMatchObject({ posts: 4, authors: 1, pending: 4, shown: 0 })
        expect(overview.perTakeaway).toEqual([{ takeaway: null, posts: 4, shown: 0, authors: 1, pending: 4 }])
        expect(overview.perDay).toEqual([
          { day: '2023-11-14', takeaway: null, posts: 2 },
          { day: '2023-11-15', takeaway: null, posts: 2 },
        ])
        const west = await store.readOverview(campaignId, { since: 0, offsetMinutes: 120 })
        expect(west.perDay[0]?.day).toBe('2023-11-15')
      })
    })

    describe('media', () => {
      test('a picture is shown exactly while its post is', async () => {
        const post = makePost({
          media: [{ kind: 'image', url: 'https://cdn.example/1', alt: '', width: null, height: null }],
        })
        await record({ posts: [post] })
        expect(await store.findMedia(1)).toMatchObject({ url: 'https://cdn.example/1', isShown: false })
        await verify(
          [verified({ post })],
          [{ network: 'bluesky', networkId: 'did:plc:ana', avatarUrl: 'https://cdn.example/a' }],
        )
        await approve(1)
        expect(await store.findMedia(1)).toMatchObject({ isShown: true })
        expect(await store.findAvatar(1)).toEqual({ url: 'https://cdn.example/a', isShown: true })
        await record({ removals: [{ network: 'bluesky', uri, rev: '3z', why: 'deleted' }] })
        expect(await store.findMedia(1)).toBeUndefined()
        expect(await store.findAvatar(1)).toBeUndefined()
      })

      test('an address of ours never stands for another picture, not even after an edit', async () => {
        const picture = (name: string) => [
          { kind: 'image' as const, url: `https://cdn.example/${name}`, alt: '', width: null, height: null },
        ]
        await record({ posts: [makePost({ media: picture('a') })] })
        await record({ posts: [makePost({ cid: 'cid-2', rev: '3b', media: picture('b') })] })
        await record({ removals: [{ network: 'bluesky', uri, rev: '3c', why: 'deleted' }] })
        await record({ posts: [makePost({ uri: `${uri}2`, media: picture('c') })] })
        const [other] = await store.findPosts([2])
        expect(other?.media.map(({ id }) => id)).toEqual([3])
      })
    })

    describe('invitations', () => {
      const invite = (tokenHash: string, isFirstAdmin = true) =>
        store.createInvitation({
          tokenHash,
          role: isFirstAdmin ? 'admin' : 'moderator',
          expiresAt: now + 1000,
          isFirstAdmin,
        })
      const accept = (tokenHash: string, email = 'Ana@Example.org') =>
        store.acceptInvitation({ tokenHash, now, name: 'Ana', email, passwordHash: 'hash' })

      test('works once, for one account', async () => {
        await invite('a')
        expect(await store.findInvitation('a', now)).toEqual({ role: 'admin' })
        expect(await accept('a')).toMatchObject({ role: 'admin' })
        expect(await store.countAdmins()).toBe(1)
        await expect(accept('a', 'other@example.org')).rejects.toMatchObject({ code: 'not_found' })
      })

      test('every node’s link for the first administrator works, until one is used: then none does', async () => {
        for (const link of ['a', 'b', 'c']) await invite(link)
        for (const link of ['a', 'b', 'c']) expect(await store.findInvitation(link, now)).toBeDefined()
        await accept('a')
        for (const link of ['b', 'c']) {
          expect(await store.findInvitation(link, now)).toBeUndefined()
          await expect(accept(link, 'eve@example.org')).rejects.toMatchObject({ code: 'not_found' })
        }
        await invite('d')
        await expect(accept('d', 'eve@example.org')).rejects.toMatchObject({ code: 'not_found' })
        expect(await store.countAdmins()).toBe(1)
      })

      test('of all those links used at once one makes an administrator', async () => {
        const links = Array.from({ length: 8 }, (_, index) => `link ${index}`)
        for (const link of links) await invite(link)
        const results = await Promise.allSettled(
          links.map((link) => accept(link, `${link.at(-1)}@example.org`)),
        )
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
        for (const result of results)
          if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'not_found' })
        expect(await store.countAdmins()).toBe(1)
      })

      test('a first administrator’s link survives an e-mail address that is taken', async () => {
        await invite('m', false)
        await accept('m')
        for (const link of ['a', 'b']) await invite(link)
        await expect(accept('a')).rejects.toMatchObject({ code: 'conflict' })
        for (const link of ['a', 'b'])
          expect(await store.findInvitation(link, now)).toEqual({ role: 'admin' })
      })

      test('the same token is not invited with twice', async () => {
        await invite('m', false)
        await expect(invite('m', false)).rejects.toMatchObject({ code: 'conflict' })
      })

      test('expired ones and taken e-mail addresses are refused, and the invitation survives the latter', async () => {
        await invite('a')
        await accept('a')
        await invite('m', false)
        await expect(accept('m', 'ana@example.org')).rejects.toMatchObject({ code: 'conflict' })
        expect(await store.findInvitation('m', now)).toEqual({ role: 'moderator' })
        now += 1000
        await expect(accept('m', 'ben@example.org')).rejects.toMatchObject({ code: 'not_found' })
      })
    })

    describe('tries', () => {
      const limit = { max: 3, windowMs: 60_000 }
      const tryOften = async (times: number) => {
        const waits: (number | undefined)[] = []
        for (let count = 0; count < times; count += 1) waits.push(await store.countTry('ana', limit))
        return waits
      }

      test('so many within the time, by the database’s clock and nobody else’s', async () => {
        expect(await tryOften(3)).toEqual([undefined, undefined, undefined])
        for (const byMs of [0, 600_000, -1_200_000]) {
          now += byMs
          const [waitMs] = await tryOften(1)
          expect(waitMs).toBeGreaterThan(30_000)
          expect(waitMs).toBeLessThanOrEqual(60_000)
        }
        expect(await store.countTry('ben', limit)).toBeUndefined()
      })

      test('when the time is over it begins anew', async () => {
        const short = { max: 1, windowMs: 200 }
        expect(await store.countTry('ana', short)).toBeUndefined()
        expect(await store.countTry('ana', short)).toBeGreaterThanOrEqual(0)
        await expect.poll(() => store.countTry('ana', short), { interval: 50 }).toBeUndefined()
      })

      test('what was right is taken back or forgotten', async () => {
        await tryOften(3)
        await store.takeBackTry('ana')
        expect(await tryOften(2)).toEqual([undefined, expect.any(Number)])
        await store.forgetTries('ana')
        await store.takeBackTry('ana')
        expect(await tryOften(4)).toEqual([undefined, undefined, undefined, expect.any(Number)])
      })

      test('many at once do not slip through', async () => {
        const waits = await Promise.all(Array.from({ length: 20 }, () => store.countTry('ana', limit)))
        expect(waits.filter((wait) => wait === undefined)).toHaveLength(3)
      })
    })

    describe('secrets', () => {
      test('of many proposed at once one is kept, for everybody and for good', async () => {
        const proposed = Array.from({ length: 8 }, (_, index) => `secret ${index}`)
        const kept = new Set(await Promise.all(proposed.map((secret) => store.keepSecret(secret))))
        expect(kept.size).toBe(1)
        expect(await store.keepSecret('a later one')).toBe([...kept][0])
        const marks = ['a mark', 'a later one'].map((mark) => store.keepMark(mark))
        expect(new Set(await Promise.all(marks)).size).toBe(1)
      })

      test('what is noted about one is told to the next', async () => {
        expect(await store.noteSecret('a')).toBeUndefined()
        expect(await store.noteSecret('a')).toBe('a')
        expect(await store.noteSecret('b')).toBe('a')
        expect(await store.noteSecret('b')).toBe('b')
      })
    })

    test('whether it can be written is asked without writing anything', async () => {
      await showOne()
      const before = [await store.lastSeq(campaignId), await onlyPost(), await store.listCampaigns()]
      expect(await store.checkWritable()).toBeUndefined()
      const after = [await store.lastSeq(campaignId), await onlyPost(), await store.listCampaigns()]
      expect(after).toEqual(before)
    })

    test('a watcher hears of commits until it stops listening', async () => {
      const stop = new AbortController()
      let heard = 0
      const first = new Promise<void>((resolve) => {
        store.watch(() => {
          heard += 1
          resolve()
        }, stop.signal)
      })
      await record({ posts: [makePost()] })
      await first
      stop.abort()
      const before = heard
      await record({ posts: [makePost({ uri: `${uri}2` })] })
      expect(heard).toBe(before)
    })
  })
}
