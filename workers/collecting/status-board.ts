import type { PartStatus, SourceStatus } from '@wall/db/model/source'
import type { Log } from '../log.ts'
import type { PartReport } from '../sources/source.ts'

export interface StatusBoard {
  report(part: string, report: PartReport): void
  noteEventAt(at: number): void
  count(name: string, by?: number): void
  /** Saves what changed: a part's state within a second, figures every five. Ends, saved, at the abort. */
  run(signal: AbortSignal): Promise<void>
}

interface Options {
  /** As stored by the last run: counters go on from there. */
  status: SourceStatus
  save(status: SourceStatus): Promise<void>
  clock: () => number
  log: Log
}

const saveEveryMs = 1_000
const figuresEveryMs = 5_000
/** Beyond a new start. */
const setAsideToldMs = 7 * 86_400_000

/**
 * Gathers what the parts of one source tell. A change of state or problem is logged once, a further try is
 * not.
 */
export function createStatusBoard({ status, save, clock, log }: Options): StatusBoard {
  const setAside = status.parts.set_aside
  const isRecent = setAside && Math.abs(clock() - setAside.since) < setAsideToldMs
  const parts = new Map<string, PartStatus>(isRecent ? [['set_aside', setAside]] : [])
  const counts = new Map<string, number>(Object.entries(status.counts))
  let { lastEventAt } = status
  let isChanged = true
  let savedAt = 0

  return {
    report(part, { state, problem = null, detail = null, nextTryAt = null, gapSince = null }) {
      const before = parts.get(part)
      const isSame = before?.state === state && before.problem === problem
      const isSameGap = (before?.gapSince ?? null) === gapSince
      if (isSame && isSameGap && before.detail === detail && before.nextTryAt === nextTryAt) return
      // In trouble of one kind and then of another it is in trouble all along, but not while it still worked.
      const isOngoing = before?.problem && problem && (before.state === 'running') === (state === 'running')
      // Each row that is set aside is told as long as the first one.
      const since = part !== 'set_aside' && (isSame || isOngoing) ? before.since : clock()
      const gap = gapSince === null ? {} : { gapSince }
      parts.set(part, { state, problem, detail, nextTryAt, ...gap, since })
      isChanged = true
      if (!isSame) tell(part, { state, problem, detail, nextTryAt })
    },
    noteEventAt(at) {
      // One ahead of now was told by a clock that was wrong.
      if (at > (lastEventAt ?? 0) || (lastEventAt ?? 0) > clock()) lastEventAt = at
    },
    count(name, by = 1) {
      counts.set(name, (counts.get(name) ?? 0) + by)
    },
    async run(signal) {
      const { promise: stopped, resolve } = Promise.withResolvers<void>()
      const timer = setInterval(() => void saveIfDue(), saveEveryMs)
      signal.addEventListener('abort', () => resolve(), { once: true })
      if (signal.aborted) resolve()
      await stopped
      clearInterval(timer)
      await saveNow()
    },
  }

  async function saveIfDue(): Promise<void> {
    if (isChanged || Math.abs(clock() - savedAt) >= figuresEveryMs) await saveNow()
  }

  async function saveNow(): Promise<void> {
    isChanged = false
    savedAt = clock()
    try {
      await save({ parts: Object.fromEntries(parts), lastEventAt, counts: Object.fromEntries(counts) })
    } catch {
      // The store itself is in trouble, which its other users tell; the next save brings the same news.
      isChanged = true
    }
  }

  function tell(part: string, facts: Omit<PartStatus, 'since'>): void {
    const { nextTryAt, problem } = facts
    const tryAt = nextTryAt === null ? null : new Date(nextTryAt).toISOString()
    const line = { part, ...facts, nextTryAt: tryAt }
    if (problem && problem !== 'needs_credentials') log.warn(line, describe(part, facts))
    else log.info(line, describe(part, facts))
  }
}

function describe(part: string, { state, problem, detail, nextTryAt }: Omit<PartStatus, 'since'>): string {
  const what = problem ? `${state}: ${problem.replaceAll('_', ' ')}` : state.replaceAll('_', ' ')
  const where = detail ? ` (${detail})` : ''
  return `${part} is ${what}${where}${nextTryAt ? `; next try at ${new Date(nextTryAt).toISOString()}` : ''}`
}
