// What moderators do to posts, and what is taken back.
import { describe, expect, test } from 'vitest'
import { makePost } from '../../support/database/posts.ts'
import { actor, type OpenEngine, uri, useStore } from '../store-room.ts'

/** Run once an engine. */
export function describeDecisions(name: string, open: OpenEngine): void {
  describe(`decisions on ${name}`, () => {
    const on = useStore(open)

    test('approve, refile and undo are logged with who did them', async () => {
      await on.record({ posts: [makePost()] })
      const approved = await on.approve(2)
      expect(approved.decision).toMatchObject({ kind: 'approve', userId: actor.id, userName: 'Ana' })
      const refiled = await on.store.refile({
        campaignId: on.campaignId,
        postId: 1,
        version: approved.post.version,
        takeaway: 3,
        actor,
      })
      expect(refiled.post.filing).toMatchObject({ takeaway: 3, by: 'moderator' })
      const undone = await on.store.undo({
        campaignId: on.campaignId,
        decisionId: refiled.decision?.id ?? 0,
        actor,
      })
      expect(undone.post.filing.takeaway).toBe(2)
      expect((await on.store.listDecisions(on.campaignId, 1)).map(({ kind }) => kind)).toEqual([
        'approve',
        'refile',
        'undo',
      ])
    })

    test('who decides on an old view is told, and nothing is done', async () => {
      await on.record({ posts: [makePost()] })
      await on.approve()
      const stale = on.store.decide({
        campaignId: on.campaignId,
        postId: 1,
        version: 1,
        standing: 'rejected',
        actor,
      })
      await expect(stale).rejects.toMatchObject({ code: 'conflict' })
      expect((await on.onlyPost()).standing).toBe('approved')
    })

    test('deciding the same again is no second decision', async () => {
      await on.record({ posts: [makePost()] })
      await on.approve()
      const again = await on.store.decide({
        campaignId: on.campaignId,
        postId: 1,
        version: 1,
        standing: 'approved',
        actor,
      })
      expect(again.decision).toBeNull()
      expect(await on.store.listDecisions(on.campaignId, 1)).toHaveLength(1)
    })

    test('of two who decide at once one wins', async () => {
      await on.record({ posts: [makePost()] })
      const orders = (['approved', 'rejected'] as const).map((standing) =>
        on.store.decide({ campaignId: on.campaignId, postId: 1, version: 1, standing, actor }),
      )
      const outcomes = await Promise.allSettled(orders)
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await on.store.listDecisions(on.campaignId, 1)).toHaveLength(1)
    })

    test('an undo after somebody else changed the post is refused', async () => {
      await on.record({ posts: [makePost()] })
      const approved = await on.approve(1)
      await on.store.refile({
        campaignId: on.campaignId,
        postId: 1,
        version: approved.post.version,
        takeaway: 2,
        actor,
      })
      await expect(
        on.store.undo({ campaignId: on.campaignId, decisionId: approved.decision?.id ?? 0, actor }),
      ).rejects.toMatchObject({ code: 'conflict' })
    })

    test('several decisions are taken back one after the other, newest first', async () => {
      await on.record({ posts: [makePost()] })
      const before = await on.onlyPost()
      const filed = await on.store.refile({
        campaignId: on.campaignId,
        postId: 1,
        version: before.version,
        takeaway: 2,
        actor,
      })
      const approved = await on.approve()
      const undo = (outcome: typeof filed) =>
        on.store.undo({ campaignId: on.campaignId, decisionId: outcome.decision?.id ?? 0, actor })
      await expect(undo(filed)).rejects.toMatchObject({ code: 'conflict' })
      await undo(approved)
      const back = await undo(filed)
      expect(back.post).toMatchObject({ standing: 'pending', filing: before.filing })
      expect((await undo(filed)).decision).toBeNull()
    })

    test('an undo after the author edited the post is refused', async () => {
      await on.record({ posts: [makePost()] })
      const approved = await on.approve(1)
      await on.record({ posts: [makePost({ cid: 'cid-2', rev: '3b', text: 'Other words' })] })
      const undone = on.store.undo({
        campaignId: on.campaignId,
        decisionId: approved.decision?.id ?? 0,
        actor,
      })
      await expect(undone).rejects.toMatchObject({ code: 'conflict' })
    })

    test('a takeaway that does not exist is refused', async () => {
      await on.record({ posts: [makePost()] })
      await expect(on.approve(9)).rejects.toMatchObject({ code: 'invalid' })
      expect((await on.onlyPost()).standing).toBe('pending')
    })

    test('what its author took back can not be approved', async () => {
      await on.record({ posts: [makePost()] })
      await on.record({ removals: [{ network: 'bluesky', uri, rev: '3c', why: 'deleted' }] })
      await expect(on.approve()).rejects.toMatchObject({ code: 'conflict' })
    })

    test('only what was or is shown is told to the public', async () => {
      await on.record({ posts: [makePost()] })
      await on.verify([on.verified()])
      const seq = await on.store.lastSeq(on.campaignId)
      await on.approve(1)
      const post = await on.onlyPost()
      await on.store.decide({
        campaignId: on.campaignId,
        postId: 1,
        version: post.version,
        standing: 'rejected',
        actor,
      })
      const events = await on.store.eventsAfter(on.campaignId, 0, 100)
      expect(
        events.filter((event) => event.postId !== null).map((event) => [event.seq > seq, event.isPublic]),
      ).toEqual([
        [false, false],
        [false, false],
        [true, true],
        [true, true],
      ])
      expect(
        (await on.store.latestEvents(on.campaignId, 2, { publicOnly: true })).map((event) => event.seq),
      ).toEqual([seq + 1, seq + 2])
    })
  })
}
