// Which worker looks at a post again, and when.
import type { AuthorChange } from '@wall/db/model/author'
import { createStore } from '@wall/db/store/create-store'
import type { CheckClaim, Verification } from '@wall/db/store/store'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { makeBatch, makePost } from '../../support/database/posts.ts'
import { setDbClock } from '../../support/database/set-db-clock.ts'
import { actor, content, type OpenEngine, recheckMs, uri, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeChecks(name: string, open: OpenEngine): void {
  describe(`checks on ${name}`, () => {
    const on = useStore(open)

    const longMs = 60_000
    const otherUri = `${uri}2`
    const who = { network: 'bluesky', networkId: 'did:plc:ana' }
    const claim = (limit = 10, leaseMs = longMs, owner = 'any worker') =>
      on.store.claimDueChecks(on.campaignId, 'bluesky', { limit, leaseMs, owner })
    const urisOf = ({ due }: CheckClaim) => due.map((post) => post.uri)
    const answer = (given: CheckClaim, verifications: Verification[], authors: AuthorChange[] = []) =>
      on.store.recordVerifications(on.campaignId, verifications, authors, {
        now: on.now,
        recheckMs,
        claim: given,
      })
    const recordTwo = () => on.record({ posts: [makePost(), makePost({ uri: otherUri })] })

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
      expect(await answer(first, [on.verified()])).toMatchObject({ confirmed: 1, lost: 0 })
      expect(urisOf(await claim())).toEqual([])
      await letChecksWait(recheckMs)
      expect(urisOf(await claim())).toEqual([uri])
    })

    test('what could not be asked is anybody’s after the given time', async () => {
      await recordTwo()
      const held = await claim()
      await on.store.postponeChecks(on.campaignId, held, longMs)
      expect(urisOf(await claim())).toEqual([])
      await letChecksWait(longMs)
      expect(urisOf(await claim())).toEqual([uri, otherUri])
    })

    test('a worker whose own clock is wrong delays and hurries nobody’s checks', async () => {
      const [ahead, behind] = [600_000, -600_000].map((byMs) => {
        const wrong = Date.now() + byMs
        return { store: createStore(on.engine, () => wrong), now: wrong }
      })
      if (!ahead || !behind) throw new Error('no stores')
      const posts = [makePost(), makePost({ uri: otherUri })]
      await ahead.store.recordBatch(on.sourceId, makeBatch({ posts }))
      const held = await claim()
      expect(urisOf(held)).toEqual([uri, otherUri])
      const options = { now: behind.now, recheckMs: longMs, claim: held }
      const answers = posts.map((post) => on.verified({ uri: post.uri, post }))
      await behind.store.recordVerifications(on.campaignId, answers, [], options)
      expect(urisOf(await claim())).toEqual([])
      await letChecksWait(longMs)
      expect(urisOf(await claim())).toEqual([uri, otherUri])

      const post = await on.onlyPost()
      const rejected = await ahead.store.decide({
        ...{ campaignId: on.campaignId, postId: post.id, version: post.version, standing: 'rejected', actor },
      })
      const { version } = rejected.post
      await ahead.store.decide({
        campaignId: on.campaignId,
        postId: post.id,
        version,
        standing: 'approved',
        actor,
      })
      await setBackClaims(longMs * 2)
      expect(urisOf(await claim())).toContain(uri)
    })

    test('a clock that is set back a little makes nothing due that was just confirmed, however rare looks are', async () => {
      const longestMs = 2 * 3_600_000
      const askEvery = (recheckMs: number) =>
        on.store.claimDueChecks(on.campaignId, 'bluesky', {
          limit: 9,
          leaseMs: longMs,
          owner: 'w',
          recheckMs,
        })
      const confirm = (given: CheckClaim, recheckMs: number) =>
        on.store.recordVerifications(on.campaignId, [on.verified()], [], {
          now: on.now,
          recheckMs,
          claim: given,
        })
      on.store = createStore(
        setDbClock(on.engine, () => on.now),
        () => on.now,
      )
      await on.record({ posts: [makePost()] })
      await confirm(await askEvery(longestMs), longestMs)
      on.now -= 10
      expect(urisOf(await askEvery(longestMs))).toEqual([])
      // A worker that is set to look more often does so once, and then both wait as long as that one.
      const sooner = await askEvery(longestMs / 2)
      expect(urisOf(sooner)).toEqual([uri])
      await confirm(sooner, longestMs / 2)
      on.now -= 10
      for (const everyMs of [longestMs, longestMs / 2]) expect(urisOf(await askEvery(everyMs))).toEqual([])
    })

    test('what got no answer is due in a minute', async () => {
      await recordTwo()
      const held = await claim()
      expect(await answer(held, [on.verified()])).toMatchObject({ confirmed: 1, lost: 0 })
      await letChecksWait(30_000)
      expect(urisOf(await claim())).toEqual([])
      await letChecksWait(30_000)
      expect(urisOf(await claim())).toEqual([otherUri])
    })

    test('claiming is no event, and changes nothing that anybody sees', async () => {
      await recordTwo()
      const seq = await on.store.lastSeq(on.campaignId)
      const post = await on.onlyPost()
      const held = await claim()
      await on.store.renewChecks(on.campaignId, held, longMs)
      await on.store.postponeChecks(on.campaignId, held, 0)
      expect(await on.store.lastSeq(on.campaignId)).toBe(seq)
      expect(await on.onlyPost()).toEqual(post)
    })

    test('who is not heard of in time loses its posts, and its late answer changes nothing', async () => {
      await on.record({ posts: [makePost()] })
      const stale = await claim(10, 1, 'stale')
      const held = await claimWhenOver()
      const late = await answer(stale, [on.verified({ post: null }), on.verified({ isMatch: false })])
      expect(late).toEqual({ confirmed: 0, hidden: 0, changed: 0, lost: 2 })
      await on.store.postponeChecks(on.campaignId, stale, longMs)
      await on.store.renewChecks(on.campaignId, stale, longMs)
      expect(await answer(held, [on.verified()], [{ ...who, standing: 'active' }])).toMatchObject({
        confirmed: 1,
      })
      expect(await on.onlyPost()).toMatchObject({ hiddenWhy: null, author: { standing: 'active' } })
      expect(await answer(held, [on.verified({ isMatch: false })])).toMatchObject({ hidden: 0, lost: 1 })
    })

    test('an answer that comes after its time changes nothing, even if nobody else asked since', async () => {
      await on.record({ posts: [makePost()] })
      const held = await claim(10, 1)
      await expect.poll(async () => (await readRow()).isOver).toBe(true)
      await on.store.renewChecks(on.campaignId, held, longMs)
      expect(await answer(held, [on.verified()])).toMatchObject({ confirmed: 0, lost: 1 })
      expect(urisOf(await claim())).toEqual([uri])
    })

    test('news of an author whose posts are all another one’s by now is left out', async () => {
      await on.record({ posts: [makePost()] })
      const stale = await claim(10, 1, 'stale')
      await claimWhenOver()
      await answer(stale, [], [{ ...who, standing: 'hidden', displayName: 'Old name' }])
      expect((await on.onlyPost()).author).toMatchObject({ standing: 'active', displayName: null })
    })

    test('who goes on asking keeps its posts', async () => {
      await on.record({ posts: [makePost()] })
      const held = await claim(10, 2_000)
      await on.store.renewChecks(on.campaignId, held, longMs)
      expect((await readRow()).endsInMs).toBeGreaterThan(2_000)
      expect(urisOf(await claim())).toEqual([])
    })

    test('what a worker held that is known to be gone is returned at once, what others hold is not', async () => {
      await recordTwo()
      expect(urisOf(await claim(1, longMs, 'machine 1 gone'))).toEqual([uri])
      expect(urisOf(await claim(1, longMs, 'machine 2 there'))).toEqual([otherUri])
      const isGone = (owner: string) => owner === 'machine 1 gone'
      await on.store.returnChecks(on.campaignId, 'bluesky', isGone)
      expect(urisOf(await claim())).toEqual([uri])
    })

    test('a look-up that began before an edit is not asked about it', async () => {
      await on.showOne()
      await letChecksWait(recheckMs)
      const held = await claim()
      await on.record({ posts: [makePost({ cid: 'cid-2', rev: '3b', text: 'Edited' })] })
      expect(await answer(held, [on.verified({ isMatch: false })])).toMatchObject({ hidden: 0, lost: 1 })
      expect(urisOf(await claim())).toEqual([uri])
    })

    test('what was taken back or rejected meanwhile is not asked about again', async () => {
      await recordTwo()
      const held = await claim()
      await on.record({ removals: [{ network: 'bluesky', uri, rev: '3b', why: 'deleted' }] })
      const [post] = await on.store.findPosts([2])
      await on.store.decide({
        campaignId: on.campaignId,
        postId: 2,
        version: post?.version ?? 0,
        standing: 'rejected',
        actor,
      })
      await on.store.postponeChecks(on.campaignId, held, 0)
      expect(urisOf(await claim())).toEqual([])
    })

    test('nobody gets the posts of another campaign or network', async () => {
      await recordTwo()
      const other = (await on.store.saveCampaign({ ...content, slug: 'other' })).campaign.id
      const options = { limit: 10, leaseMs: longMs, owner: 'any worker' }
      expect((await on.store.claimDueChecks(other, 'bluesky', options)).due).toEqual([])
      expect((await on.store.claimDueChecks(on.campaignId, 'elsewhere', options)).due).toEqual([])
    })

    test('of many who ask at once nobody gets what another one has, and together they get all', async () => {
      const posts = Array.from({ length: 60 }, (_, index) => makePost({ uri: `${uri}-${index}` }))
      await on.record({ posts })
      const got: string[] = []
      const work = async () => {
        for (let held = await claim(7); held.due.length > 0; held = await claim(7)) got.push(...urisOf(held))
      }
      await Promise.all(Array.from({ length: 8 }, work))
      // Who found all in other hands may have given up; what is left then is whoever's asks again.
      await work()
      expect(got.sort()).toEqual(posts.map((post) => post.uri).sort())
    })

    async function claimWhenOver(): Promise<CheckClaim> {
      await expect.poll(async () => (await readRow()).isOver).toBe(true)
      const held = await claim()
      expect(urisOf(held)).toEqual([uri])
      return held
    }

    async function readRow(): Promise<{ isOver: boolean; endsInMs: number }> {
      const { tables, reader, nowMs } = on.engine
      const endsInMs = sql`${tables.post.checkClaimEndsAt} - ${nowMs}`.mapWith(Number)
      const [row] = await reader.select({ endsInMs }).from(tables.post)
      if (!row) throw new Error('no post')
      return { isOver: row.endsInMs < 0, endsInMs: row.endsInMs }
    }

    /** As if so much time had passed for what is to be checked. */
    async function letChecksWait(ms: number): Promise<void> {
      const { post } = on.engine.tables
      await on.engine.transaction(async ({ db }) => {
        await db.update(post).set({ checkAt: sql`${post.checkAt} - ${sql.raw(String(ms))}` })
      })
    }

    /** As if all claims had been made so long ago. */
    async function setBackClaims(ms: number): Promise<void> {
      const { post } = on.engine.tables
      const endsAt = sql`${post.checkClaimEndsAt} - ${sql.raw(String(ms))}`
      await on.engine.transaction(async ({ db }) => {
        await db.update(post).set({ checkClaimEndsAt: endsAt })
      })
    }
  })
}
