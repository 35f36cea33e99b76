import type { Engine } from '../../engines/engine.ts'
import type { IdeaChangeKind } from '../../model/idea.ts'
import { mergeGroups, moveIdeas, renameGroup, splitGroup } from './change-idea-group.ts'
import type { IdeaWriting } from './change-ideas.ts'
import { ideasChanged } from './idea.ts'
import type { IdeaChanged, IdeaHand, IdeaStore } from './idea-store.ts'
import { markIdea, setAction } from './mark-idea.ts'
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
