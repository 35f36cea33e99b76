import { createHash } from 'node:crypto'
import type { LogEvent } from '@wall/db/model/event'

/**
 * A place in a campaign's log: the number of an event, and a mark of what it is. A database that was restored
 * and went on has other events under the same numbers, so that whoever comes with a place of its former life
 * is known by the mark. Without one (`null`) only a number ahead of the log gives it away.
 */
export interface Place {
  seq: number
  mark: string | null
}

/** The millisecond alone tells nearly any two events apart. */
export function markEvent({ at, kind, postId }: Pick<LogEvent, 'at' | 'kind' | 'postId'>): string {
  return createHash('sha256').update(`${at} ${kind} ${postId}`).digest('base64url').slice(0, 8)
}

/** As it stands in `id:` and `?since=`. */
export function formatPlace({ seq, mark }: Place): string {
  return mark === null ? String(seq) : `${seq}-${mark}`
}

/** Undefined for anything else. */
export function readPlace(text: string): Place | undefined {
  const [, seq, mark = null] = placePattern.exec(text) ?? []
  return seq === undefined ? undefined : { seq: Number(seq), mark }
}

const placePattern = /^([0-9]{1,15})(?:-([A-Za-z0-9_-]{8}))?$/
