import type { CampaignList } from '@wall/db/campaign-list'
import type { Campaign } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import type { Filing } from '@wall/db/model/filing'
import type { Batch, PartProblem, SourceRow } from '@wall/db/model/source'
import type { Store } from '@wall/db/store/store'
import type { FilingInput } from '@wall/filing/filing-input'
import { backOff } from '../back-off.ts'
import { followCampaigns } from '../follow-campaigns.ts'
import type { Log } from '../log.ts'
import { createPipeline, type Pipeline } from '../pipeline.ts'
import { sleep } from '../sleep.ts'
import type { LookUpContext, Secrets, Source, SourceContext } from '../sources/source.ts'
import { type CheckTimes, createPostChecker, type PostChecker } from '../upkeep/check-posts.ts'
import { isWorkerGone } from '../worker-name.ts'
import { createBatchRecorder } from './batch-recorder.ts'
import { createClockWatch } from './clock-watch.ts'
import { type Lead, type LeadTimes, leadSource } from './lead-source.ts'
import { createStatusBoard } from './status-board.ts'
import { createStatusRelay, type StatusRelay } from './status-relay.ts'
import { readProblem, tellSetAside } from './store-trouble.ts'

export interface RunnerDeps {
  store: Store
  /** Whose sources are run. */
  campaigns: CampaignList
  /** What a campaign's sources are set up with, by kind: those that are not there yet are made. */
  settings: Readonly<Record<string, unknown>>
  sources: Readonly<Record<string, Source>>
  createFiler(campaign: Campaign): { file(input: FilingInput): Filing }
  fetch: typeof fetch
  clock: () => number
  log: Log
  secrets: Secrets
  /** By kind of source. */
  credentials: Readonly<Record<string, Readonly<Record<string, string>>>>
  recheckMs: number
  /** This worker's name among all; see `makeWorkerName`. */
  owner: string
  leadTimes: LeadTimes
  checkTimes: CheckTimes
}

const longestRetryMs = 60_000
/** How often it is looked whether a clock that was wrong was set right. */
const lookEveryMs = 5_000

/** What one source has at hand in this worker, whether or not it leads. */
interface Work {
  source: Source
  campaign: Campaign
  pipeline: Pipeline
  context: LookUpContext
  /** Null: what this source hands over needs no look-up. */
  checker: PostChecker | null
  relay: StatusRelay
}

/**
 * Runs the sources of all campaigns until the signal aborts; what was collected by then is stored when `run` resolves. Of all
 * workers one leads a source and collects; all of them check what was collected. Of a campaign that is archived nothing new is
 * collected, and what is shown is checked as before: it is to go when its author takes it back.
 */
export function createRunner(deps: RunnerDeps): { run(signal: AbortSignal): Promise<void> } {
  const { store, clock, log } = deps

  return {
    run: (signal) => followCampaigns(deps, { pick: pickAll, run: runSources }, signal),
  }

  async function runSources(campaign: Campaign, signal: AbortSignal): Promise<void> {
    if (campaign.archivedAt === undefined)
      for (const [kind, settings] of Object.entries(deps.settings)) {
        const network = deps.sources[kind]?.network
        await store.ensureSource(campaign.id, kind, settings, { ...(network && { network }) })
      }
    const rows = await store.listSources(campaign.id)
    await Promise.all(rows.map((row) => runRow(row, campaign, signal)))
  }

  async function runRow(row: SourceRow, campaign: Campaign, signal: AbortSignal): Promise<void> {
    const source = deps.sources[row.kind]
    if (!source) {
      log.error({ kind: row.kind }, 'This version of the program does not know this kind of source.')
      return
    }
    const sourceLog = log.child({ source: source.kind, campaign: campaign.slug })
    const filer = deps.createFiler(campaign)
    const nothing = { parts: {}, lastEventAt: null, counts: {} }
    const onlyLog = createStatusBoard({ status: nothing, save: async () => {}, clock, log: sourceLog })
    const relay = createStatusRelay(onlyLog)
    const watch = createClockWatch({ clock, report: relay.report })
    const followed = { campaign, file: (input: FilingInput) => filer.file(input) }
    const pipeline = createPipeline([followed], source.lookUp === undefined)
    const context: LookUpContext = {
      fetch: watch.overhear(deps.fetch),
      signal,
      report: relay.report,
      count: relay.count,
      clock,
      noteNetworkTime: watch.note,
      log: sourceLog,
      credentials: deps.credentials[source.kind] ?? {},
      secrets: deps.secrets,
    }
    const { owner, recheckMs, checkTimes: times } = deps
    const { lookUp } = source
    const checker =
      lookUp === undefined
        ? null
        : createPostChecker({ store, lookUp, pipeline, row, owner, context, recheckMs, times })
    const work: Work = { source, campaign, pipeline, context, checker, relay }
    const leading = { store, owner, log: sourceLog, times: deps.leadTimes }
    const collect = async (lead: Lead, leadSignal: AbortSignal) => {
      // As the leader before us left it, and perhaps died.
      const now = (await store.listSources(campaign.id)).find(({ id }) => id === row.id) ?? row
      const isGone = (other: string) => isWorkerGone(other, owner)
      await store.returnChecks(campaign.id, source.kind, isGone)
      await collectFrom(work, now, lead, leadSignal)
    }
    const isOver = campaign.archivedAt !== undefined
    const looking = setInterval(watch.look, lookEveryMs)
    await Promise.all([!isOver && leadSource(leading, row.id, signal, collect), checker?.run()])
    clearInterval(looking)
  }

  /** One source's fault stays its own. */
  async function collectFrom(
    { source, campaign, pipeline, context: shared, checker, relay }: Work,
    row: SourceRow,
    lead: Lead,
    signal: AbortSignal,
  ): Promise<void> {
    const { log: sourceLog } = shared
    const save = (status: SourceRow['status']) => store.saveSourceStatus(row.id, status, lead.fence)
    const board = createStatusBoard({ status: row.status, save, clock, log: sourceLog })
    const known = await readKnown(source.kind)
    let trouble: PartProblem | null = null
    const context: SourceContext = {
      ...shared,
      wanted: pipeline.wanted(source.kind),
      isWanted: (matchable) => pipeline.isWanted(source.kind, matchable),
      cursor: row.cursor,
      known: { hasPost: (uri) => known.uris.has(uri), hasAuthor: (id) => known.authorIds.has(id) },
      signal,
      // What can't be stored does not come in, however well it is read.
      report: (part, report) =>
        board.report(
          part,
          trouble && part === 'stream' ? { ...report, state: 'waiting', problem: trouble } : report,
        ),
      noteEventAt: board.noteEventAt,
      count: board.count,
    }

    const setAside = tellSetAside(board, sourceLog)
    const recorder = createBatchRecorder({ setAside, store: storeBatch })

    // The board stops last, so that it saves what the others told at the end.
    const boardStop = new AbortController()
    const boardDone = board.run(boardStop.signal)
    relay.relayTo(board)
    await collect()
    relay.relayTo(null)
    boardStop.abort()
    await boardDone

    async function storeBatch(batch: Batch): Promise<void> {
      try {
        const result = await store.recordBatch(row.id, batch, lead.fence)
        trouble = null
        for (const post of batch.posts) {
          known.uris.add(post.uri)
          known.authorIds.add(post.authorId)
        }
        for (const [name, by] of Object.entries(result)) if (by > 0) board.count(name, by)
        if (result.inserted + result.changed > 0) checker?.nudge()
      } catch (error) {
        trouble = readProblem(error)
        throw error
      }
    }

    async function collect(): Promise<void> {
      let failures = 0
      while (!signal.aborted) {
        try {
          let cursor = (await store.listSources(campaign.id)).find(({ id }) => id === row.id)?.cursor ?? null
          for await (const batch of source.collect(row.settings, { ...context, cursor })) {
            const filed = pipeline.run(batch, (uri) => known.uris.has(uri))
            for (const one of filed.values()) await recorder.record(one, cursor)
            cursor = batch.cursor
            failures = 0
          }
        } catch (error) {
          failures += 1
          const waitMs = backOff(failures, longestRetryMs)
          board.count('failures')
          board.report('stream', { state: 'waiting', problem: trouble, nextTryAt: clock() + waitMs })
          sourceLog.error(
            { err: error },
            error instanceof AppError ? error.message : 'Collecting failed; it is tried again by itself.',
          )
          await sleep(waitMs, signal)
        }
      }
    }
  }

  /** A release changes what the public sees, and nothing of the work. */
  function pickAll({ unreleased, ...rest }: Campaign): unknown {
    return rest
  }

  async function readKnown(network: string): Promise<{ uris: Set<string>; authorIds: Set<string> }> {
    const { uris, authorIds } = await store.listKnownIds(network)
    return { uris: new Set(uris), authorIds: new Set(authorIds) }
  }
}
