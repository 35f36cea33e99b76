// Who is seen next, in a room that is looked at for days. A chapter is a stay at one takeaway. Pure: every function
// takes the rotation and gives a new one, and it remembers nothing of posts that are no longer there.
import type { WallPost } from '@wall/api/wire/post'

export type ChapterKey = number | null

export type Rotation = {
  readonly turn: number
  /** Post id → the turn it was last seen in. */
  readonly seenAt: ReadonlyMap<number, number>
  /** Takeaway → the chapter it last had. */
  readonly visitedAt: ReadonlyMap<ChapterKey, number>
  readonly chapters: number
  readonly chapter: Chapter | undefined
}

type Chapter = {
  readonly key: ChapterKey
  readonly posts: readonly number[]
  readonly authors: readonly string[]
}

/** How often one author may be seen in one chapter. */
const authorCap = 2
/** A takeaway with news goes before this many chapters of waiting of another. */
const newsBonus = 3

export function startRotation(): Rotation {
  return { turn: 0, seenAt: new Map(), visitedAt: new Map(), chapters: 0, chapter: undefined }
}

/** Where to go next: the takeaway that waited longest, or one with unseen news, so long as nobody starves for it. */
export function pickChapter(
  rotation: Rotation,
  posts: readonly WallPost[],
  news: ReadonlySet<number>,
): ChapterKey | undefined {
  const keys = [...new Set(posts.map((post) => post.takeaway))].sort(compareKeys)
  const withNews = new Set(posts.filter((post) => news.has(post.id)).map((post) => post.takeaway))
  const score = (key: ChapterKey) => {
    const visited = rotation.visitedAt.get(key)
    const waited = visited === undefined ? rotation.chapters + 1 : rotation.chapters - visited
    return waited + (withNews.has(key) ? newsBonus : 0)
  }
  return keys.reduce<ChapterKey | undefined>((best, key) => {
    return best === undefined || score(key) > score(best) ? key : best
  }, undefined)
}

export function openChapter(rotation: Rotation, key: ChapterKey): Rotation {
  const chapters = rotation.chapters + 1
  const visitedAt = new Map(rotation.visitedAt).set(key, chapters)
  return { ...rotation, chapters, visitedAt, chapter: { key, posts: [], authors: [] } }
}

export type Choice = {
  visible: readonly WallPost[]
  /** Posts that came in while the room looked, and that it has not seen yet. */
  news: ReadonlySet<number>
  accept?: (post: WallPost) => boolean
  /** Where nobody else is left: then the new post takes the place of the author's other one. */
  mayRepeatAuthor?: boolean
}

/**
 * Who is next in this chapter: news first, then the newest that was never seen, then the one not seen for longest.
 * Nobody stands twice at once, or more than twice in a chapter; undefined when that leaves no one, and the chapter is over.
 */
export function pickPost(
  rotation: Rotation,
  posts: readonly WallPost[],
  choice: Choice,
): WallPost | undefined {
  const { chapter } = rotation
  if (!chapter) return undefined
  const visibleAuthors = new Set(choice.mayRepeatAuthor ? [] : choice.visible.map(authorKey))
  const candidates = posts.filter((post) => {
    if (post.takeaway !== chapter.key || chapter.posts.includes(post.id)) return false
    if (choice.visible.some((other) => other.id === post.id) || visibleAuthors.has(authorKey(post)))
      return false
    if (chapter.authors.filter((author) => author === authorKey(post)).length >= authorCap) return false
    return choice.accept?.(post) ?? true
  })
  const isNews = (post: WallPost) => Number(choice.news.has(post.id))
  return candidates.sort((a, b) => isNews(b) - isNews(a) || compareTurns(rotation, a, b)).at(0)
}

export function recordSeen(rotation: Rotation, post: WallPost): Rotation {
  const turn = rotation.turn + 1
  const { chapter } = rotation
  return {
    ...rotation,
    turn,
    seenAt: new Map(rotation.seenAt).set(post.id, turn),
    chapter: chapter && {
      ...chapter,
      posts: [...chapter.posts, post.id],
      authors: [...chapter.authors, authorKey(post)],
    },
  }
}

/** Forgets posts and takeaways that are not there any more, so that memory stays flat over days. */
export function forgetMissing(rotation: Rotation, posts: readonly WallPost[]): Rotation {
  const ids = new Set(posts.map((post) => post.id))
  const keys = new Set(posts.map((post) => post.takeaway))
  return {
    ...rotation,
    seenAt: new Map([...rotation.seenAt].filter(([id]) => ids.has(id))),
    visitedAt: new Map([...rotation.visitedAt].filter(([key]) => keys.has(key))),
  }
}

export function authorKey(post: WallPost): string {
  return post.author.link
}

function compareTurns(rotation: Rotation, a: WallPost, b: WallPost): number {
  const turns = (rotation.seenAt.get(a.id) ?? 0) - (rotation.seenAt.get(b.id) ?? 0)
  return turns || b.sortAt.localeCompare(a.sortAt) || b.id - a.id
}

/** Takeaways in their order, answers without one last. */
function compareKeys(a: ChapterKey, b: ChapterKey): number {
  return (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER)
}
