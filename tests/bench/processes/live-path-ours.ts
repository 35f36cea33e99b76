// The product's live path as `workers/main.ts` wires it: the runner, the Bluesky source, matching, filing and
// the SQLite store.
import { openCampaignList } from '@wall/db/campaign-list'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { AppError } from '@wall/db/model/error'
import { openStore } from '@wall/db/open-store'
import { createFiler } from '@wall/filing/file-post'
import { leadTimes } from '@wall/workers/collecting/lead-source'
import { createRunner } from '@wall/workers/collecting/runner'
import { createLog } from '@wall/workers/log'
import { bluesky } from '@wall/workers/sources/bluesky'
import { checkTimes } from '@wall/workers/upkeep/check-posts'
import { makeWorkerName } from '@wall/workers/worker-name'
import { serveCommands } from '../support/command-server.ts'
import { countTagged } from '../support/frames.ts'
import { createRunMeter, type LivePathOrder } from '../support/live-path-run.ts'

const [dataDir = '', wire = 'v1'] = process.argv.slice(2)
const paths: Record<string, string> = { v1: '/subscribe', v2: '/' }

serveCommands({
  async run({ origin, frames }: LivePathOrder) {
    const { store } = await openStore({ dataDir })
    const { campaign } = await store.saveCampaign(builtInCampaign())
    const setup = bluesky.setUp({ JETSTREAM_URLS: origin + paths[wire] })
    if (!setup || 'faults' in setup) throw new Error(setup?.faults.join(', '))
    await store.ensureSource(campaign.id, bluesky.kind, setup.settings)

    const meter = createRunMeter(frames)
    const stop = new AbortController()
    const expected = countTagged(frames)
    const stored = Promise.withResolvers<void>()
    let storedCount = 0
    let storingMs = 0
    if (expected === 0) stored.resolve()
    const runner = createRunner({
      owner: makeWorkerName(),
      leadTimes,
      checkTimes,
      store: {
        ...store,
        async recordBatch(sourceId, batch) {
          const startedAt = performance.now()
          const result = await store.recordBatch(sourceId, batch)
          if (meter.isDone()) storingMs += performance.now() - startedAt
          storedCount += result.inserted
          if (storedCount >= expected) stored.resolve()
          return result
        },
      },
      campaigns: await openCampaignList(store, stop.signal),
      settings: {},
      sources: {
        bluesky: {
          ...bluesky,
          collect: (settings, context) =>
            bluesky.collect(settings, {
              ...context,
              count(name, by) {
                context.count(name, by)
                if (name === 'frames') meter.noteFrame()
              },
            }),
        },
      },
      createFiler,
      fetch: () => Promise.reject(new AppError('upstream', 'There is no network in a bench.')),
      clock: Date.now,
      log: createLog('silent'),
      secrets: { read: async () => null, write: async () => {} },
      credentials: {},
      recheckMs: 900_000,
    })
    const running = runner.run(stop.signal)
    await Promise.all([meter.allSeen, stored.promise])
    const result = meter.finish(storedCount, storingMs)
    stop.abort()
    await running
    await store.close()
    return result
  },
})
