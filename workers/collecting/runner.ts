import type { CampaignList } from '@wall/db/campaign-list'
import type { Campaign } from '@wall/db/model/campaign'
import type { Filing } from '@wall/db/model/filing/filing'
import type { SourceRow } from '@wall/db/model/source'
import type { Store } from '@wall/db/store/store'
import type { FilingInput } from '@wall/filing/filing-input'
import { followAllCampaigns, pickAll } from '../follow-campaigns.ts'
import type { Log } from '../log.ts'
import { createPipeline } from '../pipeline.ts'
import type { LookUpContext, Secrets, Source } from '../sources/source.ts'
import { type CheckTimes, createPostChecker } from '../upkeep/check-posts.ts'
import { isWorkerGone } from '../worker-name.ts'
import { createClockWatch } from './clock-watch.ts'
import { collectForAll, type Member } from './collect-for-all.ts'
import { type Lead, type LeadTimes, leadSources } from './lead-source.ts'
import { createStatusBoard } from './status-board.ts'
import { createStatusRelay } from './status-relay.ts'

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

/** How often it is looked whether a clock that was wrong was set right. */
const lookEveryMs = 5_000

/**
 * Runs the sources of all campaigns until the signal aborts; what was collected by then is stored when `run`
 * resolves. What has the same settings is collected once for all campaigns that have it. Of all workers one
 * leads a source and collects; all of them check what was collected. Of a campaign that is archived nothing
 * new is collected, and what is shown is checked as before: it is to go when its author takes it back.
 */
export function createRunner(deps: RunnerDeps): { run(signal: AbortSignal): Promise<void> } {
  const { store, clock, log, owner } = deps

  return {
    run: (signal) => followAllCampaigns(deps, { pick: pickAll, run: runAll }, signal),
  }

  async function runAll(campaigns: readonly Campaign[], signal: AbortSignal): Promise<void> {
    const groups = new Map<string, Member[]>()
    const running: (Promise<void> | undefined)[] = []
    const looks: (() => void)[] = []
    for (const campaign of campaigns) {
      for (const { source, row } of await openSources(campaign)) {
        const { member, look } = createMember(source, row, campaign, signal)
        running.push(member.checker?.run())
        looks.push(look)
        if (campaign.archivedAt !== undefined) continue
        const settings = JSON.stringify([row.kind, row.settings])
        groups.set(settings, [...(groups.get(settings) ?? []), member])
      }
    }
    const looking = setInterval(() => {
      for (const look of looks) look()
    }, lookEveryMs)
    try {
      await Promise.all([...running, ...[...groups.values()].map((members) => runGroup(members, signal))])
    } finally {
      clearInterval(looking)
    }
  }

  async function openSources(campaign: Campaign): Promise<{ source: Source; row: SourceRow }[]> {
    if (campaign.archivedAt === undefined) {
      for (const [kind, settings] of Object.entries(deps.settings)) {
        const network = deps.sources[kind]?.network
        await store.ensureSource(campaign.id, kind, settings, { ...(network && { network }) })
      }
    }
    return (await store.listSources(campaign.id)).flatMap((row) => {
      const source = deps.sources[row.kind]
      if (source) return { source, row }
      log.error({ kind: row.kind }, 'This version of the program does not know this kind of source.')
      return []
    })
  }

  function createMember(source: Source, row: SourceRow, campaign: Campaign, signal: AbortSignal) {
    const sourceLog = log.child({ source: source.kind, campaign: campaign.slug })
    const filer = deps.createFiler(campaign)
    const followed = { campaign, file: (input: FilingInput) => filer.file(input) }
    const nothing = { parts: {}, lastEventAt: null, counts: {} }
    const onlyLog = createStatusBoard({ status: nothing, save: async () => {}, clock, log: sourceLog })
    const relay = createStatusRelay(onlyLog)
    const watch = createClockWatch({ clock, report: relay.report })
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
    const { recheckMs, checkTimes: times } = deps
    const { lookUp } = source
    const pipeline = createPipeline([followed], source.lookUp === undefined)
    const checker =
      lookUp === undefined
        ? null
        : createPostChecker({ store, lookUp, pipeline, row, owner, context, recheckMs, times })
    const member: Member = { source, row, followed, checker, relay, context }
    return { member, look: watch.look }
  }

  /** Whoever leads the first of them leads them all. */
  async function runGroup(members: readonly Member[], signal: AbortSignal): Promise<void> {
    const ids = members.map(({ row }) => row.id)
    const leading = { store, owner, log, times: deps.leadTimes }
    await leadSources(leading, ids, signal, async (leads: readonly Lead[], until) => {
      const isGone = (other: string) => isWorkerGone(other, owner)
      for (const { row } of members) await store.returnChecks(row.campaignId, row.kind, isGone)
      await collectForAll({ store, clock }, members, leads, until)
    })
  }
}
