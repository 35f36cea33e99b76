import { AppError } from '@wall/db/model/error'
import type { SourceRow } from '@wall/db/model/source'
import type { Store } from '@wall/db/store/store'
import { sleep } from '../sleep.ts'
import type { Source, SourceContext, Trouble } from '../sources/source.ts'
import type { FreshNews } from './fresh-news.ts'
import type { Lead } from './lead-source.ts'

interface Deps {
  store: Pick<Store, 'listDueChecks' | 'recordVerifications' | 'postponeChecks'>
  source: Source
  row: SourceRow
  lead: Lead
  context: SourceContext
  news: FreshNews
  recheckMs: number
}

export interface PostChecker {
  /** Goes on until the context's signal aborts. */
  run(): Promise<void>
  /** There are new posts: look soon. */
  nudge(): void
}

/** Posts of one moment are asked for together. */
const gatherMs = 200
const lookEveryMs = 1_000
const longestWaitMs = 120_000
/** The network said nothing of a post: its account is away, or new there. */
const unansweredMs = 60_000

/** Confirms posts with their network, one request after the other: new ones at once, shown ones again and again. */
export function createPostChecker({ store, source, row, lead, context, news, recheckMs }: Deps): PostChecker {
  const { signal, clock } = context
  let nudged = new AbortController()
  let failures = 0

  return {
    nudge: () => nudged.abort(),

    async run() {
      if (!source.verify) return
      context.report('check', { state: 'running' })
      while (!signal.aborted) {
        try {
          const outcome = await checkDue()
          if (outcome === 'idle') await rest()
          else if (outcome !== 'done') await sleep(outcome.waitMs, signal)
        } catch (error) {
          if (signal.aborted) return
          // The store could not be read or written; nothing is lost, the posts stay due.
          failures += 1
          context.log.error(
            { err: error },
            error instanceof AppError ? error.message : 'Checking posts failed.',
          )
          await sleep(backOff(failures), signal)
        }
      }
    },
  }

  async function checkDue(): Promise<'idle' | 'done' | { waitMs: number }> {
    const { campaignId, kind } = row
    const due = await store.listDueChecks(campaignId, kind, clock(), source.verifyAtOnce)
    if (due.length === 0) return 'idle'
    const outcome = await source.verify?.(row.settings, due, context)
    if (!outcome || signal.aborted) return 'idle'
    if ('problem' in outcome)
      return postpone(
        outcome,
        due.map(({ uri }) => uri),
      )
    failures = 0
    const authors = news.sift(outcome.authors)
    await store.recordVerifications(campaignId, outcome.verifications, authors, {
      now: clock(),
      recheckMs,
      lead,
    })
    const answered = new Set(outcome.verifications.map(({ uri }) => uri))
    const unanswered = due.flatMap(({ uri }) => (answered.has(uri) ? [] : uri))
    if (unanswered.length > 0)
      await store.postponeChecks(campaignId, kind, unanswered, clock() + unansweredMs)
    context.count('checked', answered.size)
    context.report('check', { state: 'running' })
    return 'done'
  }

  async function postpone(trouble: Trouble, uris: string[]): Promise<{ waitMs: number }> {
    failures += 1
    const waitMs = trouble.retryAt === null ? backOff(failures) : Math.max(trouble.retryAt - clock(), 1_000)
    const nextTryAt = clock() + waitMs
    context.report('check', { state: 'waiting', problem: trouble.problem, detail: trouble.detail, nextTryAt })
    await store.postponeChecks(row.campaignId, row.kind, uris, nextTryAt)
    return { waitMs }
  }

  async function rest(): Promise<void> {
    await sleep(lookEveryMs, AbortSignal.any([signal, nudged.signal]))
    if (!nudged.signal.aborted) return
    nudged = new AbortController()
    await sleep(gatherMs, signal)
  }
}

function backOff(failures: number): number {
  return Math.min(longestWaitMs, 1_000 * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2)
}
