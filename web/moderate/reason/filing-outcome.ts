// What became of a post's filing and why, as plain data; `filing-reason.tsx` says it in the reader's
// language.
import type { FilingView, QueuePost } from '@wall/api/wire/queue'

export type Suggested = FilingView['suggestions'][number]
export type SignalSeen = NonNullable<FilingView['signals']>[number]
export type NearPost = NonNullable<FilingView['near']>[number]

/**
 * `filed`: it stands somewhere by a rule, its words or a person; `proposed`: under a takeaway, until a person
 * decides; `suggested`: a guess; `none`: it seems to speak to none; `unread`: nobody has read its words yet,
 * and nothing names a takeaway.
 */
export type Outcome = 'filed' | 'proposed' | 'suggested' | 'none' | 'unread'

export type Reason =
  | { kind: 'person'; name: string | null }
  | { kind: 'unread' }
  /** Everything that names a takeaway names this one. */
  | { kind: 'rule'; signals: readonly SignalSeen[] }
  /** Several are named, so a person has to choose. */
  | { kind: 'several'; signals: readonly SignalSeen[] }
  /**
   * A language model suggests it, because the words are unsure; the reason is its own words, perhaps none.
   */
  | { kind: 'advised'; takeaway: number | null; reason: string }
  /** No words when none of them tells a reader anything by itself. */
  | { kind: 'words'; takeaway: number | null; words: readonly string[] }
  /** There was nothing to go by. */
  | { kind: 'nothing' }
  /** Only the worker's own sentence is known, in English. */
  | { kind: 'told'; reason: string }

/** Chips offered, each with its key. */
const chipCount = 3
const nearCount = 3

/**
 * The places on offer, best first; "none" is one of them when it is among the best. They stay when one of
 * them is taken.
 */
export function listChips(filing: FilingView): readonly Suggested[] {
  return filing.suggestions.slice(0, chipCount)
}

/** Whether a place is among those on offer; of the others nothing like the post was looked for. */
export function isOffered(filing: FilingView, takeaway: number | null): boolean {
  return listChips(filing).some((one) => one.takeaway === takeaway)
}

export function findOutcome(filing: FilingView): Outcome {
  if (filing.by !== null) return 'filed'
  if (typeof filing.proposed === 'number') return 'proposed'
  if (filing.suggestions.length === 0 && (filing.signals ?? []).length === 0) return 'unread'
  const [best] = filing.suggestions
  return best && best.takeaway !== null ? 'suggested' : 'none'
}

export function findReason(filing: FilingView): Reason {
  if (findOutcome(filing) === 'unread' && filing.reason.endsWith('read in a moment'))
    return { kind: 'unread' }
  if (filing.by === 'moderator') return { kind: 'person', name: filing.byName ?? null }
  const signals = filing.signals ?? []
  const named = new Set(signals.map((signal) => signal.takeaway))
  if (filing.by === 'rule' && named.size > 0)
    return { kind: 'rule', signals: signals.filter((signal) => signal.takeaway === filing.takeaway) }
  if (filing.by === null && named.size > 1) return { kind: 'several', signals }
  if (filing.secondOpinion) return { kind: 'advised', ...filing.secondOpinion }
  const place = filing.by === null ? filing.suggestions[0]?.takeaway : filing.takeaway
  const words = filing.suggestions.find((one) => one.takeaway === place)?.words
  if (place !== undefined && words && named.size === 0) return { kind: 'words', takeaway: place, words }
  return filing.reason ? { kind: 'told', reason: filing.reason } : { kind: 'nothing' }
}

/** The words of the post that speak for a place, strongest first. */
export function listWords(filing: FilingView, takeaway: number | null): readonly string[] {
  return filing.suggestions.find((one) => one.takeaway === takeaway)?.words ?? []
}

/**
 * Words to point out in the post: those its reason speaks of, or those that speak for the place asked about.
 */
export function findMarks(
  filing: FilingView,
  asked: number | null | undefined,
): { words: readonly string[]; takeaway: number | null } {
  if (asked !== undefined) return { words: listWords(filing, asked), takeaway: asked }
  const reason = findReason(filing)
  if (reason.kind === 'words') return reason
  if (reason.kind !== 'rule' && reason.kind !== 'several') return { words: [], takeaway: null }
  const words = reason.signals.flatMap((signal) => (signal.written ? [signal.written] : []))
  return { words, takeaway: filing.takeaway }
}

/**
 * What speaks against a place: words the model holds against it, else those that draw the post to a better
 * one.
 */
export function listWordsAgainst(
  filing: FilingView,
  takeaway: number | null,
): { words: readonly string[]; drawnTo: number | null | undefined } {
  const asked = filing.suggestions.find((one) => one.takeaway === takeaway)
  if (asked?.against && asked.against.length > 0) return { words: asked.against, drawnTo: undefined }
  const best = filing.suggestions.find((one) => one.takeaway !== takeaway && (one.words ?? []).length > 0)
  const own = new Set(asked?.words)
  const words = (best?.words ?? []).filter((word) => !own.has(word))
  return { words, drawnTo: words.length > 0 ? best?.takeaway : undefined }
}

/**
 * Known posts like it. Of one place when asked: then the nearest one there, too, that is little like it.
 * Those whose words were erased are left out.
 */
export function listNear(filing: FilingView, takeaway?: number | null): readonly NearPost[] {
  return (filing.near ?? [])
    .filter((one) => one.text !== null && (takeaway === undefined ? !one.isFar : one.takeaway === takeaway))
    .slice(0, nearCount)
}

/** Posts without words of their own are filed by what their pictures' alt texts say, if they say anything. */
export function findPictureReading(post: Pick<QueuePost, 'body' | 'media'>): 'alt' | 'nothing' | null {
  const words = post.body
    .filter((segment) => segment.kind === 'text')
    .map((segment) => segment.text)
    .join('')
  if (/\p{L}{2}/u.test(words) || post.media.length === 0) return null
  return post.media.some((media) => media.alt.trim() !== '') ? 'alt' : 'nothing'
}
