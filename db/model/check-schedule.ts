const secondMs = 1000
const minuteMs = 60 * secondMs

/**
 * A new or edited post the network does not confirm yet: it often lags some seconds behind its own stream.
 */
const unconfirmedMs = [
  2 * secondMs,
  5 * secondMs,
  15 * secondMs,
  minuteMs,
  5 * minuteMs,
  30 * minuteMs,
  60 * minuteMs,
]
/** So many of them are nothing out of the way: they take a minute and a half. */
export const lateLooks = 4
/**
 * A confirmed post that the network no longer has: hidden at once; after this many looks it counts as
 * deleted.
 */
const missingMs = [minuteMs, 5 * minuteMs, 20 * minuteMs, 60 * minuteMs]

/**
 * No post waits longer for its next look, but for one that is confirmed and looked at again every so often.
 */
export const longestLookMs = 60 * minuteMs

/** The network said nothing of a post: its account is away, or new there. */
export const unansweredMs = minuteMs

/** After how many looks the network's own version of an unconfirmed edit is taken over. */
export const adoptAfterAttempts = 3

/** Looks in doubt: the first ones soon, since most such services mend within minutes. */
const soonLooks = 5
const doubtfulMs = 5 * minuteMs
/** So many looks in doubt are a week: then the silence counts after all. */
const doubtfulLooks = (7 * 24 * 60 * minuteMs) / doubtfulMs

/**
 * How long it speaks for a service that it found a post: as long as the last wait before a single one counts
 * as deleted, so that then others were found since.
 */
export const findingsLastMs = 60 * minuteMs

/** How many posts, and of how many authors, look-ups lately found and did not find. */
export interface Findings {
  /** `edited`: of these posts those of which another version came, so that the service did answer. */
  unfound: { posts: number; authors: number; edited: number }
  /** Authors with a post that was not found are left out. */
  found: { posts: number; authors: number }
}

/**
 * Whether so many are not found that it may be the look-up's fault, and is no word on any of them. A few
 * posts of one author may go, and those of three, if they are at most a fifth of what is looked for. Where
 * nothing is found nothing speaks for the service, however few there are.
 */
export function isDoubtful({ unfound, found }: Findings): boolean {
  if (found.posts === 0 && !unfound.edited) return unfound.posts > 0
  if (unfound.authors <= 1 && unfound.posts <= 3) return false
  return unfound.authors > 3 || isLarge(unfound.authors, found.authors) || isLarge(unfound.posts, found.posts)
}

/** Whether these are more than a fifth of all. */
export function isLarge(these: number, others: number): boolean {
  return these * 5 > these + others
}

/**
 * What comes after a look that did not find a post: the next one, or 'give_up': treat it as deleted.
 * `attempts` counts the looks before this one; below zero it counts those in doubt, and begins anew when the
 * doubt ends. It counts looks and not time: no clock that is set, and no night without a network, can bring
 * the end nearer.
 */
export function nextLook(
  wasConfirmed: boolean,
  attempts: number,
  inDoubt: boolean,
): { attempts: number; waitMs: number } | 'give_up' {
  if (inDoubt) {
    const looks = Math.max(-attempts, 0) + 1
    if (looks > doubtfulLooks) return 'give_up'
    return { attempts: -looks, waitMs: looks <= soonLooks ? minuteMs : doubtfulMs }
  }
  const looks = Math.max(attempts, 0) + 1
  const waitMs = (wasConfirmed ? missingMs : unconfirmedMs)[looks - 1]
  return waitMs === undefined ? 'give_up' : { attempts: looks, waitMs }
}

/** Whether a post that was never confirmed is only as late as new posts often are. */
export function isLate(attempts: number): boolean {
  return attempts >= 0 && attempts < lateLooks
}
