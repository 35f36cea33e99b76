import { eq } from 'drizzle-orm'
import type { Engine } from '../../engines/engine.ts'
import { AppError } from '../../model/error.ts'
import type { IdeaChangeKind } from '../../model/idea.ts'
import { mergeGroups, moveIdeas, renameGroup, splitGroup } from './change-idea-group.ts'
import { changeIdeas, type IdeaWriting } from './change-ideas.ts'
import { getIdea } from './find-ideas.ts'
import { ideasChanged } from './idea.ts'
import type { IdeaChanged, IdeaHand, IdeaStore } from './idea-store.ts'
import { undoIdeaChange } from './undo-idea-change.ts'

type IdeaChanges = Pick<
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
export function createIdeaChangeStore(engine: Engine, clock: () => number): IdeaChanges {
  const { tables } = engine
  return {
    markIdea: keep('mark', markIdea),
    setAction: keep('action', setAction),
    renameIdeaGroup: keep('rename', renameGroup),
    mergeIdeaGroups: keep('merge', mergeGroups),
    splitIdeaGroup: keep('split', splitGroup),
    moveIdeas: keep('move', moveIdeas),
    undoIdeaChange: keep('undo', undoIdeaChange),
  }

  /** `change` answers the group that it is about now; what it changed it has noted in `before` and `made`. */
  function keep<Order>(
    kind: IdeaChangeKind,
    change: (writing: IdeaWriting, order: Order) => Promise<number | null>,
  ): (order: IdeaHand & Order) => Promise<IdeaChanged> {
    return (order) =>
      engine.transaction(async (transaction) => {
        const { campaignId, actor } = order
        await transaction.lockCampaigns([campaignId])
        const writing: IdeaWriting = {
          transaction,
          tables,
          campaignId,
          now: clock(),
          before: { groups: [], ideas: [] },
          made: [],
        }
        const groupId = await change(writing, order)
        const { before, made, now } = writing
        if (before.ideas.length + before.groups.length === 0 && kind !== 'undo')
          return { changeId: null, groupId }
        const row = { campaignId, userId: actor.id, kind, at: now, undoneAt: null, before, made }
        const [changeId = null] = await transaction.insertMany(tables.ideaChange, [row])
        await transaction.appendEvents(campaignId, [ideasChanged], now)
        return { changeId: kind === 'undo' ? null : changeId, groupId }
      })
  }
}

// What a person says of one post.

async function markIdea(
  writing: IdeaWriting,
  { postId, isIdea }: { postId: number; isIdea: boolean },
): Promise<number | null> {
  const row = await getIdea(writing, postId)
  if (row.isIdea === isIdea && row.ideaBy === 'moderator') return null
  const gone = isIdea ? {} : { groupId: null, isHeld: false }
  await changeIdeas(
    writing,
    { groupIds: row.groupId === null ? [] : [row.groupId], postIds: [postId] },
    { ideas: [{ postIds: [postId], set: { isIdea, ideaConfidence: 1, ideaBy: 'moderator', ...gone } }] },
  )
  return row.groupId
}

async function setAction(
  writing: IdeaWriting,
  { postId, action }: { postId: number; action: number | null },
): Promise<number | null> {
  const row = await getIdea(writing, postId)
  if (action !== null && action > (await countActionsOf(writing, row.takeaway)))
    throw new AppError('invalid', `Its takeaway has no action ${action}.`)
  if (row.action === action && row.actionBy === 'moderator') return null
  const set = { action, actionConfidence: 1, actionBy: 'moderator' as const }
  await changeIdeas(writing, { groupIds: [], postIds: [postId] }, { ideas: [{ postIds: [postId], set }] })
  return row.groupId
}

async function countActionsOf(
  { transaction, tables: { campaign }, campaignId }: IdeaWriting,
  id: number | null,
): Promise<number> {
  const [row] = await transaction.db.select().from(campaign).where(eq(campaign.id, campaignId))
  return row?.content.takeaways.find((one) => one.id === id)?.actions.length ?? 0
}
