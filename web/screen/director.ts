// Runs the screen: one timer, one scene. Those who stand together are there for the time it takes to read
// them all; a removed post leaves at once, and a new one comes within seconds. It knows no DOM, so that a
// test can play days of it.
import type { WallPost } from '@wall/api/wire/post'
import { dwellMs, mostSceneMs, sceneMs } from './dwell.ts'
import {
  authorKey,
  type ChapterKey,
  forgetMissing,
  listDue,
  openChapter,
  pickChapter,
  type Rotation,
  recordSeen,
  startRotation,
  startRound,
  takeBack,
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
import { weighText } from './text-pages.ts'

export type DirectorWorld = {
  setTimer(run: () => void, delayMs: number): unknown
  clearTimer(timer: unknown): void
  /** In ms; only differences count. */
  now(): number
  /** These are on next: what they need is to be there before their turn. */
  prepare(posts: readonly WallPost[]): void
}

export interface Director {
  /**
   * All posts that may be seen now, and the ids of all takeaways, in order. Missing ones leave the stage at
   * once. `came` has just been published: whatever else is new here waited while the screen was away, and has
   * its turn like the others.
   */
  setPosts(posts: readonly WallPost[], takeaways: readonly number[], came?: readonly number[]): void
  /** How many places this screen shows; nobody is put where no one looks. */
  setPlaces(count: number): void
  /** What stands in this place is more than it holds, even in the smallest letters. */
  splitPlace(place: number, shown: Shown): void
  /** On to what comes next now, also while paused. */
  next(): void
  pause(): void
  resume(): void
  close(): void
}

const refillMs = 700
const quietMs = 12_000
/** News comes within eight seconds: after this long what stands there has been looked at. */
const newsAfterMs = 6_000
/** So many scenes of news, then one of those who wait: a busy hour must not push out everybody else. */
const mostNewsInARow = 3
/** No page is cut to less than this. */
const leastWeight = 16

/** All that changes from turn to turn. A step makes a new one, so that one can look ahead. */
type Stage = {
  readonly scene: Scene
  readonly rotation: Rotation
  /**
   * Posts that came while the room looked, and that it has not seen yet; the first to come is the first here.
   */
  readonly news: ReadonlySet<number>
  readonly newsInARow: number
}

export function createDirector(onScene: (scene: Scene) => void, world: DirectorWorld): Director {
  let posts: readonly WallPost[] = []
  let takeaways: readonly number[] = []
  let places = placeCount
  let stage: Stage = { scene: emptyScene, rotation: startRotation(), news: new Set(), newsInARow: 0 }
  /** Posts that this screen holds only in smaller pages, only without others beside, or not beside others. */
  const weights = new Map<number, number>()
  const alone = new Set<number>()
  const notBeside = new Set<number>()
  /** Since when each post on the stage stands there. */
  let stoodFrom: ReadonlyMap<number, number> = new Map()
  let changedAt = 0
  let endsAt = 0
  /** News ends what stands there before its time. */
  let isHurried = false
  let timer: unknown
  let isPaused = false

  return {
    setPosts,
    setPlaces,
    splitPlace,
    next: () => {
      isHurried = false
      turn()
    },
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

  function setPosts(
    nextPosts: readonly WallPost[],
    nextTakeaways: readonly number[],
    came: readonly number[] = [],
  ) {
    const ids = new Set(nextPosts.map((post) => post.id))
    const known = new Set(posts.map((post) => post.id))
    const news = [...stage.news, ...came.filter((id) => !known.has(id))].filter((id) => ids.has(id))
    const hasCome = news.length > stage.news.size
    posts = nextPosts
    takeaways = nextTakeaways
    for (const kept of [weights, alone, notBeside])
      for (const id of [...kept.keys()]) if (!ids.has(id)) kept.delete(id)
    stage = {
      ...stage,
      news: new Set(news),
      rotation: forgetMissing(stage.rotation, posts),
    }
    const wasEmpty = visiblePosts(stage.scene).length === 0
    refreshScene()
    if (stage.scene.takeaway === undefined || (wasEmpty && posts.length > 0)) return turn()
    if (hasCome) hurry(changedAt + newsAfterMs)
    lookAhead()
  }

  /** Edits show where the post stands; what may not be seen any more goes before anything else happens. */
  function refreshScene() {
    const { scene } = stage
    const byId = new Map(posts.map((post) => [post.id, post]))
    const after = scene.places.map((shown) => {
      const post = shown && byId.get(shown.post.id)
      if (!shown || !post || post.takeaway !== scene.takeaway) return undefined
      if (JSON.stringify(post) === JSON.stringify(shown.post)) return shown
      weights.delete(post.id)
      return showPost(post, { isNew: shown.isNew })
    })
    if (after.every((shown, index) => shown === scene.places[index])) return
    const hasLost = after.some((shown, index) => !shown && scene.places[index])
    show({ ...stage, scene: { ...scene, places: after } })
    if (hasLost) wait(refillMs, refill)
  }

  function setPlaces(count: number) {
    if (count === places) return
    places = count
    for (const kept of [weights, alone, notBeside]) kept.clear()
    const left = stage.scene.places.flatMap((shown, place) => (shown && place >= count ? [place] : []))
    if (left.length > 0) show(left.reduce(clearPlace, stage))
    lookAhead()
  }

  function splitPlace(place: number, shown: Shown) {
    if (stage.scene.places[place] !== shown) return
    const { id } = shown.post
    if (place > 0) {
      notBeside.add(id)
      show(fill(clearPlace(stage, place)))
    } else if (visiblePosts(stage.scene).length > 1) {
      alone.add(id)
      show([1, 2].reduce(clearPlace, stage))
    } else {
      // A page may weigh more than it should, where a name stays whole: each cut is smaller than the one
      // before all the same.
      const weight = Math.min(weights.get(id) ?? Infinity, Math.max(...shown.pages.map(weighText))) * 0.75
      if (weight < leastWeight) return
      weights.set(id, weight)
      const cut = showPost(shown.post, { most: weight, isNew: shown.isNew })
      const page = Math.floor((shown.page * cut.pages.length) / shown.pages.length)
      show({ ...stage, scene: withPlace(stage.scene, 0, { ...cut, page }) })
    }
    endsAt = changedAt + standMs(stage.scene)
    wait(endsAt - world.now())
    lookAhead()
  }

  function turn() {
    if (isHurried) stage = giveBackUnread(stage)
    isHurried = false
    const before = stage.scene
    const after = step(stage)
    if (after.scene === before) stage = after
    else show(after)
    changedAt = world.now()
    endsAt = changedAt + (after.scene === before ? quietMs : standMs(after.scene) - stoodBeforeMs())
    wait(endsAt - changedAt)
    if (stage.news.size > 0) hurry(changedAt + newsAfterMs)
    lookAhead()
  }

  /** Whoever had less time than their words take is still to come in this round. */
  function giveBackUnread(before: Stage): Stage {
    let { rotation } = before
    for (const shown of before.scene.places) {
      const stoodMs = shown ? world.now() - (stoodFrom.get(shown.post.id) ?? 0) : 0
      if (shown && stoodMs < dwellMs(countCharacters(shown))) rotation = takeBack(rotation, shown.post)
    }
    return { ...before, rotation }
  }

  /**
   * Those who stand beside news get no second scene by it, but whoever has just come may be read to the end.
   */
  function stoodBeforeMs(): number {
    const shown = stage.scene.places.filter((place) => place !== undefined)
    const stood = shown.map(({ post }) => world.now() - (stoodFrom.get(post.id) ?? world.now()))
    const came = shown.filter((_, index) => stood[index] === 0)
    if (came.length === 0 || came.length === shown.length) return 0
    const needMs = dwellMs(came.reduce((sum, one) => sum + countCharacters(one), 0))
    const fullMs = standMs(stage.scene)
    return Math.max(0, Math.min(fullMs - needMs, Math.max(...stood) + fullMs - mostSceneMs))
  }

  /** Somebody left: another one takes the place, and those who stand there keep their time. */
  function refill() {
    const after = fill(stage)
    if (visiblePosts(after.scene).length === 0) return turn()
    show(after)
    endsAt = Math.max(endsAt, world.now() + dwellMs(countAll(after.scene) / places))
    wait(endsAt - world.now())
    lookAhead()
  }

  /** Ends what stands there by this time, if it does not end before; two quick changes are kept apart. */
  function hurry(atMs: number) {
    const at = Math.max(atMs, world.now() + refillMs)
    if (at >= endsAt) return
    isHurried = true
    endsAt = at
    wait(endsAt - world.now())
  }

  function lookAhead() {
    const ids = new Set(visiblePosts(stage.scene).map((post) => post.id))
    world.prepare(visiblePosts(step(stage).scene).filter((post) => !ids.has(post.id)))
  }

  /** What the next turn brings. Changes nothing. */
  function step(before: Stage): Stage {
    const { scene, news } = before
    const spotlight = scene.places[0]
    if (posts.length === 0) return { ...before, scene: nextQuietPage(scene) }
    const fresh = posts.filter((post) => news.has(post.id))
    const [firstId] = news
    const first = fresh.find((post) => post.id === firstId)
    if (first && before.newsInARow < mostNewsInARow) return showNews(before, first)
    if (spotlight && spotlight.page + 1 < spotlight.pages.length)
      return { ...before, scene: withPlace(scene, 0, { ...spotlight, page: spotlight.page + 1 }) }
    return openNextChapter({ ...before, newsInARow: 0 })
  }

  /** Nobody has answered yet: the takeaways themselves take turns. */
  function nextQuietPage(scene: Scene): Scene {
    const at = takeaways.indexOf(scene.takeaway ?? Number.NaN)
    return { ...emptyScene, takeaway: takeaways[(at + 1) % Math.max(1, takeaways.length)] }
  }

  function showNews(before: Stage, post: WallPost): Stage {
    const { scene } = before
    const spotlight = scene.places[0]
    const isCutOff = spotlight && spotlight.page + 1 < spotlight.pages.length
    const rotation = isCutOff ? takeBack(before.rotation, spotlight.post) : before.rotation
    const next = { ...before, rotation, newsInARow: before.newsInARow + 1 }
    const isLong = makeShown(post, next).pages.length > 1 || alone.has(post.id)
    if (post.takeaway !== scene.takeaway || isCutOff || isLong) return openScene(next, post.takeaway)
    const place = choosePlace(scene, post)
    const others = scene.places.map((other) =>
      other && authorKey(other.post) === authorKey(post) ? undefined : other,
    )
    return put({ ...next, scene: { ...scene, places: others } }, place, post)
  }

  /**
   * The place of the author's other words, else an empty one, else the first that does not hold news itself.
   */
  function choosePlace(scene: Scene, post: WallPost): number {
    if (!mayStandBeside(post)) return 0
    const seen = scene.places.slice(0, places)
    const own = seen.findIndex((shown) => shown && authorKey(shown.post) === authorKey(post))
    if (own >= 0) return own
    const empty = seen.findIndex((shown) => !shown)
    return empty >= 0
      ? empty
      : Math.max(
          0,
          seen.findIndex((shown) => !shown?.isNew),
        )
  }

  function openNextChapter(before: Stage): Stage {
    const waiting = listWaiting(before)
    const isOver = listDue(before.rotation, waiting).length === 0
    const rotation = isOver ? startRound(before.rotation, waiting, places) : before.rotation
    const current = before.scene.takeaway
    const key = pickChapter(rotation, listDue(rotation, waiting), current)
    if (key === undefined) return before
    const next = openScene({ ...before, rotation }, key)
    const ids = new Set(visiblePosts(before.scene).map((post) => post.id))
    const isSame = key === current && visiblePosts(next.scene).every((post) => ids.has(post.id))
    // With nobody else to show, everybody stays where they are.
    return isSame ? { ...next, scene: before.scene } : next
  }

  /** The takeaway has the stage, and its places fill. */
  function openScene(before: Stage, key: ChapterKey): Stage {
    const rotation = openChapter(before.rotation, key)
    return fill({ ...before, rotation, scene: { ...emptyScene, takeaway: key } }, before.scene)
  }

  /**
   * Those who have no other way to the stage than their turn: all but the news, unless there is nothing else.
   */
  function listWaiting({ news }: Stage): readonly WallPost[] {
    const others = posts.filter((post) => !news.has(post.id))
    return others.length > 0 ? others : posts
  }

  /**
   * Puts those whose turn it is into the empty places, in front nobody who just stood there. News goes first
   * in its own scenes, and last in the one for those who wait.
   */
  function fill(before: Stage, left: Scene = emptyScene): Stage {
    let next = before
    const justSeen = new Set(visiblePosts(left).map((post) => post.id))
    for (let place = 0; place < places; place += 1) {
      if (next.scene.places[place]) continue
      const spotlight = next.scene.places[0]
      // Words that need more than one page have the stage to themselves.
      if (spotlight && (spotlight.pages.length > 1 || alone.has(spotlight.post.id))) break
      const here = new Set(visiblePosts(next.scene).map(authorKey))
      const fresh = [...next.news].flatMap((id) => posts.find((post) => post.id === id) ?? [])
      const due = listDue(next.rotation, listWaiting(next))
      const line = next.newsInARow > 0 ? [...fresh, ...due] : [...due, ...fresh]
      const candidates = line.filter((post) => {
        const isFree = post.takeaway === next.scene.takeaway && !here.has(authorKey(post))
        return isFree && (place === 0 || mayStandBeside(post))
      })
      const isFirst = (post: WallPost) => place > 0 || !justSeen.has(post.id)
      const post = candidates.find(isFirst) ?? candidates[0]
      if (post) next = put(next, place, post)
    }
    return next
  }

  function mayStandBeside(post: WallPost): boolean {
    return fitsBeside(post) && !notBeside.has(post.id) && !alone.has(post.id)
  }

  function put(before: Stage, place: number, post: WallPost): Stage {
    return {
      ...before,
      scene: withPlace(before.scene, place, makeShown(post, before)),
      rotation: recordSeen(before.rotation, post),
      news: new Set([...before.news].filter((id) => id !== post.id)),
    }
  }

  function makeShown(post: WallPost, { news }: Stage): Shown {
    return showPost(post, { most: weights.get(post.id), isNew: news.has(post.id) })
  }

  /** Whoever stood there was not read: their turn is still to come. */
  function clearPlace(before: Stage, place: number): Stage {
    const shown = before.scene.places[place]
    if (!shown) return before
    const news = shown.isNew ? new Set([...before.news, shown.post.id]) : before.news
    const rotation = takeBack(before.rotation, shown.post)
    return { ...before, news, rotation, scene: withPlace(before.scene, place, undefined) }
  }

  function standMs(scene: Scene): number {
    if (visiblePosts(scene).length === 0) return quietMs
    const spotlight = scene.places[0]
    const isPaged = spotlight !== undefined && spotlight.pages.length > 1
    return isPaged ? dwellMs(countCharacters(spotlight)) : sceneMs(countAll(scene))
  }

  function show(next: Stage) {
    stage = next
    const now = world.now()
    stoodFrom = new Map(visiblePosts(stage.scene).map(({ id }) => [id, stoodFrom.get(id) ?? now]))
    onScene(stage.scene)
  }

  function wait(delayMs: number, run: () => void = turn) {
    world.clearTimer(timer)
    if (!isPaused) timer = world.setTimer(run, Math.max(0, delayMs))
  }
}

function countAll(scene: Scene): number {
  return scene.places.reduce((sum, shown) => sum + (shown ? countCharacters(shown) : 0), 0)
}
