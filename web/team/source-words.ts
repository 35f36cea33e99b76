// The state of a source in words: one sentence a part, as a key of the team's catalogue and its values.
import type { PartView, SourceView } from '@wall/api/wire/team'

export type Mood = 'good' | 'busy' | 'bad' | 'off'

export interface PartWords {
  mood: Mood
  key: PartKey
  values: Record<string, string | number>
}

export type PartKey =
  | 'partStarting'
  | 'partRunning'
  | 'partRunningLag'
  | 'partCatchingUp'
  | 'partCatchingUpLag'
  | 'partWaiting'
  | 'partOff'
  | 'problemUnreachable'
  | 'problemRefused'
  | 'problemRateLimited'
  | 'problemBadAnswer'
  | 'problemManyMissing'
  | 'problemSilent'
  | 'problemNeedsCredentials'
  | 'problemWrongCredentials'
  | 'problemDiskFull'
  | 'problemLocked'
  | 'problemNotStored'
  | 'problemSetAside'
  | 'problemClockBehind'
  | 'problemClockAhead'

const problemKeys: Record<NonNullable<PartView['problem']>, PartKey> = {
  unreachable: 'problemUnreachable',
  refused: 'problemRefused',
  rate_limited: 'problemRateLimited',
  bad_answer: 'problemBadAnswer',
  many_missing: 'problemManyMissing',
  silent: 'problemSilent',
  needs_credentials: 'problemNeedsCredentials',
  wrong_credentials: 'problemWrongCredentials',
  disk_full: 'problemDiskFull',
  locked: 'problemLocked',
  not_stored: 'problemNotStored',
  set_aside: 'problemSetAside',
  clock_behind: 'problemClockBehind',
  clock_ahead: 'problemClockAhead',
}

/**
 * What one part does. A worker that went silent makes all it last told doubtful: say that instead
 * (`isStale`).
 */
export function tellPart(part: PartView, source: Pick<SourceView, 'lagMs'>): PartWords {
  const values = { detail: part.detail ?? '' }
  if (part.problem)
    return { mood: part.state === 'off' ? 'off' : 'bad', key: problemKeys[part.problem], values }
  if (part.state === 'starting') return { mood: 'busy', key: 'partStarting', values }
  if (part.state === 'waiting') return { mood: 'busy', key: 'partWaiting', values }
  if (part.state === 'off') return { mood: 'off', key: 'partOff', values }
  const hasLag = part.name === 'stream' && source.lagMs !== null
  if (part.state === 'catching_up')
    return { mood: 'busy', key: hasLag ? 'partCatchingUpLag' : 'partCatchingUp', values }
  return { mood: 'good', key: hasLag ? 'partRunningLag' : 'partRunning', values }
}

/** Whole seconds until the next try; null when none is planned or the time has come. */
export function secondsUntil(at: string | null, nowMs: number): number | null {
  if (at === null) return null
  const seconds = Math.ceil((Date.parse(at) - nowMs) / 1000)
  return seconds > 0 ? seconds : null
}
