import { once } from 'node:events'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { followCampaign } from '@wall/workers/follow-campaign'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestSqlite, type TestEngine } from '../support/database/open-test-engine.ts'
import { campaign } from './sources/collecting.ts'

let opened: TestEngine
let store: Store
beforeEach(async () => {
  opened = await openTestSqlite()
  store = createStore(opened.engine)
  await store.saveCampaign(campaign)
})
afterEach(() => opened.dispose())

function createFollower(over: Partial<Store> = {}) {
  const told: string[] = []
  const stopping = new AbortController()
  const log = { error: (_: unknown, sentence: string) => void told.push(sentence) }
  const follow = (run: (name: string, signal: AbortSignal) => Promise<void>) =>
    followCampaign({ store: { ...store, ...over }, log }, campaign, stopping.signal, (now, until) =>
      run(now.name, until),
    )
  return { told, stop: () => stopping.abort(), follow }
}

const untilAborted = async (signal: AbortSignal) => void (signal.aborted || (await once(signal, 'abort')))

test('work that fails, at the start or right after an edit, is told in a sentence and begun again', async () => {
  // So slow that nobody else hears of the fault in time.
  let isSlow = false
  const { told, stop, follow } = createFollower({
    async getCampaign(slug) {
      if (isSlow) await new Promise((resolve) => setTimeout(resolve, 300))
      return store.getCampaign(slug)
    },
  })
  const runs: string[] = []
  const done = follow(async (name, signal) => {
    runs.push(name)
    isSlow = true
    if (runs.length % 2 === 1) return store.getCampaign('not there').then(() => undefined)
    await untilAborted(signal)
  })
  await expect.poll(() => runs.length, { timeout: 10_000 }).toBe(2)
  await store.saveCampaign({ ...campaign, name: 'Renamed' })
  await expect.poll(() => runs.length, { timeout: 10_000 }).toBe(4)
  stop()
  await done
  expect(runs).toEqual([campaign.name, campaign.name, 'Renamed', 'Renamed'])
  expect(told).toEqual(Array(2).fill('There is no campaign "not there".'))
})

test('what a run that failed left behind ends before the next begins', async () => {
  const { stop, follow } = createFollower()
  const left: AbortSignal[] = []
  const done = follow(async (_, signal) => {
    expect(left.every(({ aborted }) => aborted)).toBe(true)
    left.push(signal)
    if (left.length === 1) throw new Error('not now')
    await untilAborted(signal)
  })
  await expect.poll(() => left.length, { timeout: 10_000 }).toBe(2)
  stop()
  await done
})

test('it ends at once when it is told to, whether it waits to try again or for a database that does not answer', async () => {
  const failing = createFollower()
  let runs = 0
  const waiting = failing.follow(async () => {
    runs += 1
    throw new Error('never')
  })
  await expect.poll(() => runs).toBe(1)
  failing.stop()
  await waiting

  const asking = createFollower({ getCampaign: () => new Promise(() => {}) })
  const hanging = asking.follow(async () => {})
  asking.stop()
  await hanging
})
