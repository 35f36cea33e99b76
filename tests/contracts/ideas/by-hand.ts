// What people change by hand among ideas, and take back.
import { describe, expect, test } from 'vitest'
import { actor, type OpenEngine, useStore } from '../store-room.ts'
import { useIdeas } from './idea-room.ts'

/** Run once an engine. */
export function describeIdeasByHand(name: string, open: OpenEngine): void {
  describe(`by hand on ${name}`, () => {
    const on = useStore(open)
    const { receive, readAll, gather, members, removal } = useIdeas(on)

    test('a plan that was made before a post was taken back does not bring its words again', async () => {
      await receive(['ana', 'ben'])
      await readAll()
      await on.store.recordBatch(on.sourceId, removal('ana', 1))
      await on.store.saveIdeaGroups(on.campaignId, [
        { id: null, takeaway: 1, name: { name: 'Words of Ana', postId: 1 }, postIds: [1, 2] },
      ])
      expect((await on.store.readGatheredIdeas(on.campaignId)).groups).toMatchObject([
        { name: '', namePostId: null },
      ])
    })

    test('an action is taken back though its post’s group has gone meanwhile', async () => {
      await receive(['ana'])
      await readAll()
      await on.store.saveIdeaGroups(on.campaignId, [{ id: null, takeaway: 1, name: null, postIds: [1] }])
      const { changeId } = await on.store.setAction({
        campaignId: on.campaignId,
        actor,
        postId: 1,
        action: 2,
      })
      await on.store.saveIdeaGroups(on.campaignId, [])
      expect((await on.store.readGatheredIdeas(on.campaignId)).groups).toEqual([])
      await on.store.undoIdeaChange({ campaignId: on.campaignId, actor, changeId: changeId ?? 0 })
      const { ideas } = await on.store.readGatheredIdeas(on.campaignId)
      expect(ideas).toMatchObject([{ postId: 1, groupId: null }])
    })

    test('a name stays whatever the product would call it, and what was seen in it stays in it', async () => {
      await receive(['ana', 'bo', 'cy'])
      await readAll()
      const [group] = await gather([1, 2], [3])
      await on.store.renameIdeaGroup({
        campaignId: on.campaignId,
        actor,
        groupId: group?.id ?? 0,
        name: '  Home   visits ',
      })
      await on.store.saveIdeaGroups(on.campaignId, [
        { id: group?.id ?? 0, takeaway: 1, name: { name: 'Other words', postId: 3 }, postIds: [3] },
      ])
      expect(await on.store.listIdeaGroups(on.campaignId)).toMatchObject([
        { name: 'Home visits', isNamedByHand: true, isKept: true, people: 3 },
      ])
    })

    test('groups are merged into the first, and parted again by taking it back', async () => {
      await receive(['ana', 'bo', 'cy'])
      await readAll()
      const groups = await gather([1, 2], [3])
      const before = await members()
      const ids = groups.map(({ id }) => id)
      const { changeId, groupId } = await on.store.mergeIdeaGroups({
        campaignId: on.campaignId,
        actor,
        groupIds: ids,
      })
      expect(new Set(Object.values(await members()))).toEqual(new Set([groupId]))
      await on.store.saveIdeaGroups(on.campaignId, [])
      expect(await on.store.listIdeaGroups(on.campaignId)).toHaveLength(1)
      await on.store.undoIdeaChange({ campaignId: on.campaignId, actor, changeId: changeId ?? 0 })
      expect(await members()).toEqual(before)
      expect((await on.store.listIdeaGroups(on.campaignId)).map(({ isKept }) => isKept)).toEqual([
        false,
        false,
      ])
    })

    test('posts are taken out into a group of their own, which stays', async () => {
      await receive(['ana', 'bo', 'cy'])
      await readAll()
      const [group] = await gather([1, 2, 3])
      const order = { campaignId: on.campaignId, actor, groupId: group?.id ?? 0 }
      const { changeId, groupId } = await on.store.splitIdeaGroup({ ...order, postIds: [1] })
      expect(await members()).toEqual({ 1: groupId, 2: order.groupId, 3: order.groupId })
      // The product may not gather them again.
      await on.store.saveIdeaGroups(on.campaignId, [
        { id: order.groupId, takeaway: 1, name: null, postIds: [1, 2, 3] },
      ])
      expect((await members())[1]).toBe(groupId)
      await expect(on.store.splitIdeaGroup({ ...order, postIds: [2, 3] })).rejects.toMatchObject({
        code: 'invalid',
      })
      await expect(on.store.splitIdeaGroup({ ...order, postIds: [1] })).rejects.toMatchObject({
        code: 'conflict',
      })
      await on.store.undoIdeaChange({ campaignId: on.campaignId, actor, changeId: changeId ?? 0 })
      expect(new Set(Object.values(await members()))).toEqual(new Set([order.groupId]))
    })

    test('what somebody else changed since is not undone over their heads', async () => {
      await receive(['ana', 'bo'])
      await readAll()
      const [group] = await gather([1, 2])
      const order = { campaignId: on.campaignId, actor, groupId: group?.id ?? 0 }
      const first = await on.store.renameIdeaGroup({ ...order, name: 'One' })
      const second = await on.store.renameIdeaGroup({ ...order, name: 'Two' })
      const undo = (changeId: number | null) =>
        on.store.undoIdeaChange({ campaignId: on.campaignId, actor, changeId: changeId ?? 0 })
      await expect(undo(first.changeId)).rejects.toMatchObject({ code: 'conflict' })
      await undo(second.changeId)
      expect((await on.store.listIdeaGroups(on.campaignId))[0]?.name).toBe('One')
      await undo(first.changeId)
      await expect(undo(first.changeId)).rejects.toMatchObject({ code: 'conflict' })
      expect((await on.store.listIdeaGroups(on.campaignId))[0]).toMatchObject({ isKept: false })
    })

    test('what is not there, or can’t be, is refused', async () => {
      await receive(['ana', 'bo'])
      await readAll()
      const [group] = await gather([1, 2])
      const hand = { campaignId: on.campaignId, actor }
      const groupId = group?.id ?? 0
      const refusals = [
        [() => on.store.markIdea({ ...hand, postId: 99, isIdea: true }), 'not_found'],
        [() => on.store.setAction({ ...hand, postId: 1, action: 3 }), 'invalid'],
        [() => on.store.renameIdeaGroup({ ...hand, groupId: 99, name: 'x' }), 'not_found'],
        [() => on.store.mergeIdeaGroups({ ...hand, groupIds: [groupId] }), 'invalid'],
        [() => on.store.mergeIdeaGroups({ ...hand, groupIds: [groupId, 99] }), 'not_found'],
        [() => on.store.moveIdeas({ ...hand, groupId, postIds: [] }), 'invalid'],
        [() => on.store.undoIdeaChange({ ...hand, changeId: 99 }), 'not_found'],
        [() => on.store.listGroupPosts(on.campaignId, 99, 10), 'not_found'],
      ] as const
      for (const [run, code] of refusals) await expect(run()).rejects.toMatchObject({ code })
    })

    test('a post that is marked as no idea leaves its group, and is back when that is taken back', async () => {
      await receive(['ana', 'bo'])
      await readAll()
      await gather([1, 2])
      const { changeId } = await on.store.markIdea({
        campaignId: on.campaignId,
        actor,
        postId: 1,
        isIdea: false,
      })
      expect((await on.store.listIdeaGroups(on.campaignId))[0]?.posts).toBe(1)
      await on.store.undoIdeaChange({ campaignId: on.campaignId, actor, changeId: changeId ?? 0 })
      expect((await on.store.listIdeaGroups(on.campaignId))[0]?.posts).toBe(2)
    })
  })
}
