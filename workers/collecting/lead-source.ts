import { AppError } from '@wall/db/model/error'
import type { Store } from '@wall/db/store/store'
import type { Log } from '../log.ts'
import { sleep } from '../sleep.ts'
import { isWorkerGone } from '../worker-name.ts'

export interface LeadTimes {
  /** How long a leader that is not heard of still leads. */
  ttlMs: number
  renewEveryMs: number
  /** How often one that stands by looks. */
  lookEveryMs: number
}

/** A leader that fell silent is followed within 15 s: its time, and a look. */
export const leadTimes: LeadTimes = { ttlMs: 12_000, renewEveryMs: 4_000, lookEveryMs: 1_000 }

export interface Lead {
  sourceId: number
  fence: number
}

interface Deps {
  store: Pick<Store, 'leadSource' | 'renewLead' | 'releaseLead'>
  /** See `makeWorkerName`. */
  owner: string
  log: Log
  times: LeadTimes
}

/**
 * Of all workers one at a time runs `run` for a source; the others stand by. Its signal aborts when the lead
 * is lost, and then we stand by again. Ends with the outer signal.
 */
export async function leadSource(
  deps: Deps,
  sourceId: number,
  signal: AbortSignal,
  run: (lead: Lead, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { store, log, times } = deps
  let isStandingBy = false
  while (!signal.aborted) {
    const fence = await tryToLead()
    if (fence === undefined) {
      if (!isStandingBy) log.info('standing by for this source')
      isStandingBy = true
      await sleep(times.lookEveryMs, signal)
      continue
    }
    if (isStandingBy) log.info('leading this source from now on')
    isStandingBy = false
    const lost = new AbortController()
    const done = new AbortController()
    const keeping = keepLead(deps, { sourceId, fence }, lost, done.signal)
    await run({ sourceId, fence }, AbortSignal.any([signal, lost.signal])).catch((error: unknown) =>
      tell(error, 'This source could not be run; it is tried again by itself.'),
    )
    done.abort()
    await keeping
    // Who can't let go is followed all the same, only later.
    await store.releaseLead(sourceId, fence).catch(() => undefined)
    await sleep(times.lookEveryMs, signal)
  }

  async function tryToLead(): Promise<number | undefined> {
    try {
      const isGone = (other: string) => isWorkerGone(other, deps.owner)
      return await store.leadSource(sourceId, deps.owner, times.ttlMs, isGone)
    } catch (error) {
      if (!isStandingBy) tell(error, 'The lead of this source could not be asked for.')
      return undefined
    }
  }

  function tell(error: unknown, sentence: string): void {
    log.error({ err: error }, error instanceof AppError ? error.message : sentence)
  }
}

/**
 * The same for several sources together: `run` is called once all are led. Taken in their order, so that
 * whoever has the first one gets the others, and nobody waits for somebody who waits.
 */
export function leadSources(
  deps: Deps,
  [sourceId, ...others]: readonly number[],
  signal: AbortSignal,
  run: (leads: readonly Lead[], signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (sourceId === undefined) return run([], signal)
  return leadSource(deps, sourceId, signal, (lead, until) =>
    leadSources(deps, others, until, (leads, inner) => run([lead, ...leads], inner)),
  )
}

/**
 * Renews until `done`. Whoever could not renew for as long as a lead lasts must take it that another one
 * leads.
 */
async function keepLead(
  { store, owner, log, times }: Deps,
  { sourceId, fence }: Lead,
  lost: AbortController,
  done: AbortSignal,
): Promise<void> {
  let renewedAt = performance.now()
  for (;;) {
    await sleep(times.renewEveryMs, done)
    if (done.aborted) return
    const askedAt = performance.now()
    const isOurs = await store.renewLead(sourceId, fence, times.ttlMs).catch(() => undefined)
    if (isOurs) renewedAt = askedAt
    if (isOurs === false || performance.now() - renewedAt > times.ttlMs) {
      log.warn({ owner, fence }, 'the lead of this source was lost')
      lost.abort()
      return
    }
  }
}
