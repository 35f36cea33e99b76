// The moderators' queue as plain data. `truth` is what the server last told; `orders` are decisions of this
// page that it has not answered yet. What people see is the truth with the orders applied (`listPosts`), so a
// refused order simply drops out.
import type { DecisionView, FilingView, QueuePage, QueuePost } from '@wall/api/wire/queue'

export type Standing = QueuePost['standing']
export type Counts = QueuePage['counts']
export type Place = number | null | 'all'
/** `proposed`: an approval takes this proposal, which was shown, with it. */
export type Change = { standing: Standing; proposed?: number } | { takeaway: number | null }

export interface Placement {
  standing: Standing
  takeaway: number | null
  filing: FilingView
}

/** Something a moderator did here. It waits in `orders` until the server has answered. */
export interface Order {
  id: number
  postId: number
  /** The version the moderator saw, or the one that an earlier order of this page led to. */
  version: number
  /** How it is to stand afterwards. */
  change: Change
  before: Placement
  /** The order that this one takes back; then `change` is only what to show meanwhile. */
  undoes: number | null
}

/**
 * An order that the server accepted and that can be taken back. `decisionId` is null until the answer is
 * there.
 */
export interface Done {
  orderId: number
  postId: number
  decisionId: number | null
  change: Change
  before: Placement
}

/** What the moderator must know about the post in front before deciding. */
export type Guard =
  | { kind: 'decided'; standing: Standing }
  | { kind: 'edited' }
  | { kind: 'hidden' }
  | { kind: 'refiled'; takeaway: number | null; by: FilingView['by'] }
  | { kind: 'erased' }
  | { kind: 'left' }
  /**
   * `message`: what the server said where it was no change of the post; `last`: the newest decision, where it
   * was one; `proposed`: what is proposed by now, where it is not what was to be approved.
   */
  | {
      kind: 'conflict'
      isUndo: boolean
      message: string
      last: DecisionView | null
      proposed?: number | null | undefined
    }

export interface QueueModel {
  standing: Standing
  /** Which takeaway the list is of: its id, null for unfiled, 'all'. */
  place: Place
  posts: ReadonlyMap<number, QueuePost>
  /** Ids in the server's order; what is listed is worked out from `posts` and `orders`. */
  order: readonly number[]
  next: string | null
  counts: Counts
  seq: number
  currentId: number | null
  /**
   * Rises when another takeaway is proposed for the post in front: what Approve means is another thing then.
   */
  proposals: number
  guard: Guard | null
  orders: readonly Order[]
  done: readonly Done[]
}

export function createQueueModel(standing: Standing, place: Place = 'all'): QueueModel {
  return {
    standing,
    place,
    posts: new Map(),
    order: [],
    next: null,
    counts: { pending: 0, approved: 0, rejected: 0, stashed: 0, proposed: 0 },
    seq: 0,
    currentId: null,
    proposals: 0,
    guard: null,
    orders: [],
    done: [],
  }
}

/** The post with this page's unanswered orders applied. */
export function applyOrders(model: QueueModel, post: QueuePost): QueuePost {
  return model.orders.reduce(
    (seen, order) => (order.postId === post.id ? applyOrder(seen, order) : seen),
    post,
  )
}

/**
 * The posts of this list, in order, as people see them. The post in front stays even when it was settled
 * elsewhere.
 */
export function listPosts(model: QueueModel): QueuePost[] {
  const listed: QueuePost[] = []
  for (const id of model.order) {
    const truth = model.posts.get(id)
    if (!truth) continue
    const post = applyOrders(model, truth)
    const isKept = model.guard !== null && id === model.currentId
    if (isKept || (post.standing === model.standing && !isTakenBack(post))) listed.push(post)
  }
  return listed
}

export function findCurrent(model: QueueModel): QueuePost | undefined {
  const truth = model.currentId === null ? undefined : model.posts.get(model.currentId)
  return truth && applyOrders(model, truth)
}

/**
 * Counts with the unanswered orders in them: an order counts only as far as the truth does not have it yet.
 */
export function countStandings(model: QueueModel): Counts {
  const counts = { ...model.counts }
  for (const id of new Set(model.orders.map((order) => order.postId))) {
    const truth = model.posts.get(id)
    if (!truth) continue
    const post = applyOrders(model, truth)
    counts[truth.standing] -= 1
    counts[post.standing] += 1
    counts.proposed += countProposed(post) - countProposed(truth)
  }
  return counts
}

function countProposed({ standing, filing }: QueuePost): number {
  return Number(standing === 'pending' && findProposal({ filing }) !== null)
}

/** The takeaway that a post stands under as a proposal; null without one. */
export function findProposal({ filing }: Pick<QueuePost, 'filing'>): number | null {
  return filing.proposed ?? null
}

/** The takeaway that a post stands under, filed or as a proposal. */
export function placeOf(post: Pick<QueuePost, 'takeaway' | 'filing'>): number | null {
  return post.takeaway ?? findProposal(post)
}

/** Gone from the network, at least for now: there is nothing to decide, and the server no longer lists it. */
export function isTakenBack(post: QueuePost): boolean {
  return post.hiddenWhy === 'deleted' || post.hiddenWhy === 'untagged' || post.hiddenWhy === 'missing'
}

/** Its words are gone for good: nobody can decide about them. */
export function isErased(post: QueuePost): boolean {
  return post.hiddenWhy === 'deleted' || post.hiddenWhy === 'untagged'
}

export function placementOf(post: QueuePost): Placement {
  return { standing: post.standing, takeaway: post.takeaway, filing: post.filing }
}

function applyOrder(post: QueuePost, { change, before, undoes }: Order): QueuePost {
  if (undoes !== null) {
    if (!('standing' in change)) return { ...post, takeaway: change.takeaway, filing: before.filing }
    return change.proposed === undefined ? { ...post, standing: change.standing } : { ...post, ...before }
  }
  if (!('standing' in change)) return putUnder(post, change.takeaway)
  const placed = change.proposed === undefined ? post : putUnder(post, change.proposed)
  return { ...placed, standing: change.standing }
}

function putUnder(post: QueuePost, takeaway: number | null): QueuePost {
  const byHand = {
    takeaway,
    by: 'moderator',
    byName: null,
    confidence: 1,
    reason: '',
    proposed: null,
  } as const
  return { ...post, takeaway, filing: { ...post.filing, ...byHand } }
}
