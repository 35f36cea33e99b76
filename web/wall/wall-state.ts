import type { CampaignView } from '@wall/api/wire/campaign'
import type { WallPost } from '@wall/api/wire/post'
import type { WallCounts, WallPage, WallSnapshot } from '@wall/api/wire/wall'

/** What the public stream brings, apart from `reset`. */
export type WallNews = { post: WallPost; gone: { id: number }; counts: WallCounts; campaign: CampaignView }
export type WallNewsItem = { [Name in keyof WallNews]: { name: Name; data: WallNews[Name] } }[keyof WallNews]

/** A takeaway's id as text, or "unfiled": the keys of WallCounts. */
export type SectionKey = string

export type Section = {
  /** Post ids a reader sees, newest first. */
  readonly shown: readonly number[]
  /** Post ids that came since, held back until the reader asks: nothing may move under somebody's eyes. */
  readonly waiting: readonly number[]
  /** Post ids that are known, older than the shown ones, and not asked for yet. */
  readonly later: readonly number[]
  /** Where older posts go on; null when there are none, undefined when nobody has asked yet. */
  readonly next: string | null | undefined
}

export type WallState = {
  readonly campaign: CampaignView
  readonly counts: WallCounts
  readonly posts: ReadonlyMap<number, WallPost>
  readonly sections: ReadonlyMap<SectionKey, Section>
}

const emptySection: Section = { shown: [], waiting: [], later: [], next: undefined }
/** So many answers of a takeaway to begin with: a glance at each, not a mile of one. */
const shownAtFirst = 8
const shownMore = 16

export function sectionKey(takeaway: number | null): SectionKey {
  return takeaway === null ? 'unfiled' : String(takeaway)
}

export function startWall(snapshot: WallSnapshot): WallState {
  const posts = new Map(snapshot.posts.map((post) => [post.id, post]))
  const sections = new Map<SectionKey, Section>()
  for (const post of snapshot.posts) {
    const key = sectionKey(post.takeaway)
    const section = sections.get(key) ?? emptySection
    sections.set(key, { ...section, shown: [...section.shown, post.id] })
  }
  const state = { campaign: snapshot.campaign, counts: snapshot.counts, posts, sections }
  return {
    ...state,
    sections: mapSections(state, (section) => holdLater(sortShown(state, section), shownAtFirst)),
  }
}

/**
 * The wall after a gap that only a new snapshot could fill. What the snapshot does not confirm is dropped,
 * since it may have been taken down; what is new in it waits like any new post.
 */
export function restartWall(before: WallState, snapshot: WallSnapshot): WallState {
  const after = startWall(snapshot)
  const sections = mapSections(after, (section, key) => {
    const seen = new Set(before.sections.get(key)?.shown)
    const all = [...section.shown, ...section.later]
    const shown = all.filter((id) => seen.has(id))
    const last = shown.at(-1)
    if (last === undefined) return section
    const rest = all.filter((id) => !seen.has(id))
    const isLater = (id: number) => all.indexOf(id) > all.indexOf(last)
    return { ...section, shown, waiting: rest.filter((id) => !isLater(id)), later: rest.filter(isLater) }
  })
  return { ...after, sections }
}

export function applyNews(state: WallState, news: readonly WallNewsItem[]): WallState {
  return news.reduce(applyOne, state)
}

function applyOne(state: WallState, item: WallNewsItem): WallState {
  if (item.name === 'post') return putPost(state, item.data)
  if (item.name === 'gone') return dropPost(state, item.data.id)
  if (item.name === 'counts') return { ...state, counts: item.data }
  return { ...state, campaign: item.data }
}

/** Lets the waiting posts of a section in, each at its place in time. */
export function revealWaiting(state: WallState, key: SectionKey): WallState {
  return changeSection(state, key, (section) =>
    sortShown(state, { ...section, shown: [...section.waiting, ...section.shown], waiting: [] }),
  )
}

/** Shows some of the older posts that are known already. */
export function showLater(state: WallState, key: SectionKey): WallState {
  return changeSection(state, key, (section) => {
    const more = section.later.slice(0, shownMore)
    const grown = { ...section, shown: [...section.shown, ...more], later: section.later.slice(shownMore) }
    return sortShown(state, grown)
  })
}

/** Adds a page of older posts. Posts that are here already are replaced, not doubled. */
export function addOlder(state: WallState, key: SectionKey, page: WallPage): WallState {
  const posts = new Map(state.posts)
  for (const post of page.posts) posts.set(post.id, post)
  const grown = { ...state, posts }
  return changeSection(grown, key, (section) => {
    const here = new Set([...section.shown, ...section.waiting, ...section.later])
    const fresh = page.posts.filter((post) => sectionKey(post.takeaway) === key && !here.has(post.id))
    return sortShown(grown, {
      ...section,
      shown: [...section.shown, ...fresh.map((post) => post.id)],
      next: page.next,
    })
  })
}

export function hasOlder(state: WallState, key: SectionKey): boolean {
  const section = getSection(state, key)
  if (section.later.length > 0) return true
  if (section.next !== undefined) return section.next !== null
  return (state.counts[key] ?? 0) > section.shown.length + section.waiting.length
}

export function getSection(state: WallState, key: SectionKey): Section {
  return state.sections.get(key) ?? emptySection
}

/**
 * How many answers of a section a reader has been shown, or can have shown: those that wait behind "new" are
 * not among them yet.
 */
export function countAnswers(state: WallState, key: SectionKey): number {
  const { shown, waiting, later } = getSection(state, key)
  return Math.max((state.counts[key] ?? 0) - waiting.length, shown.length + later.length)
}

export function countWaiting(state: WallState): number {
  let count = 0
  for (const section of state.sections.values()) count += section.waiting.length
  return count
}

/** An edit keeps its place; a post that is new, or that has moved to another takeaway, waits. */
function putPost(state: WallState, post: WallPost): WallState {
  const known = state.posts.get(post.id)
  const posts = new Map(state.posts).set(post.id, post)
  if (known && known.takeaway === post.takeaway) return { ...state, posts }
  const without = known ? dropPost(state, post.id) : state
  const key = sectionKey(post.takeaway)
  return changeSection({ ...without, posts }, key, (section) => {
    // With nothing to push about, the first answer may appear at once.
    if (section.shown.length === 0) return { ...section, shown: [post.id] }
    return { ...section, waiting: [post.id, ...section.waiting] }
  })
}

function dropPost(state: WallState, id: number): WallState {
  if (!state.posts.has(id)) return state
  const posts = new Map(state.posts)
  posts.delete(id)
  const sections = mapSections(state, (section) => {
    const { shown, waiting, later } = section
    if (![shown, waiting, later].some((ids) => ids.includes(id))) return section
    return { ...section, shown: without(shown, id), waiting: without(waiting, id), later: without(later, id) }
  })
  return { ...state, posts, sections }
}

function without(ids: readonly number[], id: number): readonly number[] {
  return ids.filter((other) => other !== id)
}

function sortShown(state: Pick<WallState, 'posts'>, section: Section): Section {
  const at = (id: number) => state.posts.get(id)?.sortAt ?? ''
  return { ...section, shown: [...section.shown].sort((a, b) => at(b).localeCompare(at(a)) || b - a) }
}

function holdLater(section: Section, most: number): Section {
  return { ...section, shown: section.shown.slice(0, most), later: section.shown.slice(most) }
}

function changeSection(state: WallState, key: SectionKey, change: (section: Section) => Section): WallState {
  return { ...state, sections: new Map(state.sections).set(key, change(getSection(state, key))) }
}

function mapSections(
  state: WallState,
  change: (section: Section, key: SectionKey) => Section,
): Map<SectionKey, Section> {
  return new Map([...state.sections].map(([key, section]) => [key, change(section, key)]))
}
