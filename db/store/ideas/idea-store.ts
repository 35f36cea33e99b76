import type { Actor } from '../../model/actor.ts'
import type {
  ActionCount,
  GatheredIdeas,
  IdeaFacts,
  IdeaGroup,
  PlannedGroup,
  UnreadPost,
} from '../../model/idea.ts'
import type { Post } from '../../model/post.ts'

export interface IdeaReadingOrder
  extends Pick<IdeaFacts, 'isIdea' | 'ideaConfidence' | 'action' | 'actionConfidence'> {
  postId: number
  cid: string
  takeaway: number | null
}

/** Who does it, in which campaign. */
export interface IdeaHand {
  campaignId: number
  actor: Actor
}

/** What the team is told after a change by hand. */
export interface IdeaChanged {
  /** To take it back; null when it stood so already. */
  changeId: number | null
  /** The group it is about now, where there is one. */
  groupId: number | null
}

/** What ideas and actions need of the store. */
export interface IdeaStore {
  // For the worker
  /** In order of id; of `postIds` only when given. */
  listUnreadPosts(
    campaignId: number,
    model: string,
    options: { limit: number; postIds?: readonly number[] | undefined },
  ): Promise<UnreadPost[]>
  /**
   * Keeps what posts were read to say, unless a person said so before, or they were changed or refiled
   * meanwhile.
   */
  recordIdeaReadings(
    campaignId: number,
    model: string,
    readings: readonly IdeaReadingOrder[],
  ): Promise<{ changed: number }>
  /**
   * The ideas that are not rejected, by post id, of one author under one takeaway so many; and every group,
   * by id.
   */
  readGatheredIdeas(campaignId: number): Promise<GatheredIdeas>
  /**
   * Brings the groups to the plan, which covers the whole campaign. What a person placed, named or keeps
   * stays, whatever the plan says. Writes (and tells the log `ideas_changed`) only what differs.
   */
  saveIdeaGroups(campaignId: number, plan: readonly PlannedGroup[]): Promise<{ changed: number }>

  // For the team: strongest first (people, then the newest)
  listIdeaGroups(campaignId: number): Promise<IdeaGroup[]>
  countActions(campaignId: number): Promise<ActionCount[]>
  /** A group's posts, newest first. Throws `not_found`. */
  listGroupPosts(campaignId: number, groupId: number, limit: number): Promise<Post[]>
  /** Post ids that stand in groups, for an export. */
  listIdeaPosts(campaignId: number): Promise<{ groupId: number; post: Post }[]>

  // For everybody: only what is on the wall counts, and lends its words
  listShownIdeas(campaignId: number, samples: number): Promise<{ group: IdeaGroup; posts: Post[] }[]>

  // By hand. All throw `not_found`, and `conflict` where things changed meanwhile.
  markIdea(order: IdeaHand & { postId: number; isIdea: boolean }): Promise<IdeaChanged>
  /** `action` null: it supports none. Throws `invalid` for one that its takeaway does not have. */
  setAction(order: IdeaHand & { postId: number; action: number | null }): Promise<IdeaChanged>
  /** An empty name gives the naming back to the product. */
  renameIdeaGroup(order: IdeaHand & { groupId: number; name: string }): Promise<IdeaChanged>
  /** Into the first. Throws `invalid` for fewer than two, or of different takeaways. */
  mergeIdeaGroups(order: IdeaHand & { groupIds: readonly number[] }): Promise<IdeaChanged>
  /** Takes posts out into a group of their own. Throws `invalid` when none, or all, are taken. */
  splitIdeaGroup(order: IdeaHand & { groupId: number; postIds: readonly number[] }): Promise<IdeaChanged>
  /** Puts posts into another group of the same takeaway. */
  moveIdeas(order: IdeaHand & { groupId: number; postIds: readonly number[] }): Promise<IdeaChanged>
  /** Throws `conflict` when somebody changed the same things since. */
  undoIdeaChange(order: IdeaHand & { changeId: number }): Promise<IdeaChanged>
}
