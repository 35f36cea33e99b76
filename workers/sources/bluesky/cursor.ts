import { clockSlackMs } from '@wall/db/model/wait'

/**
 * What a Bluesky source remembers. Times of the stream are portable among hosts and wires (sequence numbers
 * are not). A gap survives a restart, so that it is searched for sooner or later.
 */
export interface Cursor {
  /** Newest finished frame, unix µs; null before the first. */
  timeUs: number | null
  /** Posts since then may have been missed, epoch ms; null when there is no gap. */
  gapSince: number | null
  /** When a search last went all the way, epoch ms. */
  searchedAt: number | null
}

/** Anything that is not a cursor counts as none: the search then fills what is missing. */
export function readCursor(stored: string | null): Cursor {
  const none: Cursor = { timeUs: null, gapSince: null, searchedAt: null }
  if (!stored) return none
  try {
    const value: unknown = JSON.parse(stored)
    if (typeof value === 'number') return { ...none, timeUs: readTime(value, 1e15) }
    if (typeof value !== 'object' || value === null) return none
    const { timeUs, gapSince, searchedAt } = value as Record<string, unknown>
    return {
      timeUs: readTime(timeUs, 1e15),
      gapSince: readTime(gapSince, 0),
      searchedAt: readTime(searchedAt, 0),
    }
  } catch {
    return none
  }
}

/** The earliest of all; whoever was never searched for makes the search begin anew for all. */
export function joinCursors(stored: readonly (string | null)[]): string {
  const cursors = stored.map(readCursor)
  const findLeast = (times: (number | null)[]) => {
    const known = times.filter((time) => time !== null)
    return known.length > 0 ? Math.min(...known) : null
  }
  const searched = cursors.map(({ searchedAt }) => searchedAt)
  return writeCursor({
    timeUs: findLeast(cursors.map(({ timeUs }) => timeUs)),
    gapSince: findLeast(cursors.map(({ gapSince }) => gapSince)),
    searchedAt: searched.includes(null) ? null : findLeast(searched),
  })
}

const dayMs = 86_400_000

/**
 * Times ahead of now were written by a clock that was wrong, then or now: where the search ended nobody
 * knows, so it begins anew, and a gap counts from a day before.
 */
export function mendTimes(cursor: Cursor, now: number): void {
  if (cursor.searchedAt !== null && cursor.searchedAt > now + clockSlackMs) cursor.searchedAt = null
  if (cursor.gapSince !== null && cursor.gapSince > now) cursor.gapSince = now - dayMs
}

/**
 * When the place turned out to lie ahead of `nowMs`: a day is about what Jetstream keeps. Answers since when
 * posts may be missing.
 */
export function stepBackADay(cursor: Cursor, nowMs: number): number {
  const since = Math.floor(nowMs) - dayMs
  cursor.timeUs = since * 1000
  return since
}

export function writeCursor({ timeUs, gapSince, searchedAt }: Cursor): string {
  return JSON.stringify({ timeUs, gapSince, searchedAt })
}

function readTime(value: unknown, least: number): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : null
}
