// How work begins, ends and begins anew with the campaigns it is for.
import { once } from 'node:events'
import { openCampaignList } from '@wall/db/campaign-list'
import type { Campaign } from '@wall/db/model/campaign'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { followCampaigns, pickContent } from '@wall/workers/follow-campaigns'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestSqlite, type TestEngine } from '../support/database/open-test-engine.ts'
import { campaign } from './sources/collecting.ts'

let opened: TestEngine
let store: Store
let stopping: AbortController
let told: string[]
beforeEach(async () => {
  opened = await openTestSqlite()
  store = createStore(opened.engine)
  stopping = new AbortController()
  told = []
  await store.saveCampaign(campaign)
})
afterEach(() => opened.dispose())

async function follow(
  run: (campaign: Campaign, signal: AbortSignal) => Promise<void>,
  over: Partial<Store> = {},
): Promise<void> {
  const campaigns = await openCampaignList({ ...store, ...over }, stopping.signal)
  const log = { error: (_: unknown, sentence: string) => void told.push(sentence) }
  return followCampaigns({ campaigns, log }, { pick: pickContent, run }, stopping.signal)
}

const untilAborted = async (signal: AbortSignal) => void (signal.aborted || (await once(signal, 'abort')))
const soon = { timeout: 30_000 }

test('work begins for each campaign that comes, anew for one that is edited, and ends for one that is archived', async () => {
  const running = new Set<string>()
  const begun: string[] = []
  const done = follow(async ({ name }, signal) => {
    begun.push(name)
    running.add(name)
    await untilAborted(signal)
    running.delete(name)
  })
  await expect.poll(() => [...running], soon).toEqual([campaign.name])
  await store.saveCampaign({ ...campaign, slug: 'second', name: 'Second' })
  await expect.poll(() => [...running], soon).toEqual([campaign.name, 'Second'])
  await store.saveCampaign({ ...campaign, name: 'Renamed' })
  await expect.poll(() => [...running], soon).toEqual(['Second', 'Renamed'])
  await store.archiveCampaign('second', true)
  await expect.poll(() => [...running], soon).toEqual(['Renamed'])
  await store.archiveCampaign('second', false)
  await expect.poll(() => [...running], soon).toEqual(['Renamed', 'Second'])
  stopping.abort()
  await done
  expect(running.size).toBe(0)
  expect(begun).toEqual([campaign.name, 'Second', 'Renamed', 'Second'])
})

test('work that fails, at the start or right after an edit, is told in a sentence and begun again, and stops no other', async () => {
  await store.saveCampaign({ ...campaign, slug: 'steady', name: 'Steady' })
  const runs: string[] = []
  const done = follow(async ({ name, slug }, signal) => {
    if (slug === 'steady') return untilAborted(signal)
    runs.push(name)
    if (runs.length % 2 === 1) return store.getCampaign('not there').then(() => undefined)
    await untilAborted(signal)
  })
  await expect.poll(() => runs.length, soon).toBe(2)
  await store.saveCampaign({ ...campaign, name: 'Renamed' })
  await expect.poll(() => runs.length, soon).toBe(4)
  stopping.abort()
  await done
  expect(runs).toEqual([campaign.name, campaign.name, 'Renamed', 'Renamed'])
  expect(told).toEqual(Array(2).fill('There is no campaign "not there".'))
})

test('what a run that failed left behind ends before the next begins', async () => {
  const left: AbortSignal[] = []
  const done = follow(async (_, signal) => {
    expect(left.every(({ aborted }) => aborted)).toBe(true)
    left.push(signal)
    if (left.length === 1) throw new Error('not now')
    await untilAborted(signal)
  })
  await expect.poll(() => left.length, soon).toBe(2)
  stopping.abort()
  await done
})

test('it ends at once when it is told to while it waits to try again, and while the database does not answer', async () => {
  let reads = 0
  let runs = 0
  const done = follow(
    async () => {
      runs += 1
      throw new Error('never')
    },
    {
      listCampaigns() {
        reads += 1
        return reads === 1 ? store.listCampaigns() : new Promise(() => {})
      },
    },
  )
  await expect.poll(() => runs).toBe(1)
  await store.saveCampaign({ ...campaign, name: 'Renamed' })
  await expect.poll(() => reads, soon).toBe(2)
  stopping.abort()
  await done
  expect(runs).toBeGreaterThan(0)
})

test('a list that could not be read is read again, and what was known stays meanwhile', async () => {
  let isAway = false
  const names: string[] = []
  const done = follow(
    async ({ name }, signal) => {
      names.push(name)
      await untilAborted(signal)
    },
    { listCampaigns: () => (isAway ? Promise.reject(new Error('away')) : store.listCampaigns()) },
  )
  await expect.poll(() => names).toEqual([campaign.name])
  isAway = true
  await store.saveCampaign({ ...campaign, name: 'Renamed' })
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(names).toEqual([campaign.name])
  isAway = false
  await expect.poll(() => names, soon).toEqual([campaign.name, 'Renamed'])
  stopping.abort()
  await done
})
