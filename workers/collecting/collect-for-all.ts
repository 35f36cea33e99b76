import { AppError } from '@wall/db/model/error'
import type { Batch, PartProblem, SourceRow } from '@wall/db/model/source'
import type { Store } from '@wall/db/store/store'
import { backOff } from '../back-off.ts'
import { createPipeline, type Followed } from '../pipeline.ts'
import { sleep } from '../sleep.ts'
import type { LookUpContext, Source, SourceContext } from '../sources/source.ts'
import type { PostChecker } from '../upkeep/check-posts.ts'
import { createBatchRecorder } from './batch-recorder.ts'
import { readKnownIds } from './known-ids.ts'
import type { Lead } from './lead-source.ts'
import { createStatusBoard } from './status-board.ts'
import type { StatusRelay } from './status-relay.ts'
import { readProblem, tellSetAside } from './store-trouble.ts'

const longestRetryMs = 60_000

/** A campaign's source, as a worker has it at hand whether or not it leads. */
export interface Member {
  source: Source
  row: SourceRow
  followed: Followed
  context: LookUpContext
  /** Null: what this source hands over needs no look-up. */
  checker: PostChecker | null
  relay: StatusRelay
}

interface Deps {
  store: Pick<Store, 'listSources' | 'listKnownIds' | 'recordBatch' | 'saveSourceStatus'>
  clock: () => number
}

/**
 * Collects once for all members, whose sources have the same settings, until the signal aborts; what was
 * collected is stored by then. Each campaign has its own cursor, stored with its posts: after a stop in
 * between, all go on from the earliest.
 */
export async function collectForAll(
  { store, clock }: Deps,
  members: readonly Member[],
  leads: readonly Lead[],
  signal: AbortSignal,
): Promise<void> {
  const [first] = members
  if (!first) return
  const { source, context: shared } = first
  const followed = members.map((member) => member.followed)
  const pipeline = createPipeline(followed, source.lookUp === undefined)
  const posts = await readKnownIds(store, source.kind, 'post', signal)
  const authors = await readKnownIds(store, source.kind, 'author', signal)
  let trouble: PartProblem | null = null
  // As the leader before us left them, and perhaps died.
  const rows = await readRows()
  const led = members.map((member, index) => lead(member, rows[index] ?? member.row, leads[index]?.fence))
  const context: Omit<SourceContext, 'cursor'> = {
    ...shared,
    wanted: pipeline.wanted(source.kind),
    isWanted: (matchable) => pipeline.isWanted(source.kind, matchable),
    known: { hasPost: posts.has, hasAuthor: authors.has },
    signal,
    noteNetworkTime(at) {
      for (const one of members) one.context.noteNetworkTime?.(at)
    },
    report(part, report) {
      // What can't be stored does not come in, however well it is read.
      const isStopped = trouble && part === 'stream'
      for (const { board } of led)
        board.report(part, isStopped ? { ...report, state: 'waiting', problem: trouble } : report)
    },
    noteEventAt(at) {
      for (const { board } of led) board.noteEventAt(at)
    },
    count(name, by) {
      for (const { board } of led) board.count(name, by)
    },
  }

  // The boards stop last, so that they save what the others told at the end.
  const boardStop = new AbortController()
  const boardsDone = Promise.all(led.map(({ board }) => board.run(boardStop.signal)))
  for (const { relay, board } of led) relay.relayTo(board)
  await collect()
  for (const { relay } of led) relay.relayTo(null)
  boardStop.abort()
  await boardsDone

  async function collect(): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      try {
        let cursor = joinCursors((await readRows()).map((row) => row?.cursor ?? null))
        for await (const batch of source.collect(first?.row.settings, { ...context, cursor })) {
          const filed = pipeline.run(batch, posts.has)
          for (const { id, recorder } of led) {
            const own = filed.get(id)
            if (own) await recorder.record(own, cursor)
          }
          cursor = batch.cursor
          failures = 0
        }
      } catch (error) {
        failures += 1
        const waitMs = backOff(failures, longestRetryMs)
        context.count('failures')
        context.report('stream', { state: 'waiting', problem: trouble, nextTryAt: clock() + waitMs })
        shared.log.error(
          { err: error },
          error instanceof AppError ? error.message : 'Collecting failed; it is tried again by itself.',
        )
        await sleep(waitMs, signal)
      }
    }
  }

  async function readRows(): Promise<(SourceRow | undefined)[]> {
    const all = new Map((await store.listSources()).map((row) => [row.id, row]))
    return members.map(({ row }) => all.get(row.id))
  }

  function joinCursors(cursors: readonly (string | null)[]): string | null {
    const [cursor = null, ...others] = new Set(cursors)
    return others.length === 0 ? cursor : (source.joinCursors?.(cursors) ?? null)
  }

  function lead(member: Member, row: SourceRow, fence: number | undefined) {
    const { context, checker, relay, followed } = member
    const board = createStatusBoard({
      status: row.status,
      save: (status) => store.saveSourceStatus(row.id, status, fence),
      ...{ clock, log: context.log },
    })
    const recorder = createBatchRecorder({ setAside: tellSetAside(board, context.log), store: record })
    return { id: followed.campaign.id, board, recorder, relay }

    async function record(batch: Batch): Promise<void> {
      try {
        const result = await store.recordBatch(row.id, batch, fence)
        trouble = null
        for (const post of batch.posts) {
          posts.add(post.uri)
          authors.add(post.authorId)
        }
        for (const [name, by] of Object.entries(result)) if (by > 0) board.count(name, by)
        if (result.inserted + result.changed > 0) checker?.nudge()
      } catch (error) {
        trouble = readProblem(error)
        throw error
      }
    }
  }
}
