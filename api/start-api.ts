import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { createKeptFiles } from '@wall/db/kept-files'
import { openStore } from '@wall/db/open-store'
import { createApp } from './app.ts'
import { systemClock } from './clock.ts'
import { type Config, resolvePublicUrl } from './config.ts'
import { createSeedMeasurer } from './filing/seed-measurer.ts'
import { addGauges } from './health/gauges.ts'
import { createMetrics } from './health/metrics.ts'
import { createReadiness } from './health/readiness.ts'
import { listen } from './http/server.ts'
import { isDemoFolder } from './launch/data-folder.ts'
import { createHub } from './live/hub.ts'
import type { Log } from './log.ts'
import { createDiskCache } from './media/disk-cache.ts'
import { createFetchPicture } from './media/fetch-picture.ts'
import { createMedia } from './media/media.ts'
import { createRenderer } from './media/render.ts'
import { createSweeper } from './media/sweeper.ts'
import { readWebFiles } from './pages/web-files.ts'
import { listOrigins } from './security/origins.ts'
import { createAuth } from './sign-in/auth.ts'
import { createSetupLink } from './sign-in/first-run.ts'
import { createPasswords } from './sign-in/password.ts'
import { findSecret } from './sign-in/secret.ts'
import { createSignIn } from './sign-in/sign-in.ts'
import { createThrottle } from './sign-in/throttle.ts'

const pictureCacheBytes = 2 * 1024 * 1024 * 1024
const graceMs = 2000

export interface RunningApi {
  url: string
  port: number
  /** A link that makes the first administrator; null when there is one. */
  setupLink: string | null
  /** Ends within five seconds; whatever was confirmed is kept. */
  stop(): Promise<void>
}

/**
 * The whole process, wired: also what end-to-end tests start. Throws AppError with a sentence when it can't
 * be.
 */
export async function startApi(options: {
  config: Config
  log: Log
  webDir: string
  /** The launcher looked at the database file. */
  isChecked?: boolean
}): Promise<RunningApi> {
  const { config, log, webDir, isChecked = false } = options
  const clock = systemClock
  const server = await listen(config)
  try {
    const publicUrl = resolvePublicUrl(config, server.port)
    const { store, openSignInAdapter } = await openStore({ ...config, isChecked })
    const isEmpty = (await store.listCampaigns()).length === 0
    if (isEmpty && !config.hasOwnCampaign) await store.saveCampaign(builtInCampaign())
    const secret = await findSecret({ store, log, config })
    const metrics = createMetrics()
    const passwords = createPasswords()
    const isDemo = config.databaseUrl === null && isDemoFolder(config.dataDir)
    // The demo's folder is another at each start: its cookies would pile up in the browser under ever new
    // names.
    const mark = isDemo ? `demo${server.port}` : await store.keepMark(randomBytes(4).toString('hex'))
    const openAuth = createAuth({ openDatabase: openSignInAdapter, secret, publicUrl, passwords, log, mark })
    const media = createMedia({
      store,
      clock,
      fetchPicture: createFetchPicture({ allowOrigins: config.mediaAllowOrigins }),
      renderPicture: createRenderer(),
      cache: createDiskCache({ dir: join(config.dataDir, 'media'), maxBytes: pictureCacheBytes }),
    })
    const sweeper = createSweeper({ media, log })
    const hub = createHub({ store, clock, log, metrics: metrics.live, onTakenDown: sweeper.sweepSoon })
    addGauges(metrics, { store, hub, clock })
    const seedMeasurer = createSeedMeasurer(createKeptFiles(join(config.dataDir, 'learnt')))
    const app = createApp({
      store,
      hub,
      signIn: createSignIn(openAuth, createThrottle(store), clock),
      passwords,
      media,
      metrics,
      seedMeasurer,
      webFiles: await readWebFiles(webDir, config.publicUrl),
      listObstacles: createReadiness({ store, hub, dataDir: config.dataDir }),
      clock,
      log,
      publicUrl,
      origins: listOrigins({ publicUrl, host: config.host, port: server.port }),
      trustedProxies: config.trustedProxies,
      metricsToken: config.metricsToken,
      isDemo,
    })
    await hub.start()
    server.serve(app.fetch)
    const setupLink = await createSetupLink({ store, clock, publicUrl })
    log.info({ url: publicUrl }, 'serving')
    return {
      url: publicUrl,
      port: server.port,
      setupLink,
      async stop() {
        sweeper.stop()
        hub.stop()
        seedMeasurer.close()
        await server.close(graceMs)
        await store.close()
        log.info('stopped')
      },
    }
  } catch (error) {
    await server.close(0)
    throw error
  }
}
