import type { AuthorStanding, AuthorWishes } from './author.ts'
import type { PostStanding } from './standing.ts'

/**
 * Why a post was taken away: its author deleted it; edited it so that it no longer answers the campaign;
 * or the network no longer has it (`missing`, which may pass).
 */
export type RemovedWhy = 'deleted' | 'untagged' | 'missing'

/** `unreleased`: the takeaway it stands under has not begun; it waits for its day. */
export type HiddenWhy = RemovedWhy | 'account' | 'opted_out' | 'label' | 'unverified' | 'unreleased'

interface Facts {
  removedWhy: RemovedWhy | null
  cid: string
  /** The version the network has confirmed; stream data alone is never shown. */
  verifiedCid: string | null
  selfLabels: readonly string[]
  labels: readonly string[]
  author: { standing: AuthorStanding; wishes: AuthorWishes; labels: readonly string[] }
  takeaway: number | null
  /** Ids of its campaign's takeaways that are not released. */
  unreleased: readonly number[]
}

/** What a network took down. */
export const takenDownLabels: ReadonlySet<string> = new Set(['!takedown', '!suspend'])
const adultLabels = new Set(['porn', 'sexual', 'graphic-media', 'gore'])

/** The network's own word against a post. Source: @atproto/api label definitions. */
export function isWarningLabel(label: string): boolean {
  return label === '!hide' || label === '!warn' || takenDownLabels.has(label)
}

/** Adult or graphic content; `nudity` alone is not meant. */
export function isAdultLabel(label: string): boolean {
  return adultLabels.has(label)
}

/** Labels that keep a post off a public wall. */
export function isHidingLabel(label: string): boolean {
  return isWarningLabel(label) || isAdultLabel(label)
}

/**
 * Why this post may not be shown, whatever the moderators say; null when it may. The weightiest reason wins.
 */
export function whyHidden(facts: Facts): HiddenWhy | null {
  if (facts.removedWhy) return facts.removedWhy
  if (facts.author.standing !== 'active') return 'account'
  if (facts.author.wishes !== 'public') return 'opted_out'
  const labels = [...facts.selfLabels, ...facts.labels, ...facts.author.labels]
  if (labels.some(isHidingLabel)) return 'label'
  if (facts.verifiedCid !== facts.cid) return 'unverified'
  if (facts.takeaway !== null && facts.unreleased.includes(facts.takeaway)) return 'unreleased'
  return null
}

/**
 * Nothing keeps it off the wall but perhaps a decision. As conditions for the database:
 * `db/store/visibility.ts`.
 */
export function isVisible({ hiddenWhy }: { hiddenWhy: HiddenWhy | null }): boolean {
  return hiddenWhy === null
}

/** A post shows only when it is approved and visible. */
export function isShown(post: { standing: PostStanding; hiddenWhy: HiddenWhy | null }): boolean {
  return post.standing === 'approved' && isVisible(post)
}

/** Nobody asked for it to be hidden: it is visible, or waits for the network or for its day. */
export function isPassing({ hiddenWhy }: { hiddenWhy: HiddenWhy | null }): boolean {
  return hiddenWhy === null || hiddenWhy === 'unverified' || hiddenWhy === 'unreleased'
}

/** Whether a post's words are gone for good. */
export function isErased({ removedWhy }: { removedWhy: RemovedWhy | null }): boolean {
  return removedWhy === 'deleted' || removedWhy === 'untagged'
}
