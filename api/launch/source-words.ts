import type { PartProblem, PartStatus, SourceRow } from '@wall/db/model/source'

const problems: Record<PartProblem, string> = {
  unreachable: 'cannot be reached',
  refused: 'refuses us',
  rate_limited: 'asks us to slow down',
  bad_answer: 'answers in a way we do not know',
  many_missing: 'no longer shows many of the posts: they are hidden, not erased, and asked for again',
  silent: 'fell silent',
  needs_credentials: 'needs an account and an app password (see docs/sources.md)',
  wrong_credentials: 'does not accept the account and password it was given',
  disk_full: 'what comes in can not be stored: the disk is full. Make room and it goes on by itself',
  locked: 'what comes in can not be stored: another program keeps the database locked',
  not_stored: 'what comes in can not be stored just now',
  set_aside: 'the database refused a row, which was set aside; the rest goes on',
  clock_behind: 'set this machine’s clock: it is behind the network’s',
  clock_ahead: 'set this machine’s clock: it is ahead of the network’s',
}

export interface PartWords {
  /** What makes it news: the same trouble with another host is not. */
  gist: string
  sentence: string
}

/**
 * How the parts of the sources are doing, in words; `statusAt` before `since` belongs to an earlier run and
 * counts for nothing.
 */
export function describeSources(sources: readonly SourceRow[], since: number): Map<string, PartWords> {
  const words = new Map<string, PartWords>()
  for (const source of sources) {
    if (source.statusAt === null || source.statusAt < since) continue
    for (const [name, part] of Object.entries(source.status.parts)) {
      const gist = `${part.state} ${part.problem} ${part.gapSince ?? ''}`
      const sentence = name === 'clock' && !part.problem ? 'right again.' : describePart(part)
      if (sentence) words.set(`${source.kind} ${name}`, { gist, sentence })
    }
  }
  return words
}

function describePart({ gapSince, ...part }: PartStatus): string | null {
  const gap =
    gapSince === undefined ? '' : ` Answers since ${new Date(gapSince).toLocaleString()} may be missing.`
  const state = describeState(part)
  return state || gap ? `${state ?? ''}${gap}`.trim() : null
}

function describeState({ state, problem, detail, nextTryAt }: PartStatus): string | null {
  const about = detail ? ` (${detail})` : ''
  if (problem) {
    const next = nextTryAt === null ? '' : `; next try at ${new Date(nextTryAt).toLocaleTimeString()}`
    return `${state === 'off' ? 'off: ' : ''}${problems[problem]}${about}${next}.`
  }
  if (state === 'running') return `running${about}.`
  if (state === 'catching_up') return 'catching up with what it missed.'
  return null
}

/** News at once; the same trouble again at most once a minute, however often it is tried. */
export function createSourceTeller(say: (sentence: string) => void, now: () => number) {
  const startedAt = now()
  const startedAtMs = performance.now()
  const told = new Map<string, PartWords & { at: number }>()
  return (sources: readonly SourceRow[]) => {
    // The clock may have been set back since, and then all that is told from now on would seem to be of an
    // earlier run.
    const since = Math.min(startedAt, now() - (performance.now() - startedAtMs))
    for (const [part, words] of describeSources(sources, since)) {
      const last = told.get(part)
      const isReminder = last?.sentence !== words.sentence && Math.abs(now() - (last?.at ?? 0)) >= 60_000
      if (last?.gist === words.gist && !isReminder) continue
      told.set(part, { ...words, at: now() })
      say(`${part}: ${words.sentence}`)
    }
  }
}
