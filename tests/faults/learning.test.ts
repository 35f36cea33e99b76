import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore } from '@wall/db/open-store'
import { afterEach, expect, test, vi } from 'vitest'
import { makePostgresDatabase } from '../support/database/postgres-database.ts'
import { type LearningWall, openLearningWall } from '../support/wall/learning-wall.ts'

vi.setConfig({ testTimeout: 120_000 })
const script = fileURLToPath(new URL('../support/wall/learning-worker.ts', import.meta.url))
const soon = { timeout: 60_000, interval: 50 }
let wall: LearningWall | undefined
afterEach(() => wall?.dispose())

test.each(['SQLite', 'PostgreSQL'])(
  'killed in the middle of its work, a worker learns the same after on %s',
  async (engine) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'wall-kill-'))
    const database = engine === 'PostgreSQL' ? await makePostgresDatabase() : undefined
    const where = { dataDir, databaseUrl: database?.url ?? null }
    const opened = await openStore(where)
    wall = await openLearningWall({
      engine: opened.engine,
      async dispose() {
        await opened.store.close()
        await database?.drop()
        rmSync(dataDir, { recursive: true, force: true })
      },
    })
    const { arrive, refile, readState, getPost, campaign, store } = wall
    const start = () => fork(script, [JSON.stringify(where)], { stdio: 'ignore' })
    const waiting = await arrive('Worms and leaves at the fence')
    let worker = start()
    const moderated = 16
    for (let index = 0; index < moderated; index += 1) {
      const post = await arrive(
        `Bed ${index}: ${index % 2 ? 'worms and leaves at the fence' : 'rain in the barrel'}`,
      )
      await refile(post, index % 2 ? 3 : 1)
      if (index % 4 < 3) continue
      // Early: while the model is made; later: while it is measured, or posts are filed with it.
      await once(worker, 'message')
      await new Promise((resolve) => setTimeout(resolve, index * 25))
      worker.kill('SIGKILL')
      await once(worker, 'exit')
      worker = start()
    }
    await expect.poll(async () => (await readState())?.decisions, soon).toBe(moderated)
    const learnt = (await readState())?.model
    await expect
      .poll(async () => store.countWaiting(campaign.id, await store.readFilingModel(campaign.id)), soon)
      .toEqual({ waiting: 1, behind: 0 })
    expect((await getPost(waiting)).filing.suggestions[0]?.takeaway).toBe(3)
    worker.kill('SIGKILL')
    await once(worker, 'exit')
    // Forgets what was measured: another worker finds the same from the rows alone.
    const { filingState } = opened.engine.tables
    await opened.engine.transaction(async ({ db }) => void (await db.delete(filingState)))
    await wall.startWorker('fresh')
    await expect.poll(async () => (await readState())?.model, soon).toBe(learnt)
  },
)
