// Sixteen connections that write posts into one campaign, with the log of events and without.
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { openPostgres } from '@wall/db/engines/postgres'
import { createStore } from '@wall/db/store/create-store'
import { foldWords } from '@wall/db/store/lists/fold-words'
import { serveCommands } from '../support/command-server.ts'
import { makePost } from '../support/storing/make-post.ts'

const writers = 16
const [databaseUrl = ''] = process.argv.slice(2)
// A third of the connections are for writes.
const engine = await openPostgres({ url: databaseUrl, poolSize: 3 * writers })
const store = createStore(engine)
const { campaign } = await store.saveCampaign(builtInCampaign())
const source = await store.ensureSource(campaign.id, 'bluesky', {})
const { post, author } = engine.tables
const [{ id: authorId } = { id: 0 }] = await engine.transaction(({ db }) =>
  db
    .insert(author)
    .values({
      network: 'bluesky',
      networkId: 'did:plc:bench',
      standing: 'active',
      wishes: 'public',
      labels: [],
    })
    .returning({ id: author.id }),
)
let next = 0

serveCommands({
  /** So many transactions, each with so many posts; answers ms. */
  async write({ transactions, perTransaction, withEvents }: Order) {
    const rows = Array.from({ length: transactions }, () => Array.from({ length: perTransaction }, makeRow))
    let at = 0
    const startedAt = performance.now()
    await Promise.all(
      Array.from({ length: writers }, async () => {
        for (let mine = rows[at++]; mine; mine = rows[at++]) await writeOnce(mine, withEvents)
      }),
    )
    return performance.now() - startedAt
  },
  /** The whole `recordBatch`, from as many callers. */
  async record({ transactions, perTransaction }: Order) {
    const batches = Array.from({ length: transactions }, () => ({
      posts: Array.from({ length: perTransaction }, () => makePost(1_000_000 + next++)),
      ...{ removals: [], authorChanges: [], cursor: 'bench' },
    }))
    let at = 0
    const startedAt = performance.now()
    await Promise.all(
      Array.from({ length: writers }, async () => {
        for (let mine = batches[at++]; mine; mine = batches[at++]) await store.recordBatch(source.id, mine)
      }),
    )
    return performance.now() - startedAt
  },
})

interface Order {
  transactions: number
  perTransaction: number
  withEvents: boolean
}

type Row = typeof post.$inferInsert

async function writeOnce(rows: Row[], withEvents: boolean): Promise<void> {
  await engine.transaction(async (transaction) => {
    const ids = await transaction.insertMany(post, rows)
    if (!withEvents) return
    const events = ids.map((postId) => ({ kind: 'post_arrived' as const, postId, isPublic: false }))
    await transaction.appendEvents(campaign.id, events, Date.now())
  })
}

function makeRow(): Row {
  const made = makePost(next++)
  const { filing, authorId: _, media: __, ...content } = made
  const now = Date.now()
  return {
    ...content,
    ...{ campaignId: campaign.id, sourceId: source.id, authorId, words: foldWords(made.text), labels: [] },
    ...{ receivedAt: now, editedAt: null, standing: 'pending', stoodAt: now, version: 1 },
    ...{ removedWhy: null, hiddenWhy: 'unverified', verifiedCid: null, checkAt: now, checkAttempts: 0 },
    ...{ takeaway: filing.takeaway, filedBy: filing.by, filingConfidence: filing.confidence },
    ...{ filingReason: filing.reason, suggestions: filing.suggestions, signals: [], near: [] },
  } as Row
}
