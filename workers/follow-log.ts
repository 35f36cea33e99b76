import { AppError } from '@wall/db/model/error'
import type { LogEvent } from '@wall/db/model/event'
import type { Store } from '@wall/db/store/store'
import type { Log } from './log.ts'
import { sleep } from './sleep.ts'

export interface FollowLogDeps {
  store: Pick<Store, 'lastSeq' | 'eventsAfter' | 'watch' | 'readJobCursor' | 'saveJobCursor'>
  campaignId: number
  log: Pick<Log, 'error'>
}

/** Something that is done about what a campaign's log tells. */
export interface LogJob {
  /** The same in every worker and at every start: its cursor is stored under it. */
  name: string
  /** What the job makes of news; under another one it begins anew. */
  version: string
  /**
   * Does what is to be done about all there is. Called before the first news, and by a version that is new.
   */
  begin(): Promise<void>
  /**
   * Does what is to be done about news, in the log's order. When it has resolved they count as done; when it
   * throws, or the process ends, the same news come again. So it must do no harm to do it twice.
   */
  take(news: readonly LogEvent[]): Promise<void>
  /** How long to wait after something was committed, so that news of one moment come together. */
  gatherMs(): number
}

const pageSize = 1_000
const retryMs = 5_000
/** News wake us; should that ever fail, they are found so late. */
const lookEveryMs = 60_000

/**
 * Calls a job with every event of a campaign's log, from where it came to in any run before: each at least
 * once, none left out, whenever the process is killed. Faults are logged and the news tried again. Ends when
 * the signal aborts. Never rejects.
 */
export async function followLog(
  { store, campaignId, log }: FollowLogDeps,
  job: LogJob,
  signal: AbortSignal,
): Promise<void> {
  let seq: number | undefined
  let news = new AbortController()
  store.watch(() => news.abort(), signal)
  while (!signal.aborted) {
    try {
      seq ??= await findPlace()
      // Before it is read: what is written meanwhile wakes us.
      news = new AbortController()
      const events = await store.eventsAfter(campaignId, seq, pageSize)
      if (signal.aborted) return
      if (events.length > 0) {
        await job.take(events)
        seq = await keep(events.at(-1)?.seq ?? seq)
      } else if ((await store.lastSeq(campaignId)) < seq) {
        // A backup was restored, and with it where we were.
        seq = undefined
      } else {
        await sleep(lookEveryMs, AbortSignal.any([signal, news.signal]))
        await sleep(job.gatherMs(), signal)
      }
    } catch (error) {
      if (signal.aborted) return
      const sentence = 'The work on what the log told broke off; it is tried again by itself.'
      log.error({ err: error, job: job.name }, error instanceof AppError ? error.message : sentence)
      await sleep(retryMs, signal)
    }
  }

  async function findPlace(): Promise<number> {
    const cursor = await store.readJobCursor(campaignId, job.name)
    if (cursor?.version === job.version) return cursor.seq
    const end = await store.lastSeq(campaignId)
    await job.begin()
    return keep(end)
  }

  /** A job that was told to stop may not have done all of it. */
  async function keep(done: number): Promise<number> {
    const { name, version } = job
    if (!signal.aborted) await store.saveJobCursor(campaignId, name, { version, seq: done })
    return done
  }
}
