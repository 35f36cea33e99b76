// Whose turn it is, in a room that is looked at for days. The rule: in every round each person is seen once,
// with the answer of theirs that was not seen for longest, and no round begins as the one before it did.
// Pure: every function takes the rotation and gives a new one, and it remembers nothing of posts that are no
// longer there.
import type { WallPost } from '@wall/api/wire/post'

export type ChapterKey = number | null

export type Rotation = {
  readonly turn: number
  /** Post id → the turn it was last seen in. */
  readonly seenAt: ReadonlyMap<number, number>
  /** Person → place in the line; whoever was never seen stands before all. */
  readonly line: ReadonlyMap<string, number>
  /** Who was seen in this round. */
  readonly shown: ReadonlySet<string>
  /** Takeaway → when it last had the stage. */
  readonly visitedAt: ReadonlyMap<ChapterKey, number>
  /** The takeaway that this round began with. */
  readonly opener: ChapterKey | undefined
}

export function startRotation(): Rotation {
  return {
    ...{ turn: 0, seenAt: new Map(), line: new Map(), shown: new Set() },
    ...{ visitedAt: new Map(), opener: undefined },
  }
}

/** The posts still to come in this round, one a person, in their order. */
export function listDue(rotation: Rotation, posts: readonly WallPost[]): WallPost[] {
  const due = new Map<string, WallPost>()
  for (const post of posts) {
    const person = authorKey(post)
    if (rotation.shown.has(person)) continue
    const other = due.get(person)
    if (!other || compareSeen(rotation, post, other) < 0) due.set(person, post)
  }
  const placeOf = (post: WallPost) => rotation.line.get(authorKey(post)) ?? 0
  return [...due.values()].sort((a, b) => placeOf(a) - placeOf(b) || compareAge(a, b))
}

/** Where to go next: the takeaway that waited longest among those with somebody still to come. */
export function pickChapter(
  rotation: Rotation,
  due: readonly WallPost[],
  current: ChapterKey | undefined,
): ChapterKey | undefined {
  const keys = [...new Set(due.map((post) => post.takeaway))].sort(compareKeys)
  const isStart = rotation.shown.size === 0
  const others = isStart ? keys.filter((key) => key !== rotation.opener && key !== current) : []
  const waited = (key: ChapterKey) => rotation.visitedAt.get(key) ?? -1
  return (others.length > 0 ? others : keys).reduce<ChapterKey | undefined>((best, key) => {
    return best === undefined || waited(key) < waited(best) ? key : best
  }, undefined)
}

export function openChapter(rotation: Rotation, key: ChapterKey): Rotation {
  const turn = rotation.turn + 1
  return {
    ...{ ...rotation, turn, visitedAt: new Map(rotation.visitedAt).set(key, turn) },
    opener: rotation.shown.size === 0 ? key : rotation.opener,
  }
}

/** Everybody was seen: all over again, with others in front. `places` is how many stand together. */
export function startRound(rotation: Rotation, posts: readonly WallPost[], places: number): Rotation {
  const next = { ...rotation, shown: new Set<string>() }
  const line = new Map(rotation.line)
  const due = listDue(next, posts)
  let { turn } = rotation
  for (const key of new Set(due.map((post) => post.takeaway))) {
    const group = due.filter((post) => post.takeaway === key)
    // Where there are few, those who stood last would stand first again.
    const back = group.length > 2 * places ? places : 1
    for (const post of group.slice(0, back)) {
      turn += 1
      line.set(authorKey(post), turn)
    }
  }
  return { ...next, line, turn }
}

export function recordSeen(rotation: Rotation, post: WallPost): Rotation {
  const turn = rotation.turn + 1
  return {
    ...rotation,
    turn,
    seenAt: new Map(rotation.seenAt).set(post.id, turn),
    line: new Map(rotation.line).set(authorKey(post), turn),
    shown: new Set(rotation.shown).add(authorKey(post)),
  }
}

/** It was put up and could not be read, or not to its end: its turn is still to come. */
export function takeBack(rotation: Rotation, post: WallPost): Rotation {
  const seenAt = new Map(rotation.seenAt)
  seenAt.delete(post.id)
  return {
    ...{ ...rotation, seenAt },
    shown: new Set([...rotation.shown].filter((person) => person !== authorKey(post))),
  }
}

/** Forgets posts, people and takeaways that are not there any more, so that memory stays flat over days. */
export function forgetMissing(rotation: Rotation, posts: readonly WallPost[]): Rotation {
  const ids = new Set(posts.map((post) => post.id))
  const people = new Set(posts.map(authorKey))
  const keys = new Set(posts.map((post) => post.takeaway))
  return {
    ...rotation,
    seenAt: new Map([...rotation.seenAt].filter(([id]) => ids.has(id))),
    line: new Map([...rotation.line].filter(([person]) => people.has(person))),
    shown: new Set([...rotation.shown].filter((person) => people.has(person))),
    visitedAt: new Map([...rotation.visitedAt].filter(([key]) => keys.has(key))),
  }
}

/** A network whose profile pages we cannot name leads to the post: there the handle tells people apart. */
export function authorKey({ author, link, network }: WallPost): string {
  return author.link === link && author.handle ? `${network} ${author.handle}` : author.link
}

function compareSeen(rotation: Rotation, a: WallPost, b: WallPost): number {
  return (rotation.seenAt.get(a.id) ?? 0) - (rotation.seenAt.get(b.id) ?? 0) || compareAge(a, b)
}

/** The newest first. */
function compareAge(a: WallPost, b: WallPost): number {
  return b.sortAt.localeCompare(a.sortAt) || b.id - a.id
}

/** Takeaways in their order, answers without one last. */
function compareKeys(a: ChapterKey, b: ChapterKey): number {
  return (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER)
}
