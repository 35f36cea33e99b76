const secondMs = 1000
const minuteMs = 60 * secondMs

/** A new or edited post the network does not confirm yet: it often lags some seconds behind its own stream. */
const unconfirmedMs = [
  2 * secondMs,
  5 * secondMs,
  15 * secondMs,
  minuteMs,
  5 * minuteMs,
  30 * minuteMs,
  60 * minuteMs,
]
/** A confirmed post that the network no longer has: hidden at once; after this many looks it counts as deleted. */
const missingMs = [minuteMs, 5 * minuteMs, 20 * minuteMs, 60 * minuteMs]

/** The network said nothing of a post: its account is away, or new there. */
export const unansweredMs = minuteMs

/** After how many looks the network's own version of an unconfirmed edit is taken over. */
export const adoptAfterAttempts = 3

/** When to look again (ms from now), or 'give_up': treat it as deleted. `attempts` counts the looks so far, this one included. */
export function nextLook(wasConfirmed: boolean, attempts: number): number | 'give_up' {
  const waits = wasConfirmed ? missingMs : unconfirmedMs
  return waits[attempts - 1] ?? 'give_up'
}
