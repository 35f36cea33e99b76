import { join } from 'node:path'
import { openCampaignList } from '@wall/db/campaign-list'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { createKeptFiles } from '@wall/db/kept-files'
import { AppError } from '@wall/db/model/error'
import { openStore } from '@wall/db/open-store'
import { leadTimes } from './collecting/lead-source.ts'
import { createRunner } from './collecting/runner.ts'
import { type Config, followCredentials, loadConfig } from './config.ts'
import { type Minds, openMinds } from './encoders/open-minds.ts'
import { createFetch } from './http.ts'
import { keepIdeas } from './learning/ideas/keep-ideas.ts'
import { createLearner } from './learning/learner.ts'
import { createLog, type Log } from './log.ts'
import { readCampaign } from './read-campaign.ts'
import { createSecretFiles } from './secret-files.ts'
import { readAddress, sources } from './sources/index.ts'
import { checkTimes } from './upkeep/check-posts.ts'
import { isWorkerGone, makeWorkerName } from './worker-name.ts'

/** A stop asked for by the person at the keyboard, the service manager, or the end of the launcher. */
const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort())
if (process.send) process.on('disconnect', () => stop.abort())
// Whatever hangs: what was stored is safe, and the cursor brings the rest again.
stop.signal.addEventListener('abort', () => setTimeout(() => process.exit(1), 4_500).unref())

let log = createLog('info')
try {
  const config = loadConfig(process.env)
  log = createLog(config.logLevel)
  await work(config, log)
  process.exit(0)
} catch (error) {
  const sentence =
    error instanceof AppError ? error.message : 'The workers stopped on a fault of the program.'
  log.fatal({ err: error instanceof AppError ? error.cause : error }, sentence)
  process.exit(1)
}

async function work(
  { dataDir, databaseUrl, databasePool, campaignFile, recheckMs, ...config }: Config,
  log: Log,
): Promise<void> {
  const { store } = await openStore({
    dataDir,
    databaseUrl,
    databasePool,
    isChecked: process.send !== undefined,
  })
  let minds: Minds | undefined
  try {
    await store.checkWritable()
    const content = campaignFile ? await readCampaign(campaignFile) : builtInCampaign()
    const { campaign, outcome } = await store.saveCampaign(content, { isOnlyNew: true })
    const campaigns = await openCampaignList(store, stop.signal)
    const setups = Object.entries(config.sources)
    const settings = Object.fromEntries(setups.map(([kind, setup]) => [kind, setup.settings]))
    const envFile = join(import.meta.dirname, '../.env')
    const credentials = Object.fromEntries(
      Object.values(sources).map((source) => [source.kind, followCredentials(source, process.env, envFile)]),
    )
    const secrets = createSecretFiles(dataDir)
    const kept = createKeptFiles(join(dataDir, 'learnt'))
    const owner = makeWorkerName()
    const isGone = (other: string) => isWorkerGone(other, owner)
    const fetch = createFetch(globalThis.fetch)
    minds = openMinds(config.minds, { store, dataDir, log, fetch, clock: Date.now })
    const learner = createLearner({
      ...{ store, campaigns, owner, isGone, clock: Date.now, log },
      encoder: minds.vectors,
      judge: minds.judge,
      kept,
      readAddress,
    })
    const runner = createRunner({
      ...{
        store,
        campaigns,
        settings,
        sources,
        createFiler: learner.filerOf,
        clock: Date.now,
        log,
        secrets,
        credentials,
        recheckMs,
        leadTimes,
        checkTimes,
      },
      owner,
      fetch,
    })
    process.send?.({ ready: true, isCampaignKept: campaignFile !== null && outcome === 'kept' })
    log.info({ campaign: campaign.slug, outcome }, 'the workers are ready')
    await Promise.all([
      runner.run(stop.signal),
      learner.run(stop.signal),
      keepIdeas({ store, campaigns, kept, log }, stop.signal),
    ])
  } finally {
    await minds?.close()
    await store.close()
  }
}
