import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm'
import type { Engine } from '../engines/engine.ts'
import type { Actor } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import type { IdeaChangeKind, IdeaGroupState } from '../model/idea.ts'
import { changeIdeas, type IdeaWriting, restoreIdeas } from './change-ideas.ts'
import { ideasChanged } from './idea.ts'
import type { IdeaChanged, IdeaStore } from './idea-store.ts'

type IdeaHand = Pick<
  IdeaStore,
  | 'markIdea'
  | 'setAction'
  | 'renameIdeaGroup'
  | 'mergeIdeaGroups'
  | 'splitIdeaGroup'
  | 'moveIdeas'
  | 'undoIdeaChange'
>

/** What people do with ideas by hand. Each keeps how things stood before, so that it can be taken back. */
export function createIdeaChangeStore(engine: Engine, clock: () => number): IdeaHand {
  const { tables } = engine
  const { post, idea, ideaGroup, ideaChange, campaign } = tables

  return {
    markIdea: ({ campaignId, actor, postId, isIdea }) =>
      write(campaignId, actor, 'mark', async (writing) => {
        const row = await getIdea(writing, postId)
        if (row.isIdea === isIdea && row.ideaBy === 'moderator') return null
        const gone = isIdea ? {} : { groupId: null, isHeld: false }
        await changeIdeas(
          writing,
          { groupIds: row.groupId === null ? [] : [row.groupId], postIds: [postId] },
          {
            ideas: [{ postIds: [postId], set: { isIdea, ideaConfidence: 1, ideaBy: 'moderator', ...gone } }],
          },
        )
        return row.groupId
      }),

    setAction: ({ campaignId, actor, postId, action }) =>
      write(campaignId, actor, 'action', async (writing) => {
        const row = await getIdea(writing, postId)
        if (action !== null && action > (await countActionsOf(writing, row.takeaway)))
          throw new AppError('invalid', `Its takeaway has no action ${action}.`)
        if (row.action === action && row.actionBy === 'moderator') return null
        const set = { action, actionConfidence: 1, actionBy: 'moderator' as const }
        await changeIdeas(
          writing,
          { groupIds: [], postIds: [postId] },
          { ideas: [{ postIds: [postId], set }] },
        )
        return row.groupId
      }),

    renameIdeaGroup: ({ campaignId, actor, groupId, name }) =>
      write(campaignId, actor, 'rename', async (writing) => {
        const [group] = await getGroups(writing, [groupId])
        const given = name.trim().replaceAll(/\s+/g, ' ')
        if (given === (group?.namedBy ? group.name : '')) return null
        const postIds = await listMembers(writing, [groupId])
        const named =
          given === ''
            ? { name: '', namedBy: null, namePostId: null }
            : { name: given, namedBy: 'moderator' as const, namePostId: null, isKept: true }
        await changeIdeas(
          writing,
          { groupIds: [groupId], postIds },
          {
            groups: [{ groupIds: [groupId], set: named }],
            // Whoever names a group has seen what is in it.
            ideas: given === '' ? [] : [{ postIds, set: { isHeld: true } }],
          },
        )
        return groupId
      }),

    mergeIdeaGroups: ({ campaignId, actor, groupIds }) =>
      write(campaignId, actor, 'merge', async (writing) => {
        const ids = [...new Set(groupIds)]
        const groups = await getGroups(writing, ids)
        const [into] = groups
        if (!into || ids.length < 2) throw new AppError('invalid', 'Choose two groups or more to merge.')
        if (groups.some(({ takeaway }) => takeaway !== into.takeaway))
          throw new AppError('invalid', 'Only groups under the same takeaway can be merged.')
        const postIds = await listMembers(writing, ids)
        const byHand = groups.find(({ namedBy }) => namedBy !== null)
        const named = byHand ? { name: byHand.name, namedBy: byHand.namedBy, namePostId: null } : {}
        await changeIdeas(
          writing,
          { groupIds: ids, postIds },
          {
            groups: [{ groupIds: [into.id], set: { isKept: true, ...named } }],
            ideas: [{ postIds, set: { groupId: into.id, isHeld: true } }],
            drop: ids.filter((id) => id !== into.id),
          },
        )
        return into.id
      }),

    splitIdeaGroup: ({ campaignId, actor, groupId, postIds }) =>
      write(campaignId, actor, 'split', async (writing) => {
        const [group] = await getGroups(writing, [groupId])
        const all = await listMembers(writing, [groupId])
        const out = all.filter((postId) => postIds.includes(postId))
        if (out.length < new Set(postIds).size)
          throw new AppError('conflict', 'Some of these are no longer in this group. Look at it again.')
        const stay = all.filter((postId) => !postIds.includes(postId))
        if (!group || out.length === 0 || stay.length === 0)
          throw new AppError('invalid', 'Take out some posts of the group, and leave some in it.')
        const [made = 0] = await writing.transaction.insertMany(ideaGroup, [
          {
            ...{ campaignId, takeaway: group.takeaway, name: '', namedBy: null, namePostId: null },
            ...{ isKept: true, createdAt: writing.now },
          },
        ])
        writing.made.push(made)
        // Its name may be words of a post that just left it.
        const renamed = out.includes(group.namePostId ?? -1) ? { name: '', namePostId: null } : {}
        await changeIdeas(
          writing,
          { groupIds: [groupId], postIds: all },
          {
            groups: [{ groupIds: [groupId], set: { isKept: true, ...renamed } }],
            ideas: [
              { postIds: out, set: { groupId: made, isHeld: true } },
              { postIds: stay, set: { isHeld: true } },
            ],
          },
        )
        return made
      }),

    moveIdeas: ({ campaignId, actor, groupId, postIds }) =>
      write(campaignId, actor, 'move', async (writing) => {
        const [group] = await getGroups(writing, [groupId])
        const rows = await Promise.all([...new Set(postIds)].map((postId) => getIdea(writing, postId)))
        if (rows.length === 0 || rows.some((row) => row.takeaway !== group?.takeaway))
          throw new AppError('invalid', 'A group holds posts of its own takeaway only.')
        const from = rows.flatMap((row) => row.groupId ?? [])
        const ids = rows.map((row) => row.postId)
        await changeIdeas(
          writing,
          { groupIds: [...new Set([groupId, ...from])], postIds: ids },
          {
            groups: [{ groupIds: [groupId], set: { isKept: true } }],
            ideas: [
              {
                postIds: ids,
                set: { groupId, isHeld: true, isIdea: true, ideaBy: 'moderator', ideaConfidence: 1 },
              },
            ],
          },
        )
        return groupId
      }),

    undoIdeaChange: ({ campaignId, actor, changeId }) =>
      write(campaignId, actor, 'undo', async (writing) => {
        const { db } = writing.transaction
        const where = and(eq(ideaChange.id, changeId), eq(ideaChange.campaignId, campaignId))
        const [undone] = await db.select().from(ideaChange).where(where)
        if (!undone) throw new AppError('not_found', 'There is no such change.')
        if (undone.kind === 'undo' || undone.undoneAt !== null)
          throw new AppError('conflict', 'This was taken back before.')
        const later = await db
          .select()
          .from(ideaChange)
          .where(
            and(
              eq(ideaChange.campaignId, campaignId),
              gt(ideaChange.id, changeId),
              isNull(ideaChange.undoneAt),
            ),
          )
        const groupIds = new Set([...undone.before.groups.map(({ id }) => id), ...undone.made])
        const ideaIds = new Set(undone.before.ideas.map(({ postId }) => postId))
        const isTouched = later.some(
          ({ kind, before, made }) =>
            kind !== 'undo' &&
            (before.ideas.some(({ postId }) => ideaIds.has(postId)) ||
              [...before.groups.map(({ id }) => id), ...made].some((id) => groupIds.has(id))),
        )
        if (isTouched)
          throw new AppError('conflict', 'Somebody changed these ideas since. Look at them again.')
        await restoreIdeas(writing, undone)
        await db.update(ideaChange).set({ undoneAt: writing.now }).where(eq(ideaChange.id, changeId))
        return undone.before.groups[0]?.id ?? null
      }),
  }

  async function write(
    campaignId: number,
    actor: Actor,
    kind: IdeaChangeKind,
    run: (writing: IdeaWriting) => Promise<number | null>,
  ): Promise<IdeaChanged> {
    return engine.transaction(async (transaction) => {
      await transaction.lockCampaigns([campaignId])
      const writing: IdeaWriting = {
        transaction,
        tables,
        campaignId,
        now: clock(),
        before: { groups: [], ideas: [] },
        made: [],
      }
      const groupId = await run(writing)
      if (writing.before.ideas.length + writing.before.groups.length === 0 && kind !== 'undo')
        return { changeId: null, groupId }
      const row = {
        ...{ campaignId, userId: actor.id, kind, at: writing.now, undoneAt: null },
        ...{ before: writing.before, made: writing.made },
      }
      const [changeId] = await transaction.insertMany(ideaChange, [row])
      await transaction.appendEvents(campaignId, [ideasChanged], writing.now)
      return { changeId: kind === 'undo' ? null : (changeId ?? null), groupId }
    })
  }

  async function getIdea({ transaction, campaignId }: IdeaWriting, postId: number) {
    const [row] = await transaction.db
      .select({ idea, takeaway: post.takeaway })
      .from(idea)
      .innerJoin(post, eq(idea.postId, post.id))
      .where(and(eq(idea.postId, postId), eq(idea.campaignId, campaignId)))
    if (!row) throw new AppError('not_found', 'This post is gone, or was not read for ideas yet.')
    return { ...row.idea, takeaway: row.takeaway }
  }

  /** In the order asked for. */
  async function getGroups(
    { transaction, campaignId }: IdeaWriting,
    ids: readonly number[],
  ): Promise<(IdeaGroupState & { namePostId: number | null })[]> {
    const rows = await transaction.db
      .select()
      .from(ideaGroup)
      .where(and(eq(ideaGroup.campaignId, campaignId), inArray(ideaGroup.id, [...ids])))
    const found = new Map(rows.map((row) => [row.id, row]))
    return ids.map((id) => {
      const row = found.get(id)
      if (!row) throw new AppError('not_found', 'This group of ideas is no more. Look at the list again.')
      return { ...row, namedBy: row.namedBy ?? null }
    })
  }

  async function listMembers({ transaction }: IdeaWriting, groupIds: readonly number[]): Promise<number[]> {
    const rows = await transaction.db
      .select({ postId: idea.postId })
      .from(idea)
      .where(inArray(idea.groupId, [...groupIds]))
      .orderBy(asc(idea.postId))
    return rows.map(({ postId }) => postId)
  }

  async function countActionsOf({ transaction, campaignId }: IdeaWriting, number: number | null) {
    const [row] = await transaction.db.select().from(campaign).where(eq(campaign.id, campaignId))
    return row?.content.takeaways.find((one) => one.number === number)?.actions.length ?? 0
  }
}
