import type { SourceRow } from '@wall/db/model/source'
import { clockSlackMs } from '@wall/db/model/wait'

/** A worker tells at least every few seconds; after this long it may be stopped. */
export const staleAfterMs = 30_000
/** A connection that is lost and found again is nothing to tell. */
const blipMs = 8_000
/** Parts that bring no new posts. What is not confirmed does not reach the public, though. */
const others = { public: ['backfill'], moderator: ['backfill', 'check'] } as const

/**
 * Since when nothing new can reach this view, epoch ms; null while anything may. One source that works is
 * enough. `startedAt`: what the last run left behind says nothing before the workers had their time.
 */
export function findNothingSince(
  sources: readonly SourceRow[],
  view: 'public' | 'moderator',
  { now, startedAt }: { now: number; startedAt: number },
): number | null {
  const ends = sources.map((source) => findSilence(source))
  if (ends.length === 0) return now - startedAt > staleAfterMs ? startedAt : null
  return ends.includes(null) ? null : Math.max(...ends.filter((end) => end !== null))

  function findSilence({ status, statusAt }: SourceRow): number | null {
    // What was told later than now was told by a clock that was ahead.
    const heardAt = statusAt !== null && statusAt - now <= clockSlackMs ? statusAt : null
    if (now - Math.max(heardAt ?? 0, startedAt) > staleAfterMs) return heardAt ?? startedAt
    if (heardAt === null || now - heardAt > staleAfterMs) return null
    // What runs has something to tell, of single posts or of the clock, and goes on bringing new ones.
    const since = Object.entries(status.parts)
      .filter(([, part]) => part.problem && part.state !== 'running')
      .filter(([name]) => !(others[view] as readonly string[]).includes(name))
      .map(([, part]) => Math.min(part.since, now))
    return since.length > 0 && now - Math.min(...since) > blipMs ? Math.min(...since) : null
  }
}
