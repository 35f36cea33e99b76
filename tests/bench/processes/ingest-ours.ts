// A burst in which every post is tagged, through the store.
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { openStore } from '@wall/db/open-store'
import { readUsage, serveCommands } from '../support/command-server.ts'
import { type IngestOrder, makeBatches } from '../support/storing/ingest-order.ts'

const [dataDir = '', databaseUrl = null] = process.argv.slice(2)
const { store } = await openStore({ dataDir, databaseUrl })
const { campaign } = await store.saveCampaign(builtInCampaign())
const source = await store.ensureSource(campaign.id, 'bluesky', {})

serveCommands({
  async store(order: IngestOrder) {
    const batches = makeBatches(order)
    globalThis.gc?.()
    const before = readUsage()
    const startedAt = performance.now()
    for (const batch of batches) await store.recordBatch(source.id, batch)
    return { wallMs: performance.now() - startedAt, cpuUs: readUsage().cpuUs - before.cpuUs }
  },
  count: async () => (await store.countStandings(campaign.id)).pending,
})
