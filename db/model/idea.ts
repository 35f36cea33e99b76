/** `moderator`: a person said so, and it stays. */
export type IdeaBy = 'model' | 'moderator'

export type IdeaChangeKind = 'mark' | 'action' | 'rename' | 'merge' | 'split' | 'move' | 'undo'

/** What a post was read to propose and support. */
export interface IdeaFacts {
  isIdea: boolean
  ideaConfidence: number
  ideaBy: IdeaBy
  /** Number of its takeaway's action that it supports, from 1. */
  action: number | null
  actionConfidence: number
  actionBy: IdeaBy
}

/** A row of what was read, as kept to take a change back. */
export interface IdeaState extends IdeaFacts {
  postId: number
  groupId: number | null
  /** A person put it where it is. */
  isHeld: boolean
}

export interface IdeaGroupState {
  id: number
  takeaway: number | null
  /** Empty unless given by hand: other names are words of a post, and must go with it. */
  name: string
  namedBy: 'moderator' | null
  isKept: boolean
  createdAt: number
}

/** How things stood before somebody changed them by hand. */
export interface IdeaSnapshot {
  groups: IdeaGroupState[]
  ideas: IdeaState[]
}

/** Like ideas under one takeaway. */
export interface IdeaGroup {
  id: number
  takeaway: number | null
  /** Null while there is none that may be told. */
  name: string | null
  isNamedByHand: boolean
  /** A person named, merged or split it: it stays, and others may join. */
  isKept: boolean
  /** How many people proposed it: that is its strength. */
  people: number
  posts: number
  /** Of these, how many everybody can see. */
  shownPeople: number
  shownPosts: number
  /** When the newest of them was posted, epoch ms. */
  newestAt: number
}

/** How many support one of a takeaway's actions. */
export interface ActionCount {
  takeaway: number
  action: number
  people: number
  posts: number
  shownPosts: number
}

/** A post that was not read for ideas yet, or was changed or refiled since. */
export interface UnreadPost {
  id: number
  cid: string
  /** Where it says nothing itself, what its pictures are said to show. */
  text: string
  /** What it is read for: where it stands, null for unfiled. */
  takeaway: number | null
}

/** A post that proposes something, with where it stands now. */
export interface GatheredIdea {
  postId: number
  authorId: number
  takeaway: number | null
  text: string
  isShown: boolean
  /** False while its author or the network hides it: it takes no part then. */
  counts: boolean
  groupId: number | null
  isHeld: boolean
}

export interface GatheredIdeas {
  ideas: GatheredIdea[]
  groups: (IdeaGroupState & { namePostId: number | null })[]
}

/** A group as it should be; `id` null for a new one. */
export interface PlannedGroup {
  id: number | null
  takeaway: number | null
  /** In the words of one of its posts; kept from a group that a person named. */
  name: { name: string; postId: number } | null
  postIds: number[]
}
