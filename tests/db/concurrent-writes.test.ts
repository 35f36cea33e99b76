import { openPostgres } from '@wall/db/engines/postgres'
import { AppError } from '@wall/db/model/error'
import { whyHidden } from '@wall/db/model/visibility'
import { createStore } from '@wall/db/store/create-store'
import { asc, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CommandRunner, createCommandRunner } from '../support/database/command-runner.ts'
import { makePostgresDatabase, type TestDatabase } from '../support/database/postgres-database.ts'
import { makeBatch, makePost } from '../support/database/posts.ts'
import { anyWrite, type WriteCommand } from '../support/database/store-commands.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await makePostgresDatabase()
})
afterEach(() => database.drop())

test('many writers on two nodes, whatever they do, leave the log without gaps and no post shown that may not be', async () => {
  const first = await openPostgres({ url: database.url, poolSize: 24 })
  const second = await openPostgres({ url: database.url, poolSize: 24 })
  const setUp = await createCommandRunner(first)
  const runners = [setUp, await createCommandRunner(second, { isSetUp: true })]
  const commands = fc.sample(anyWrite, { numRuns: 600, ...(seed === undefined ? {} : { seed }) })
  const queue = commands.values()
  const refused = new Map<string, number>()
  await Promise.all(
    Array.from({ length: 16 }, (_, index) => work(runners[index % 2] as CommandRunner, queue, refused)),
  )

  const { post, author, event, logHead, decision } = first.tables
  const rows = await first.reader.select().from(post).innerJoin(author, eq(post.authorId, author.id))
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) {
    expect(row.post.hiddenWhy, row.post.uri).toBe(
      whyHidden({ ...row.post, author: row.author, unreleased: [] }),
    )
    if (row.post.removedWhy === 'deleted') expect(row.post.text).toBe('')
  }
  for (const { campaignId, seq } of await first.reader.select().from(logHead)) {
    const events = await first.reader
      .select()
      .from(event)
      .where(eq(event.campaignId, campaignId))
      .orderBy(asc(event.seq))
    expect(events.map((one) => one.seq)).toEqual(events.map((_, index) => index + 1))
    expect(seq).toBe(events.length)
  }
  // Each decision was made on a version nobody else decided on.
  const decisions = await first.reader.select().from(decision).orderBy(asc(decision.id))
  const seen = new Set(decisions.map(({ postId, version }) => `${postId} ${version}`))
  expect(seen.size).toBe(decisions.length)
  expect([...refused.keys()].filter((code) => !['conflict', 'invalid', 'not_found'].includes(code))).toEqual(
    [],
  )
  await Promise.all([first.close(), second.close()])
}, 60_000)

test('of two nodes that decide at once on one post exactly one wins, every time', async () => {
  const engines = [await openPostgres({ url: database.url }), await openPostgres({ url: database.url })]
  const runner = await createCommandRunner(engines[0] as (typeof engines)[number])
  await runner.run({ kind: 'wait', ms: 1 })
  const stores = engines.map((engine) => createStore(engine))
  const [store] = stores
  if (!store) throw new Error('no store')
  const campaign = await store.getCampaign('one')
  const [source] = await store.listSources(campaign.id)
  for (let round = 0; round < 30; round += 1) {
    const posts = [makePost({ uri: `at://did:plc:ana/app.bsky.feed.post/r${round}` })]
    await store.recordBatch(source?.id ?? 0, makeBatch({ posts }))
    const [post] = (
      await store.searchPosts({ campaignId: campaign.id, words: '', standing: 'pending', limit: 1 })
    ).posts
    if (!post) throw new Error('no post')
    const order = {
      campaignId: campaign.id,
      postId: post.id,
      version: post.version,
      actor: { id: 'moderator-1' },
    }
    const outcomes = await Promise.allSettled([
      stores[0]?.decide({ ...order, standing: 'approved' }),
      stores[1]?.decide({ ...order, standing: 'rejected' }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = outcomes.find((outcome) => outcome.status === 'rejected')
    expect(lost?.reason).toMatchObject({ code: 'conflict' })
    expect(await store.listDecisions(campaign.id, post.id)).toHaveLength(1)
  }
  await Promise.all(engines.map((engine) => engine.close()))
}, 30_000)

const seed = process.env.DIFFERENTIAL_SEED === undefined ? undefined : Number(process.env.DIFFERENTIAL_SEED)

async function work(
  runner: CommandRunner,
  queue: Iterator<WriteCommand>,
  refused: Map<string, number>,
): Promise<void> {
  for (let next = queue.next(); !next.done; next = queue.next()) {
    try {
      const answer = await runner.run(next.value)
      const code = typeof answer === 'string' ? answer.split(':')[0] : undefined
      if (code) refused.set(code, (refused.get(code) ?? 0) + 1)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refused.set(`${error.code} ${String(error.cause)}`, 1)
    }
  }
}
