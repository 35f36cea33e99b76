// That a job hears of everything in the log, on both engines, whatever ends it in between.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@wall/db/open-store'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { followLog, type LogJob } from '@wall/workers/follow-log'
import { createLog } from '@wall/workers/log'
import { expect, test } from 'vitest'
import { openTestPostgres, openTestSqlite, type TestEngine } from '../support/database/open-test-engine.ts'
import { makePostgresDatabase } from '../support/database/postgres-database.ts'
import { campaign } from './sources/collecting.ts'

const engines: [string, () => Promise<TestEngine>][] = [
  ['SQLite', openTestSqlite],
  ['PostgreSQL', openTestPostgres],
]
const log = createLog('silent')
const soon = { timeout: 30_000 }

/** One event each time. */
const createTeller = (store: Store) => {
  let told = 0
  return async () => void (await store.saveCampaign({ ...campaign, name: `Name ${++told}` }))
}

test.each(engines)(
  'a job goes on where it ended, and hears again what it could not do: %s',
  async (_, open) => {
    const { engine, dispose } = await open()
    const store = createStore(engine)
    const tell = createTeller(store)
    await tell()
    const campaignId = (await store.getCampaign(campaign.slug)).id
    const heard: (number | 'begin')[] = []
    let faults = 1
    const start = (over: Partial<LogJob> = {}) => {
      const stop = new AbortController()
      const job: LogJob = {
        ...{ name: 'notes', version: '1', begin: async () => void heard.push('begin'), gatherMs: () => 0 },
        async take(news) {
          heard.push(...news.map(({ seq }) => seq))
        },
        ...over,
      }
      const done = followLog({ store, campaignId, log }, job, stop.signal)
      return async () => {
        stop.abort()
        await done
      }
    }

    let stop = start()
    await expect.poll(() => heard, soon).toEqual(['begin'])
    await tell()
    await expect.poll(() => heard, soon).toEqual(['begin', 2])
    await expect.poll(async () => (await store.readJobCursor(campaignId, 'notes'))?.seq, soon).toBe(2)
    await stop()
    for (let count = 0; count < 3; count += 1) await tell()
    stop = start({
      async take(news) {
        heard.push(...news.map(({ seq }) => seq))
        faults -= 1
        if (faults === 0) throw new Error('a fault of the job')
      },
    })
    await expect.poll(() => heard, soon).toEqual(['begin', 2, 3, 4, 5, 3, 4, 5])
    await expect.poll(async () => (await store.readJobCursor(campaignId, 'notes'))?.seq, soon).toBe(5)
    await stop()
    // Told to stop in the middle of it, it counts as not done.
    await tell()
    stop = start({
      async take() {
        void stop()
        heard.push(6)
      },
    })
    await expect.poll(() => heard.at(-1), soon).toBe(6)
    await stop()
    expect((await store.readJobCursor(campaignId, 'notes'))?.seq).toBe(5)
    stop = start({ version: '2' })
    await expect.poll(() => heard.at(-1), soon).toBe('begin')
    await expect.poll(() => store.readJobCursor(campaignId, 'notes'), soon).toEqual({ version: '2', seq: 6 })
    await stop()
    // Another worker is behind.
    await store.saveJobCursor(campaignId, 'notes', { version: '2', seq: 4 })
    expect(await store.readJobCursor(campaignId, 'notes')).toEqual({ version: '2', seq: 6 })
    await dispose()
  },
)

test.each(['SQLite', 'PostgreSQL'])(
  'kill -9, again and again, leaves no event out: %s',
  { timeout: 120_000 },
  async (name) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'wall-follower-'))
    const database = name === 'PostgreSQL' ? await makePostgresDatabase() : undefined
    const place = { dataDir, databaseUrl: database?.url ?? null }
    const file = join(dataDir, 'heard')
    writeFileSync(file, '')
    const { store } = await openStore(place)
    const tell = createTeller(store)
    await tell()
    const campaignId = (await store.getCampaign(campaign.slug)).id
    await store.saveJobCursor(campaignId, 'notes', { version: '1', seq: 0 })
    const script = join(import.meta.dirname, '../support/wall/log-follower.ts')
    const start = async (): Promise<ChildProcess> => {
      const child = fork(script, [JSON.stringify(place), String(campaignId), file])
      await once(child, 'message')
      return child
    }
    const readHeard = () => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number)

    for (let kills = 0; kills < 4; kills += 1) {
      const child = await start()
      const before = readHeard().length
      // Killed in the middle of what is told.
      while (readHeard().length < before + 5) await tell()
      child.kill('SIGKILL')
      await once(child, 'exit')
      await tell()
    }
    const last = await store.lastSeq(campaignId)
    const child = await start()
    await expect.poll(() => readHeard().at(-1), { timeout: 30_000 }).toBe(last)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const heard = readHeard()
    expect([...new Set(heard)]).toEqual(Array.from({ length: last }, (_, index) => index + 1))
    await store.close()
    await database?.drop()
    rmSync(dataDir, { recursive: true, force: true })
  },
)
