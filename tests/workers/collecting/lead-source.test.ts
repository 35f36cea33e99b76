import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readlinkSync } from 'node:fs'
import { createStore } from '@wall/db/store/create-store'
import type { Store } from '@wall/db/store/store'
import { type Lead, leadSource } from '@wall/workers/collecting/lead-source'
import { createLog } from '@wall/workers/log'
import { isWorkerGone, makeWorkerName } from '@wall/workers/worker-name'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestPostgres, openTestSqlite, type TestEngine } from '../../support/database/open-test-engine.ts'
import { campaign } from '../sources/collecting.ts'

const times = { ttlMs: 400, renewEveryMs: 50, lookEveryMs: 20 }

describe.each([
  ['SQLite', openTestSqlite],
  ['PostgreSQL', openTestPostgres],
])('leading a source on %s', (_name, open) => {
  let opened: TestEngine
  let store: Store
  let sourceId: number
  let stops: (() => Promise<void>)[]
  beforeEach(async () => {
    opened = await open()
    store = createStore(opened.engine)
    sourceId = (await store.ensureSource((await store.saveCampaign(campaign)).campaign.id, 'bluesky', {})).id
    stops = []
  })
  afterEach(async () => {
    for (const stop of stops) await stop()
    await opened.dispose()
  })

  /** A worker that does nothing but lead. */
  function start(owner: string, over: Partial<Store> = {}) {
    const led: Lead[] = []
    let isLeading = false
    const stopping = new AbortController()
    const deps = { store: { ...store, ...over }, owner, log: createLog('silent'), times }
    const done = leadSource(deps, sourceId, stopping.signal, async (lead, signal) => {
      led.push(lead)
      isLeading = true
      if (!signal.aborted) await once(signal, 'abort')
      isLeading = false
    })
    const stop = async () => {
      stopping.abort()
      await done
    }
    stops.push(stop)
    return { led, isLeading: () => isLeading, stop }
  }

  test('one leads, the others stand by and follow when it stops', async () => {
    const workers = [start('a'), start('b'), start('c')]
    await expect.poll(() => workers.filter((worker) => worker.isLeading()).length).toBe(1)
    const leader = workers.find((worker) => worker.isLeading())
    await leader?.stop()
    await expect.poll(() => workers.filter((worker) => worker.isLeading()).length).toBe(1)
    expect(leader?.isLeading()).toBe(false)
  })

  test('a leader that can not renew gives up by itself, is followed, and stands by', async () => {
    let isCut = false
    const cut = start('cut', {
      renewLead: (...args) => (isCut ? Promise.reject(new Error('no connection')) : store.renewLead(...args)),
    })
    await expect.poll(() => cut.isLeading()).toBe(true)
    const other = start('other')
    isCut = true
    await expect.poll(() => other.isLeading(), { timeout: 30_000 }).toBe(true)
    await expect.poll(() => cut.isLeading(), { timeout: 30_000 }).toBe(false)
    expect(other.led[0]?.fence).toBeGreaterThan(cut.led[0]?.fence ?? Number.POSITIVE_INFINITY)
    isCut = false
    await other.stop()
    await expect.poll(() => cut.isLeading()).toBe(true)
  })

  test('a run that fails is tried again', async () => {
    let tries = 0
    const stopping = new AbortController()
    const deps = { store, owner: 'a', log: createLog('silent'), times }
    const done = leadSource(deps, sourceId, stopping.signal, async () => {
      tries += 1
      if (tries === 3) stopping.abort()
      throw new Error('not today')
    })
    await done
    expect(tries).toBe(3)
  })
})

test('a worker that ended on this machine is known to be gone, one that runs or ran elsewhere is not', async () => {
  const own = makeWorkerName()
  const [machine] = own.split(' ')
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  await once(child, 'spawn')
  const name = `${machine} ${child.pid} abc`
  expect(isWorkerGone(name, own)).toBe(false)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(isWorkerGone(name, own)).toBe(true)
  expect(isWorkerGone(`elsewhere/1 ${child.pid} abc`, own)).toBe(false)
  expect(isWorkerGone(own, own)).toBe(false)
  expect(isWorkerGone('anything', own)).toBe(false)
})

test('of a worker in another container, even under the same host name, nobody here can tell whether it is gone', async () => {
  const own = makeWorkerName()
  const [machine = ''] = own.split(' ')
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
  await once(child, 'exit')
  const namespace = existsSync('/proc/self/ns/pid') ? readlinkSync('/proc/self/ns/pid') : ''
  expect(machine.slice(machine.lastIndexOf('/') + 1)).toBe(namespace)
  const elsewhere = `${machine.slice(0, machine.lastIndexOf('/'))}/pid:[1]`
  expect(isWorkerGone(`${machine} ${child.pid} abc`, own)).toBe(true)
  expect(isWorkerGone(`${elsewhere} ${child.pid} abc`, own)).toBe(false)
  expect(isWorkerGone(`${elsewhere} ${process.pid} abc`, own)).toBe(false)
})
