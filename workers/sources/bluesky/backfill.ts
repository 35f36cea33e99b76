import { sleep } from '../../sleep.ts'
import type { PartReport, SourceContext, Trouble } from '../source.ts'
import { type Cursor, mendTimes } from './cursor.ts'
import { toMatchable } from './matchable.ts'
import type { Outbox } from './outbox.ts'
import type { RecentDeletes } from './recent-deletes.ts'
import { listQueries, searchPosts, type Window } from './search.ts'
import { createSession } from './session.ts'
import { type BlueskySettings, credentialNames } from './settings.ts'
import { tellRefused, toDraft } from './to-draft.ts'
import { type PostView, readIndexedAt, readUri } from './views.ts'

/** How far back to look where no campaign says. */
const historyMs = 30 * 86_400_000
/** Clocks differ, and the stream's last seconds may be lost. */
const marginMs = 300_000
const longestRetryMs = 900_000
const lookEveryMs = 30_000
const deniedRetryMs = 3_600_000

interface Deps {
  settings: BlueskySettings
  context: SourceContext
  outbox: Outbox
  deletes: RecentDeletes
  cursor: Cursor
}

export interface Backfill {
  /**
   * Fills the history at the first start, gaps when they are marked, and looks over the last hours now and
   * then.
   */
  run(): Promise<void>
  markGap(since: number): void
}

/**
 * Finds by search what the stream did not bring. Search is for people and for gaps, never for polling
 * (atproto#3423).
 */
export function createBackfill({ settings, context, outbox, deletes, cursor }: Deps): Backfill {
  const { signal, clock } = context
  let wake = new AbortController()
  let marks = 0
  const isOff = () => !context.credentials.appPassword
  const reportOff = () => report({ state: 'off', problem: 'needs_credentials', detail: credentialNames })
  /** With what may be missing, as long as it was not searched for. */
  const report = (told: PartReport) => context.report('backfill', { ...told, gapSince: cursor.gapSince })

  return {
    markGap(since) {
      marks += 1
      context.count('gaps')
      context.log.info({ since: new Date(since).toISOString() }, 'the stream has a gap')
      cursor.gapSince = Math.min(cursor.gapSince ?? since, since)
      outbox.touch()
      if (isOff()) reportOff()
      wake.abort()
    },

    async run() {
      const session = createSession(settings.service, context)
      let failures = 0
      while (!signal.aborted) {
        if (isOff()) {
          reportOff()
          await sleepUnlessChanged(deniedRetryMs)
          continue
        }
        const window = nextWindow()
        if (!window) {
          report({ state: 'waiting', nextTryAt: dueAt() })
          await rest(dueAt() - clock())
          continue
        }
        if (failures === 0) report({ state: 'running' })
        const marksBefore = marks
        const trouble = await fill(session, window)
        if (signal.aborted) return
        if (trouble) {
          failures += 1
          const waitMs = readWait(trouble, failures)
          const { problem } = trouble
          const isDenied = problem === 'wrong_credentials'
          const detail = isDenied ? `${trouble.detail}; ${credentialNames}` : trouble.detail
          report({ state: 'waiting', problem, detail, nextTryAt: clock() + waitMs })
          await sleepUnlessChanged(waitMs)
          continue
        }
        failures = 0
        cursor.searchedAt = window.until
        if (marks === marksBefore) cursor.gapSince = null
        outbox.touch()
      }
    },
  }

  function dueAt(): number {
    return (cursor.searchedAt ?? 0) + settings.searchEveryMs
  }

  function nextWindow(): Window | null {
    const until = clock()
    mendTimes(cursor, until)
    if (cursor.searchedAt === null) return { since: context.wanted.since ?? until - historyMs, until }
    if (cursor.gapSince !== null)
      return { since: Math.min(cursor.gapSince, cursor.searchedAt) - marginMs, until }
    return until >= dueAt() ? { since: cursor.searchedAt - marginMs, until } : null
  }

  async function fill(
    session: ReturnType<typeof createSession>,
    window: Window,
  ): Promise<Trouble | undefined> {
    const taken = new Set<string>()
    for (const query of listQueries(context.wanted)) {
      const pages = searchPosts(session, query, window, signal)
      let page = await pages.next()
      while (!page.done) {
        for (const view of page.value) take(view, taken)
        await outbox.waitForRoom()
        page = await pages.next()
      }
      const refusal = page.value
      // A query that this server can't read must not keep the others from finding what they can.
      if (refusal?.status === 400) context.count('refused_queries')
      else if (refusal) return refusal
    }
    return undefined
  }

  /** `taken`: what an earlier query found. */
  function take(view: PostView, taken: Set<string>): void {
    const place = readUri(view.uri)
    if (!place || place.did !== view.author.did || place.collection !== 'app.bsky.feed.post') return
    // What was deleted a moment ago, the search may not have heard of. What one campaign knows may be new to
    // another.
    if (taken.has(view.uri) || outbox.holdsPost(view.uri) || deletes.covers(view.uri, '')) return
    const matchable = toMatchable(view.record)
    if (!context.isWanted(matchable)) return
    const receivedAt = readIndexedAt(view, clock())
    const ref = { ...place, cid: view.cid, rev: null, receivedAt, cdn: settings.cdn }
    const outcome = toDraft(view.record, ref, matchable)
    if ('refused' in outcome) {
      tellRefused(context, view.uri, outcome.refused)
      return
    }
    context.count('found_by_search')
    taken.add(view.uri)
    outbox.addDraft(outcome.draft)
  }

  /** Until then, or until there is another app password to try. */
  async function sleepUnlessChanged(ms: number): Promise<void> {
    const read = () => `${context.credentials.identifier} ${context.credentials.appPassword}`
    const before = read()
    for (let left = ms; left > 0 && !signal.aborted && read() === before; left -= settings.lookEveryMs)
      await sleep(Math.min(left, settings.lookEveryMs), signal)
  }

  /** Until then, a new gap, or so long that the clock may have been set meanwhile. */
  async function rest(ms: number): Promise<void> {
    await sleep(Math.min(Math.max(ms, 0), lookEveryMs), AbortSignal.any([signal, wake.signal]))
    wake = new AbortController()
  }

  function readWait({ problem, retryAt }: Trouble, failures: number): number {
    if (retryAt !== null) return Math.max(retryAt - clock(), 1_000)
    if (problem === 'wrong_credentials' || problem === 'refused') return deniedRetryMs
    return (
      Math.min(longestRetryMs, settings.firstRetryMs * 2 ** Math.min(failures, 20)) *
      (0.5 + Math.random() / 2)
    )
  }
}
