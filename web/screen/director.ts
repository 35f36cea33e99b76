// Runs the screen: one timer, one scene. It turns one card at a time, stays at reading speed, and takes a removed post
// off at once. It knows no DOM, so that a test can play days of it.
import type { WallPost } from '@wall/api/wire/post'
import { dwellMs } from './dwell.ts'
import {
  authorKey,
  type ChapterKey,
  forgetMissing,
  openChapter,
  pickChapter,
  pickPost,
  type Rotation,
  recordSeen,
  startRotation,
} from './rotation.ts'
import {
  countCharacters,
  emptyScene,
  fitsBeside,
  placeCount,
  type Scene,
  type Shown,
  showPost,
  visiblePosts,
  withPlace,
} from './scene.ts'

export type DirectorWorld = {
  setTimer(run: () => void, delayMs: number): unknown
  clearTimer(timer: unknown): void
}

export interface Director {
  /** All posts that may be seen now, and the numbers of all takeaways. Missing ones leave the stage at once. */
  setPosts(posts: readonly WallPost[], takeaways: readonly number[]): void
  /** On to the next card now, also while paused. */
  next(): void
  pause(): void
  resume(): void
  close(): void
}

/** Turns after the opening scene before another takeaway has its chapter. */
const turnsInChapter = 4
const refillMs = 700
const quietMs = 12_000
const longestOpeningMs = 40_000

export function createDirector(onScene: (scene: Scene) => void, world: DirectorWorld): Director {
  let posts: readonly WallPost[] = []
  let takeaways: readonly number[] = []
  let rotation: Rotation = startRotation()
  let scene: Scene = emptyScene
  let news: ReadonlySet<number> = new Set()
  let known: ReadonlySet<number> | undefined
  let turnedAt: number[] = Array.from({ length: placeCount }, () => 0)
  let turnsLeft = 0
  let timer: unknown
  let isPaused = false

  return {
    setPosts,
    next: turn,
    pause: () => {
      isPaused = true
      world.clearTimer(timer)
    },
    resume: () => {
      isPaused = false
      wait(refillMs)
    },
    close: () => world.clearTimer(timer),
  }

  function setPosts(nextPosts: readonly WallPost[], nextTakeaways: readonly number[]) {
    const ids = new Set(nextPosts.map((post) => post.id))
    const came = known ? nextPosts.filter((post) => !known?.has(post.id)).map((post) => post.id) : []
    news = new Set([...[...news].filter((id) => ids.has(id)), ...came])
    // The first set is not news; everything that comes after it is.
    if (known || nextPosts.length > 0) known = ids
    posts = nextPosts
    takeaways = nextTakeaways
    rotation = forgetMissing(rotation, posts)
    const wasEmpty = visiblePosts(scene).length === 0
    refreshScene()
    if (scene.takeaway === undefined || (wasEmpty && posts.length > 0)) turn()
  }

  /** Edits show where the post stands; what may not be seen any more goes before anything else happens. */
  function refreshScene() {
    const byId = new Map(posts.map((post) => [post.id, post]))
    const places = scene.places.map((shown) => {
      const post = shown && byId.get(shown.post.id)
      if (!shown || !post || post.takeaway !== scene.takeaway) return undefined
      return post === shown.post ? shown : showPost(post)
    })
    if (places.every((shown, index) => shown === scene.places[index])) return
    const hasLost = places.some((shown, index) => !shown && scene.places[index])
    show({ ...scene, places })
    if (hasLost) wait(refillMs)
  }

  function turn() {
    const spotlight = scene.places[0]
    if (posts.length === 0) turnQuietPage()
    else if (spotlight && spotlight.page + 1 < spotlight.pages.length) turnPage(spotlight)
    else turnCard()
  }

  /** Nobody has answered yet: the takeaways themselves take turns. */
  function turnQuietPage() {
    const at = takeaways.indexOf(scene.takeaway ?? Number.NaN)
    show({ ...emptyScene, takeaway: takeaways[(at + 1) % Math.max(1, takeaways.length)] })
    wait(quietMs)
  }

  function turnPage(spotlight: Shown) {
    const shown = { ...spotlight, page: spotlight.page + 1 }
    show(withPlace(scene, 0, shown))
    wait(dwellMs(countCharacters(shown)))
  }

  function turnCard() {
    const isOver = turnsLeft <= 0 || hasNewsElsewhere() || visiblePosts(scene).length === 0
    const choice = { visible: visiblePosts(scene), news }
    // News of somebody who stands here already takes the place of their other words.
    const isNews = { accept: (post: WallPost) => news.has(post.id), mayRepeatAuthor: true }
    const post = isOver
      ? undefined
      : (pickPost(rotation, posts, { ...choice, ...isNews }) ?? pickPost(rotation, posts, choice))
    if (post) turnTo(post)
    else openNextChapter()
  }

  function turnTo(post: WallPost) {
    turnsLeft -= 1
    const place = choosePlace(post)
    const shown = put(place, post)
    const others = scene.places.map((other) =>
      other && authorKey(other.post) === authorKey(post) ? undefined : other,
    )
    show(withPlace({ ...scene, places: others }, place, shown))
    wait(dwellMs(countCharacters(shown)))
  }

  function hasNewsElsewhere(): boolean {
    // One turn of grace, so that a busy hour does not make the stage restless.
    return (
      turnsLeft < turnsInChapter &&
      posts.some((post) => news.has(post.id) && post.takeaway !== scene.takeaway)
    )
  }

  /** An empty place first, then the one that has stood longest; only the spotlight holds long words and pictures. */
  function choosePlace(post: WallPost): number {
    if (!fitsBeside(post)) return 0
    const own = scene.places.findIndex((shown) => shown && authorKey(shown.post) === authorKey(post))
    if (own >= 0) return own
    const used = scene.places.flatMap((shown, index) => (shown || index === 0 ? [index] : []))
    const empty = scene.places.findIndex((shown) => !shown)
    if (empty === 0 || (empty > 0 && used.length > 1)) return empty
    return used.sort((a, b) => (turnedAt[a] ?? 0) - (turnedAt[b] ?? 0))[0] ?? 0
  }

  function openNextChapter() {
    const key = pickChapter(rotation, posts, news)
    if (key === undefined) return turnQuietPage()
    rotation = openChapter(rotation, key)
    turnsLeft = turnsInChapter
    if (key === scene.takeaway && visiblePosts(scene).length > 0) stayHere()
    else openScene(key)
  }

  /** The only takeaway with answers goes on card by card; with nothing else to show, everything stands. */
  function stayHere() {
    const choice = { visible: visiblePosts(scene), news }
    const post =
      pickPost(rotation, posts, choice) ?? pickPost(rotation, posts, { ...choice, mayRepeatAuthor: true })
    if (post) turnTo(post)
    else wait(quietMs)
  }

  /** The takeaway changes and its places fill. */
  function openScene(key: ChapterKey) {
    turnedAt = turnedAt.map(() => 0)
    let next: Scene = { ...emptyScene, takeaway: key }
    let characters = 0
    for (let place = 0; place < placeCount; place += 1) {
      const first = next.places[0]
      // Words that need more than one page, and pictures with many words, have the stage to themselves.
      if (first && first.pages.length > 1) break
      const accept = place === 0 ? {} : { accept: fitsBeside }
      const post = pickPost(rotation, posts, { visible: visiblePosts(next), news, ...accept })
      if (!post) break
      const shown = put(place, post)
      next = withPlace(next, place, shown)
      characters += countCharacters(shown)
    }
    show(next)
    wait(Math.min(longestOpeningMs, dwellMs(characters)))
  }

  function put(place: number, post: WallPost): Shown {
    rotation = recordSeen(rotation, post)
    turnedAt[place] = rotation.turn
    news = new Set([...news].filter((id) => id !== post.id))
    return showPost(post)
  }

  function show(next: Scene) {
    scene = next
    onScene(scene)
  }

  function wait(delayMs: number) {
    world.clearTimer(timer)
    if (!isPaused) timer = world.setTimer(turn, delayMs)
  }
}
