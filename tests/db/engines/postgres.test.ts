import { setTimeout as sleep } from 'node:timers/promises'
import { openPostgres } from '@wall/db/engines/postgres'
import { readMigrations } from '@wall/db/migrate'
import { CampaignContent } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import { openStore } from '@wall/db/open-store'
import { createStore } from '@wall/db/store/create-store'
import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makePostgresDatabase, type TestDatabase } from '../../support/database/postgres-database.ts'
import { makeBatch, makePost } from '../../support/database/posts.ts'
import { startStrictPooler } from '../../support/database/strict-pooler.ts'
import { startTcpProxy } from '../../support/proxies/tcp-proxy.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await makePostgresDatabase()
})
afterEach(() => database.drop())

const content = CampaignContent.parse({ slug: 'test', name: 'Test', hashtags: ['tag'], takeaways: [] })

function addressWith(change: (url: URL) => void): string {
  const url = new URL(database.url)
  change(url)
  return url.href
}

async function caught(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw error
}

async function openThroughProxy() {
  const url = new URL(database.url)
  const proxy = await startTcpProxy({ port: Number(url.port) })
  const engine = await openPostgres({ url: addressWith((it) => (it.port = String(proxy.port))) })
  return { proxy, engine, store: createStore(engine) }
}

test('a process opens as many connections as it may, not more, a third of them for writing', async () => {
  const countOpen = async () => {
    const found = await database.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = '${database.name}' AND pid <> pg_backend_pid()`,
    )
    return found.length
  }
  for (const [size, writers] of [
    [2, 1],
    [6, 2],
  ] as const) {
    const { engine, store } = await openStore({ dataDir: '', databaseUrl: database.url, databasePool: size })
    const isFull = Promise.withResolvers<void>()
    let writing = 0
    const writes = Array.from({ length: 20 }, () =>
      engine.transaction(async () => {
        writing += 1
        await isFull.promise
        writing -= 1
      }),
    )
    const reads = Array.from({ length: 20 }, async () => engine.reader.execute(sql`SELECT pg_sleep(0.05)`))
    await expect.poll(countOpen).toBe(size)
    await expect.poll(() => writing).toBe(writers)
    isFull.resolve()
    await Promise.all([...writes, ...reads])
    expect(await countOpen()).toBe(size)
    await store.close()
    await expect.poll(countOpen).toBe(0)
  }
})

test('opening twice, even at once, migrates once and keeps what is stored', async () => {
  const engines = await Promise.all([1, 2, 3].map(() => openPostgres({ url: database.url })))
  const [first, second] = engines.map((engine) => createStore(engine))
  await first?.saveCampaign(content)
  expect((await second?.listCampaigns())?.map(({ slug }) => slug)).toEqual(['test'])
  expect(await database.query('SELECT name FROM migration')).toHaveLength(readMigrations('postgres').length)
  await Promise.all(engines.map((engine) => engine.close()))
})

test('a wrong password, an unknown user or database and an unreachable server are told in words, without the password', async () => {
  const cases: [string, string][] = [
    [addressWith((url) => (url.password = 'hunter2')), 'password'],
    [addressWith((url) => (url.username = 'nobody-we-know')), 'user'],
    [addressWith((url) => (url.pathname = '/no_such_database')), '"no_such_database"'],
    [addressWith((url) => (url.port = '1')), 'cannot be reached'],
    [addressWith((url) => (url.hostname = 'no-such-host.invalid')), 'host name'],
    [addressWith((url) => (url.password = '')), 'password'],
  ]
  for (const [url, words] of cases) {
    const error = await caught(openPostgres({ url }))
    expect(error.code).toBe('unavailable')
    expect(error.message).toContain(words)
    const secret = new URL(url).password || new URL(database.url).password
    expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain(secret)
  }
})

test('a database made by a newer version is left alone, with a sentence', async () => {
  await (await openPostgres({ url: database.url })).close()
  await database.query("INSERT INTO migration VALUES ('9999-from-the-future', 'x', 1)")
  const error = await caught(openPostgres({ url: database.url }))
  expect(error.code).toBe('unavailable')
  expect(error.message).toContain('9999-from-the-future')
})

test("another program's database is left alone", async () => {
  await database.query('CREATE TABLE orders (id int)')
  const error = await caught(openPostgres({ url: database.url }))
  expect(error.message).toContain('"orders"')
  expect(
    await database.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'orders'"),
  ).toEqual([])
})

test('a user who may not make tables is told so', async () => {
  const role = `${database.name}_reader`
  await database.administer(`CREATE ROLE ${role} LOGIN PASSWORD 'reader'`)
  try {
    const url = addressWith((it) => Object.assign(it, { username: role, password: 'reader' }))
    expect((await caught(openPostgres({ url }))).message).toContain('owner')
  } finally {
    await database.administer(`DROP ROLE ${role}`)
  }
})

test('a database that keeps other than UTF-8 is refused', async () => {
  const latin = await makePostgresDatabase("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
  expect((await caught(openPostgres({ url: latin.url }))).message).toContain('LATIN1')
  await latin.drop()
})

test('a read-only database is told apart from a good one', async () => {
  await (await openPostgres({ url: database.url })).close()
  await database.administer(`ALTER DATABASE ${database.name} SET default_transaction_read_only = on`)
  const engine = await openPostgres({ url: database.url })
  const error = await caught(engine.checkWritable())
  expect(error.code).toBe('unavailable')
  expect(error.message).toContain('read-only')
  await engine.close()
})

test('a connection lost in the middle of a transaction leaves nothing behind, and the next one works', async () => {
  const { proxy, engine, store } = await openThroughProxy()
  const { campaign } = engine.tables
  const failing = engine.transaction(async ({ db }) => {
    await db.insert(campaign).values({ slug: 'half', content, createdAt: 1 })
    proxy.cut()
    await db.insert(campaign).values({ slug: 'other-half', content, createdAt: 1 })
  })
  expect(await caught(failing)).toMatchObject({ code: 'unavailable' })
  await store.saveCampaign(content)
  expect((await store.listCampaigns()).map(({ slug }) => slug)).toEqual(['test'])
  await engine.close()
  await proxy.close()
})

test('while the server is away reads and writes say so; afterwards both go on, and watchers hear of what was missed', async () => {
  const { proxy, engine, store } = await openThroughProxy()
  await store.saveCampaign(content)
  const stop = new AbortController()
  let heard = 0
  engine.watch(() => (heard += 1), stop.signal)
  proxy.setAccepting(false)
  proxy.cut()
  expect(await caught(store.listCampaigns())).toMatchObject({ code: 'unavailable' })
  expect(await caught(store.checkWritable())).toMatchObject({ code: 'unavailable' })

  const before = heard
  proxy.setAccepting(true)
  const other = await openPostgres({ url: database.url })
  await createStore(other).saveCampaign({ ...content, name: 'Renamed' })
  await expect.poll(() => heard).toBeGreaterThan(before)
  expect((await store.listCampaigns())[0]?.name).toBe('Renamed')
  stop.abort()
  await Promise.all([engine.close(), other.close()])
  await proxy.close()
})

test('connections that the server ended while nobody used them are replaced without a fault', async () => {
  const engine = await openPostgres({ url: database.url })
  const store = createStore(engine)
  await store.saveCampaign(content)
  await database.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
  await sleep(50)
  expect((await store.saveCampaign({ ...content, name: 'Renamed' })).outcome).toBe('changed')
  await engine.close()
})

test('who stands still in a transaction is thrown out, so that others can write', async () => {
  const stuck = await openPostgres({ url: database.url })
  await createStore(stuck).saveCampaign(content)
  const other = createStore(await openPostgres({ url: database.url }))
  const held = Promise.withResolvers<void>()
  const standing = stuck.transaction(async ({ db, lockCampaigns }) => {
    await db.execute(sql`SET LOCAL idle_in_transaction_session_timeout = '200ms'`)
    await lockCampaigns()
    held.resolve()
    await sleep(600)
    await db.delete(stuck.tables.campaign)
  })
  const outcome = caught(standing)
  await held.promise
  expect((await other.saveCampaign({ ...content, name: 'Renamed' })).outcome).toBe('changed')
  expect(await outcome).toMatchObject({ code: 'unavailable' })
  expect(await other.listCampaigns()).toHaveLength(1)
  await Promise.all([stuck.close(), other.close()])
})

test('two transactions that block each other both end well', async () => {
  const engine = await openPostgres({ url: database.url, poolSize: 12 })
  const { campaign } = engine.tables
  await engine.transaction(async ({ db }) => {
    for (const slug of ['a', 'b']) await db.insert(campaign).values({ slug, content, createdAt: 1 })
  })
  const add = (slugs: string[]) =>
    engine.transaction(async ({ db }) => {
      for (const slug of slugs) {
        await db
          .update(campaign)
          .set({ createdAt: sql`${campaign.createdAt} + 1` })
          .where(eq(campaign.slug, slug))
        await sleep(50)
      }
    })
  await Promise.all([add(['a', 'b']), add(['b', 'a'])])
  expect((await engine.reader.select().from(campaign)).map(({ createdAt }) => createdAt)).toEqual([3, 3])
  await engine.close()
})

test('more writers than connections wait their turn; reads go on meanwhile', async () => {
  const engine = await openPostgres({ url: database.url, poolSize: 3 })
  const store = createStore(engine)
  const { campaign } = await store.saveCampaign(content)
  const source = await store.ensureSource(campaign.id, 'bluesky', {})
  const writes = Array.from({ length: 20 }, (_, index) =>
    store.recordBatch(
      source.id,
      makeBatch({ posts: [makePost({ uri: `at://did:plc:a/app.bsky.feed.post/${index}` })] }),
    ),
  )
  expect(await store.listCampaigns()).toHaveLength(1)
  await Promise.all(writes)
  expect((await store.countStandings(campaign.id)).pending).toBe(20)
  await engine.close()
})

test("a driver's fault never carries a statement's values, nor the server's row", async () => {
  const engine = await openPostgres({ url: database.url })
  const { campaign, post } = engine.tables
  const secret = 'words of a person'
  const values = { slug: secret, content: { ...content, about: secret }, createdAt: 1 }
  await engine.transaction(async ({ db }) => void (await db.insert(campaign).values(values)))
  const faults = [
    () => engine.transaction(async ({ db }) => void (await db.insert(campaign).values(values))),
    () => engine.reader.select().from(post).where(sql`${post.id} = ${secret}`).catch(rethrow),
  ]
  const rethrow = (error: unknown) => {
    throw engine.translateFault(error)
  }
  for (const fail of faults) {
    const told = await caught(fail())
    expect(told.code).toBe('internal')
    expect(`${told.message} ${told.stack} ${String(told.cause)} ${JSON.stringify(told.cause)}`).not.toContain(
      secret,
    )
  }
  await engine.close()
})

test('signs that the server cannot keep are replaced, so that one post never stops a source', async () => {
  const engine = await openPostgres({ url: database.url })
  const store = createStore(engine)
  const { campaign } = await store.saveCampaign(content)
  const source = await store.ensureSource(campaign.id, 'bluesky', {})
  const text = 'a\0b \ud800 end'
  await store.recordBatch(source.id, makeBatch({ posts: [makePost({ text })] }))
  const [post] = await store.findPosts([1])
  expect(post?.text).toBe('a\ufffdb \ufffd end')
  expect(post?.body).toEqual([{ kind: 'text', text: 'a\ufffdb \ufffd end' }])
  await expect(store.getCampaign('te\0st')).rejects.toMatchObject({ code: 'not_found' })
  await engine.close()
})

test('a pooler that knows no settings of ours is no obstacle', async () => {
  const url = new URL(database.url)
  const pooler = await startStrictPooler(Number(url.port))
  const engine = await openPostgres({ url: addressWith((it) => (it.port = String(pooler.port))) })
  await createStore(engine).saveCampaign(content)
  expect(await engine.reader.select().from(engine.tables.campaign)).toHaveLength(1)
  await engine.close()
  expect(pooler.refused()).toBe(1)
  await pooler.close()
})
