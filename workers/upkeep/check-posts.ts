import { AppError } from '@wall/db/model/error'
import type { SourceRow } from '@wall/db/model/source'
import type { CheckClaim, Store, Verification } from '@wall/db/store/store'
import { backOff } from '../back-off.ts'
import { readProblem, tellSetAside, writeParted } from '../collecting/store-trouble.ts'
import type { Pipeline } from '../pipeline.ts'
import { sleep } from '../sleep.ts'
import type { LookedUp, LookUp, LookUpContext, Trouble } from '../sources/source.ts'

export interface CheckTimes {
  /** How long a worker that is not heard of still keeps the posts it asks about. */
  leaseMs: number
  renewEveryMs: number
}

/**
 * What a worker had in hand when it died is another's within 10 s; a look-up may take longer, as it is held
 * meanwhile.
 */
export const checkTimes: CheckTimes = { leaseMs: 10_000, renewEveryMs: 3_000 }

interface Deps {
  store: Pick<Store, 'claimDueChecks' | 'renewChecks' | 'recordVerifications' | 'postponeChecks'>
  lookUp: LookUp<unknown>
  pipeline: Pick<Pipeline, 'judge'>
  row: Pick<SourceRow, 'campaignId' | 'kind' | 'settings'>
  /** See `makeWorkerName`. */
  owner: string
  context: LookUpContext
  recheckMs: number
  times: CheckTimes
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
/**
 * Whoever fares better with the network takes over soon what we could not ask about; what is due already goes
 * first.
 */
const handBackMs = 2_000
/** What the database does not want to hear of a post, it will not want a moment later either. */
const refusedWaitMs = 3_600_000

/**
 * Confirms posts with their network, one request after the other: new ones at once, shown ones again and
 * again. As many of these as there are workers share the posts: each asks about those that it could claim.
 */
export function createPostChecker(deps: Deps): PostChecker {
  const { store, lookUp, pipeline, row, owner, context, recheckMs, times } = deps
  const { signal, clock } = context
  const { campaignId, kind } = row
  let nudged = new AbortController()
  let failures = 0
  const setAside = tellSetAside(context, context.log)
  /** As far as this worker knows; at its start it does not. */
  let isMissingMany = true
  let isStoreAway = false

  return {
    nudge: () => nudged.abort(),

    async run() {
      context.report('check', { state: 'running' })
      while (!signal.aborted) {
        try {
          const outcome = await checkDue()
          if (outcome === 'idle') {
            if (isStoreAway) context.report('check', { state: 'running' })
            isStoreAway = false
            await rest()
          } else if (outcome !== 'done') await sleep(outcome.waitMs, signal)
        } catch (error) {
          if (signal.aborted) return
          // The store could not be read or written; nothing is lost, the posts stay due.
          failures += 1
          context.log.error(
            { err: error },
            error instanceof AppError ? error.message : 'Checking posts failed.',
          )
          isStoreAway = true
          // How things are is told anew once they can be read.
          isMissingMany = true
          const waitMs = backOff(failures + 1, longestWaitMs)
          const nextTryAt = clock() + waitMs
          context.report('check', { state: 'waiting', problem: readProblem(error), nextTryAt })
          await sleep(waitMs, signal)
        }
      }
    },
  }

  async function checkDue(): Promise<'idle' | 'done' | { waitMs: number }> {
    const order = { limit: lookUp.atOnce, leaseMs: times.leaseMs, owner, recheckMs }
    const claim = await store.claimDueChecks(campaignId, kind, order)
    if (claim.due.length === 0) return 'idle'
    const outcome = await ask(claim)
    if (!outcome || signal.aborted) return 'idle'
    if ('problem' in outcome) return postpone(outcome, claim)
    failures = 0
    const { authors } = outcome
    const verifications = toVerifications(outcome)
    let missing: { posts: number; of: number } | undefined
    const refused = await writeParted(claim.due, async (due) => {
      const options = {
        now: clock(),
        recheckMs,
        claim: { ...claim, due: [...due] },
        countMissing: isMissingMany,
      }
      const uris = new Set(due.map(({ uri }) => uri))
      const answers = verifications.filter(({ uri }) => uris.has(uri))
      const result = await store.recordVerifications(campaignId, answers, authors, options)
      missing = result.missing
      context.count('checked', answers.length - result.lost)
    })
    for (const { row: due, error } of refused) {
      setAside(due.uri, error)
      await store.postponeChecks(campaignId, { ...claim, due: [due] }, refusedWaitMs)
    }
    isMissingMany = missing !== undefined
    const trouble = missing !== undefined && {
      problem: 'many_missing' as const,
      detail: `${missing.posts}/${missing.of}`,
    }
    context.report('check', { state: 'running', ...trouble })
    return 'done'
  }

  function toVerifications({ found, missing }: LookedUp): Verification[] {
    const network = kind
    const gone = missing.map((uri) => ({ network, uri, post: null, labels: [], isMatch: false }))
    return found.reduce<Verification[]>((all, draft) => {
      const outcome = pipeline.judge(draft).find((one) => one.campaignId === campaignId)
      if (outcome) all.push({ network, uri: draft.post.uri, labels: draft.labels, ...outcome })
      return all
    }, gone)
  }

  /**
   * Holds the claim as long as the network needs. After a stop or a fault of ours nobody need wait for its
   * end.
   */
  async function ask(claim: CheckClaim): Promise<LookedUp | Trouble | undefined> {
    const answered = new AbortController()
    const holding = hold(claim, answered.signal)
    let outcome: LookedUp | Trouble | undefined
    try {
      outcome = await lookUp.ask(row.settings, claim.due, context)
      return outcome
    } finally {
      answered.abort()
      await holding
      if (signal.aborted) await store.postponeChecks(campaignId, claim, 0)
      else if (!outcome) await store.postponeChecks(campaignId, claim, handBackMs)
    }
  }

  async function hold(claim: CheckClaim, answered: AbortSignal): Promise<void> {
    for (;;) {
      await sleep(times.renewEveryMs, answered)
      if (answered.aborted) return
      // Whoever could not renew may lose the posts to another one, and is told so when it records.
      await store.renewChecks(campaignId, claim, times.leaseMs).catch(() => undefined)
    }
  }

  async function postpone(trouble: Trouble, claim: CheckClaim): Promise<{ waitMs: number }> {
    failures += 1
    const waitMs =
      trouble.retryAt === null
        ? backOff(failures + 1, longestWaitMs)
        : Math.max(Math.ceil(trouble.retryAt - clock()), 1_000)
    const nextTryAt = clock() + waitMs
    context.report('check', { state: 'waiting', problem: trouble.problem, detail: trouble.detail, nextTryAt })
    await store.postponeChecks(campaignId, claim, Math.min(waitMs, handBackMs))
    return { waitMs }
  }

  async function rest(): Promise<void> {
    await sleep(lookEveryMs, AbortSignal.any([signal, nudged.signal]))
    if (!nudged.signal.aborted) return
    nudged = new AbortController()
    await sleep(gatherMs, signal)
  }
}
