// The same rows by hand: prepared statements on bare `pg`, on the schema that the product's own migrations
// made.
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { openStore } from '@wall/db/open-store'
import pg from 'pg'
import { readUsage, serveCommands } from '../support/command-server.ts'
import { type IngestOrder, makeBatches } from '../support/storing/ingest-order.ts'
import { createPostgresHandStore } from '../support/storing/postgres-hand-store.ts'

const [databaseUrl = ''] = process.argv.slice(2)
const { store } = await openStore({ dataDir: '', databaseUrl })
const { campaign } = await store.saveCampaign(builtInCampaign())
const source = await store.ensureSource(campaign.id, 'bluesky', {})
await store.close()

const client = new pg.Client({ connectionString: databaseUrl })
await client.connect()
const recordBatch = createPostgresHandStore(client, { campaignId: campaign.id, sourceId: source.id })

serveCommands({
  async store(order: IngestOrder) {
    const batches = makeBatches(order)
    globalThis.gc?.()
    const before = readUsage()
    const startedAt = performance.now()
    for (const batch of batches) await recordBatch(batch)
    return { wallMs: performance.now() - startedAt, cpuUs: readUsage().cpuUs - before.cpuUs }
  },
  count: async () =>
    Number((await client.query("SELECT count(*) FROM post WHERE standing = 'pending'")).rows[0].count),
})
