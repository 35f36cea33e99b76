// The same rows by hand: prepared statements on the schema that the product's own migrations made, with its
// settings.
import { join } from 'node:path'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { openStore } from '@wall/db/open-store'
import BetterSqlite3 from 'better-sqlite3'
import { readUsage, serveCommands } from '../support/command-server.ts'
import { createHandStore } from '../support/storing/hand-store.ts'
import { type IngestOrder, makeBatches } from '../support/storing/ingest-order.ts'

const [dataDir = ''] = process.argv.slice(2)
const { store } = await openStore({ dataDir })
const { campaign } = await store.saveCampaign(builtInCampaign())
const source = await store.ensureSource(campaign.id, 'bluesky', {})
await store.close()

const database = new BetterSqlite3(join(dataDir, 'wall.sqlite'))
const settings = [
  ...[
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'trusted_schema = OFF',
    'secure_delete = ON',
  ],
  ...['cache_size = -32000', 'temp_store = MEMORY', 'journal_size_limit = 67108864', 'mmap_size = 0'],
]
for (const setting of settings) database.pragma(setting)
const recordBatch = createHandStore(database, { campaignId: campaign.id, sourceId: source.id })

serveCommands({
  store(order: IngestOrder) {
    const batches = makeBatches(order)
    globalThis.gc?.()
    const before = readUsage()
    const startedAt = performance.now()
    for (const batch of batches) recordBatch(batch)
    return { wallMs: performance.now() - startedAt, cpuUs: readUsage().cpuUs - before.cpuUs }
  },
  count: () => database.prepare("SELECT count(*) FROM post WHERE standing = 'pending'").pluck().get(),
})
