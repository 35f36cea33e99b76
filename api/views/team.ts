import { faultCode, isDiskFull, isLocked } from '@wall/db/model/error'
import type { Screen } from '@wall/db/model/screen'
import { tidyLine } from '@wall/db/model/shown-words'
import type { SourceRow } from '@wall/db/model/source'
import { clockSlackMs } from '@wall/db/model/wait'
import type { Overview } from '@wall/db/store/store'
import { staleAfterMs } from '../live/intake.ts'
import type { SourceView, TeamOverview } from '../wire/team.ts'
import { toIso } from './post.ts'

export function viewOverview(
  overview: Overview,
  proposals: ReadonlyMap<number, number>,
  sources: SourceRow[],
  screens: Screen[],
  now: number,
  fault: unknown = null,
): TeamOverview {
  const { oldestPendingAt, ...totals } = overview.totals
  return {
    totals: { ...totals, oldestPendingAt: toIsoOrNull(oldestPendingAt) },
    perTakeaway: overview.perTakeaway,
    proposals: [...proposals].map(([takeaway, posts]) => ({ takeaway, posts })),
    perDay: overview.perDay,
    sources: sources.map((source) => {
      const { parts, ...view } = viewSource(source, now)
      return { ...view, parts: fault === null ? parts : [...parts, viewFault(fault, now)] }
    }),
    screens: screens.map(({ sinceAt, seenAt, ...screen }) => {
      return { ...screen, name: tidyLine(screen.name), since: toIso(sinceAt), seenAt: toIso(seenAt) }
    }),
  }
}

function viewFault(fault: unknown, now: number): SourceView['parts'][number] {
  const problem = isDiskFull(fault) ? 'disk_full' : isLocked(fault) ? 'locked' : 'not_stored'
  const detail = problem === 'not_stored' ? faultCode(fault) : null
  return { name: 'storage', state: 'waiting', problem, detail, nextTryAt: null, since: toIso(now) }
}

export function viewSource(source: SourceRow, now: number): SourceView {
  const { status, statusAt } = source
  return {
    id: source.id,
    kind: source.kind,
    parts: Object.entries(status.parts).map(([name, part]) => ({
      name,
      state: part.state,
      problem: part.problem,
      detail: part.detail,
      nextTryAt: toIsoOrNull(part.nextTryAt),
      ...(part.gapSince === undefined ? {} : { gapSince: toIso(part.gapSince) }),
      since: toIso(part.since),
    })),
    lagMs: status.lastEventAt === null ? null : Math.max(0, Math.round(now - status.lastEventAt)),
    counts: status.counts,
    statusAt: toIsoOrNull(statusAt),
    isStale: statusAt === null || now - statusAt > staleAfterMs || statusAt - now > clockSlackMs,
  }
}

function toIsoOrNull(ms: number | null): string | null {
  return ms === null ? null : toIso(ms)
}
