import { fork } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSqlite } from '@wall/db/engines/sqlite'
import { createSqliteScrub, readErasures, scrubSqlite } from '@wall/db/engines/sqlite-scrub'
import { keepStatements } from '@wall/db/engines/sqlite-statements'
import { planMigrations, readMigrations } from '@wall/db/migrate'
import { CampaignContent } from '@wall/db/model/campaign'
import { AppError } from '@wall/db/model/error'
import { createStore } from '@wall/db/store/create-store'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeBatch, makePost } from '../../support/database/posts.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wall-sqlite-'))
  file = join(folder, 'wall.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const content = CampaignContent.parse({ slug: 'test', name: 'Test', hashtags: ['tag'], takeaways: [] })

function caught(run: () => unknown): AppError {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

test('opening twice migrates once and keeps what is stored', async () => {
  const first = openSqlite({ file })
  await createStore(first).saveCampaign(content)
  await first.close()
  const second = openSqlite({ file })
  expect((await createStore(second).listCampaigns()).map(({ slug }) => slug)).toEqual(['test'])
  await second.close()
})

test('a query that is asked again is prepared once, answers in either shape and follows the schema', () => {
  const connection = new BetterSqlite3(file)
  connection.exec(
    "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO word (text) VALUES ('one')",
  )
  const prepare = vi.spyOn(connection, 'prepare')
  const kept = keepStatements(connection)
  const ask = () => kept.prepare('SELECT * FROM word WHERE id = ?')
  expect(ask().all(1)).toEqual([{ id: 1, text: 'one' }])
  expect(ask().raw().all(1)).toEqual([[1, 'one']])
  expect(ask().get(1)).toEqual({ id: 1, text: 'one' })
  expect(prepare).toHaveBeenCalledTimes(2)
  connection.exec("ALTER TABLE word ADD COLUMN more TEXT DEFAULT 'new'")
  expect(ask().all(1)).toEqual([{ id: 1, text: 'one', more: 'new' }])
  for (let number = 0; number < 400; number += 1) kept.prepare(`SELECT ${number} AS number`).get()
  prepare.mockClear()
  ask()
  kept.prepare('SELECT 399 AS number')
  expect(prepare).toHaveBeenCalledTimes(1)
  connection.close()
})

test('posts that were dated later than the network had them are dated right after an update', async () => {
  const first = openSqlite({ file })
  const store = createStore(first)
  const { id: campaignId } = (await store.saveCampaign(content)).campaign
  const { id: sourceId } = await store.ensureSource(campaignId, 'bluesky', {})
  const posts = [5_000, 9_000].map((createdAt, index) =>
    makePost({ uri: `at://did:plc:ana/app.bsky.feed.post/${index}`, createdAt, sortAt: 6_000 }),
  )
  await store.recordBatch(sourceId, makeBatch({ posts }))
  await first.close()
  const raw = new BetterSqlite3(file)
  raw.prepare("DELETE FROM migration WHERE name LIKE '%-post-dates'").run()
  raw.close()
  const second = openSqlite({ file })
  const rows = await second.reader.select().from(second.tables.post)
  expect(rows.map(({ createdAt }) => createdAt)).toEqual([5_000, 6_000])
  await second.close()
})

test('a database made by a newer version is left alone, with a sentence', async () => {
  await openSqlite({ file }).close()
  const raw = new BetterSqlite3(file)
  raw.prepare('INSERT INTO migration VALUES (?, ?, ?)').run('9999-from-the-future', 'x', 1)
  raw.close()
  const before = readFileSync(file)
  const error = caught(() => openSqlite({ file }))
  expect(error.code).toBe('unavailable')
  expect(error.message).toContain('9999-from-the-future')
  expect(error.message).toContain('newer version')
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a changed migration is refused, a skipped one is found wherever it stands', () => {
  const files = ['0001', '0002', '0003'].map((name) => ({ name, hash: name, sql: '' }))
  expect(
    planMigrations(
      files,
      [files[0], files[2]].flatMap((row) => row ?? []),
    ).map(({ name }) => name),
  ).toEqual(['0002'])
  expect(() => planMigrations(files, [{ name: '0001', hash: 'other' }])).toThrow('0001')
})

test('migrations are numbered without gaps or doubles', () => {
  const numbers = readMigrations('sqlite').map(({ name }) => Number(name.slice(0, 4)))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})

test('the database is for nobody else on the machine', async () => {
  const engine = openSqlite({ file })
  await createStore(engine).saveCampaign(content)
  for (const name of [file, `${file}-wal`]) expect(statSync(name).mode & 0o077).toBe(0)
  await engine.close()
})

test('a file that is no database is named and not touched', () => {
  writeFileSync(file, 'this is a text, much longer than a header would be. '.repeat(50))
  const error = caught(() => openSqlite({ file }))
  expect(error).toMatchObject({ code: 'unavailable' })
  expect(error.message).toContain(file)
  expect(readFileSync(file, 'utf8')).toContain('this is a text')
})

/** A wall of some size, closed in order. */
async function makeWall(posts = 300): Promise<void> {
  const engine = openSqlite({ file })
  const store = createStore(engine)
  const { campaign } = await store.saveCampaign(content)
  const source = await store.ensureSource(campaign.id, 'bluesky', {})
  const made = Array.from({ length: posts }, (_, index) =>
    makePost({ uri: `at://did:plc:ana/post/${index}` }),
  )
  await store.recordBatch(source.id, makeBatch({ posts: made }))
  await engine.close()
}

test('a damaged database is refused with a sentence, stays as it is, and so does the log beside it', async () => {
  await makeWall()
  const sound = readFileSync(file)
  const damages: Record<string, () => void> = {
    'a byte in the head': () => flip(3),
    'a byte of the size of a page': () => flip(16),
    'the kind of a page in the middle': () => flip(4096 * Math.floor(sound.length / 8192)),
    'a page of zeros': () => writeFileSync(file, Buffer.from(sound).fill(0, 8192, 16_384)),
    'a file cut off within a page': () => writeFileSync(file, sound.subarray(0, sound.length - 6000)),
    'a file cut in half': () =>
      writeFileSync(file, sound.subarray(0, 4096 * Math.floor(sound.length / 8192))),
    'a file cut to its head': () => writeFileSync(file, sound.subarray(0, 100)),
  }
  for (const [name, damage] of Object.entries(damages)) {
    writeFileSync(file, sound)
    damage()
    const left = readFileSync(file)
    const error = caught(() => openSqlite({ file }))
    expect([name, error.code]).toEqual([name, 'unavailable'])
    expect(error.message, name).toMatch(/damaged|not a database of this program/)
    expect(error.message, name).toContain('backup')
    expect(readFileSync(file).equals(left), name).toBe(true)
  }
  writeFileSync(file, sound)
  await openSqlite({ file }).close()

  function flip(at: number): void {
    const bytes = Buffer.from(sound)
    bytes[at] = (bytes[at] ?? 0) ^ 0xff
    writeFileSync(file, bytes)
  }
})

test('a first start that a full disk or a power cut ended before its first page is begun anew', async () => {
  mkdirSync(join(folder, 'logs'))
  writeFileSync(join(folder, 'logs/api.log'), 'starting')
  writeFileSync(file, '')
  await openSqlite({ file }).close()
  expect(statSync(file).size).toBeGreaterThan(0)
})

test('an empty file where a wall was, or a log without its database, is no new wall', async () => {
  writeFileSync(file, '')
  await openSqlite({ file }).close()

  for (const trace of ['secret', 'media']) {
    writeFileSync(file, '')
    mkdirSync(join(folder, trace))
    expect(caught(() => openSqlite({ file })).message).toContain('is empty, and there was a wall')
    expect(statSync(file).size).toBe(0)
    rmSync(join(folder, trace), { recursive: true })
  }
  rmSync(file)
  writeFileSync(`${file}-wal`, 'what was not in the file yet')
  expect(caught(() => openSqlite({ file })).message).toContain('is missing, and there was a wall')
  expect(readFileSync(`${file}-wal`, 'utf8')).toBe('what was not in the file yet')
  expect(existsSync(file)).toBe(false)
})

test('another program’s database is refused and left alone', async () => {
  const other = new BetterSqlite3(file)
  other.exec('CREATE TABLE bookmark (url TEXT)')
  other.close()
  const before = readFileSync(file)
  expect(caught(() => openSqlite({ file })).message).toContain('the database of another program')
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a large database is read through only where it was not closed in order', async () => {
  await makeWall(3)
  const raw = new BetterSqlite3(file)
  raw.exec('CREATE TABLE large (bytes BLOB); INSERT INTO large VALUES (zeroblob(70000000))')
  const [{ rootpage } = { rootpage: 0 }] = raw
    .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'large'")
    .all() as { rootpage: number }[]
  raw.close()
  const damaged = readFileSync(file)
  damaged[4096 * (rootpage - 1)] = 0xff
  writeFileSync(file, damaged)
  await openSqlite({ file }).close()
  // What a kill leaves.
  writeFileSync(`${file}-wal`, 'x')
  expect(caught(() => openSqlite({ file })).message).toContain('damaged')
})

test('a data folder that cannot be made is named', () => {
  writeFileSync(join(folder, 'blocked'), '')
  const error = caught(() => openSqlite({ file: join(folder, 'blocked', 'wall.sqlite') }))
  expect(error.message).toContain('DATA_DIR')
})

test('a full disk loses nothing: the write is refused whole, and goes through once there is room', async () => {
  const engine = openSqlite({ file })
  const store = createStore(engine)
  const { campaign } = await store.saveCampaign(content)
  const source = await store.ensureSource(campaign.id, 'bluesky', {})
  await engine.close()

  const small = openSqlite({ file, maxPages: 80 })
  const smallStore = createStore(small)
  const posts = Array.from({ length: 500 }, (_, index) =>
    makePost({ uri: `at://did:plc:a/app.bsky.feed.post/${index}`, text: 'x'.repeat(1000) }),
  )
  await expect(
    smallStore.recordBatch(source.id, makeBatch({ posts, cursor: 'after' })),
  ).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('disk is full'),
  })
  expect((await smallStore.listSources())[0]?.cursor).toBeNull()
  expect((await smallStore.countStandings(campaign.id)).pending).toBe(0)
  await small.close()

  const roomy = openSqlite({ file })
  expect(
    await createStore(roomy).recordBatch(source.id, makeBatch({ posts, cursor: 'after' })),
  ).toMatchObject({ inserted: 500 })
  await roomy.close()
})

test('a short lock of another program is waited for, without losing the write', async () => {
  const engine = openSqlite({ file })
  const store = createStore(engine)
  const other = new BetterSqlite3(file)
  other.exec('BEGIN IMMEDIATE')
  setTimeout(() => other.exec('COMMIT'), 400)
  await store.saveCampaign(content)
  expect(await store.listCampaigns()).toHaveLength(1)
  other.close()
  await engine.close()
})

test('a failing transaction leaves nothing behind and does not stop the next', async () => {
  const engine = openSqlite({ file })
  const { campaign } = engine.tables
  const failing = engine.transaction(async ({ db }) => {
    await db.insert(campaign).values({ slug: 'half', content, createdAt: 1 })
    throw new Error('stop here')
  })
  const next = engine.transaction(async ({ db }) => {
    await db.insert(campaign).values({ slug: 'whole', content, createdAt: 1 })
  })
  await expect(failing).rejects.toThrow('stop here')
  await next
  expect((await engine.reader.select().from(campaign)).map(({ slug }) => slug)).toEqual(['whole'])
  await engine.close()
})

test("readers never see half of another's open transaction", async () => {
  const engine = openSqlite({ file })
  const { campaign } = engine.tables
  await engine.transaction(async ({ db }) => {
    await db.insert(campaign).values({ slug: 'open', content, createdAt: 1 })
    expect(await engine.reader.select().from(campaign)).toEqual([])
  })
  expect(await engine.reader.select().from(campaign)).toHaveLength(1)
  await engine.close()
})

test('who queues behind a long lock does not wait one after the other', async () => {
  const waitMs = 400
  const engine = openSqlite({ file, lockedAfterMs: waitMs })
  const other = new BetterSqlite3(file)
  other.exec('BEGIN IMMEDIATE')
  const writes = Array.from({ length: 20 }, () => engine.checkWritable().catch((error: unknown) => error))
  // Once the first has waited its time, all of them are refused before another one could have waited as long.
  const late = writes[0]?.then(() => sleep(waitMs, 'too late'))
  const refused = await Promise.race([Promise.all(writes), late])
  expect(refused).toHaveLength(20)
  for (const error of refused ?? []) {
    expect(error).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Another program holds the database locked'),
    })
  }
  other.exec('ROLLBACK')
  await engine.checkWritable()
  other.close()
  await engine.close()
})

test('a watcher hears of what another process commits', async () => {
  const engine = openSqlite({ file })
  const stop = new AbortController()
  const heard = new Promise<void>((resolve) => engine.watch(resolve, stop.signal))
  const child = fork(join(import.meta.dirname, 'commit-once.ts'), [file])
  // Listened for at once: it may have ended before we have heard.
  const ended = once(child, 'exit')
  await heard
  const store = createStore(engine)
  expect(await store.listCampaigns()).toHaveLength(1)
  await ended
  stop.abort()
  await engine.close()
})

test("a driver's fault never carries a statement's values", async () => {
  const engine = openSqlite({ file })
  const { campaign } = engine.tables
  const secret = 'words of a person'
  const values = { slug: 'same', content: { ...content, about: secret }, createdAt: 1 }
  await engine.transaction(async ({ db }) => {
    await db.insert(campaign).values(values)
  })
  const error: unknown = await engine
    .transaction(async ({ db }) => {
      await db.insert(campaign).values(values)
    })
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(AppError)
  const told = error as AppError
  expect(`${told.message} ${told.stack} ${String(told.cause)} ${JSON.stringify(told.cause)}`).not.toContain(
    secret,
  )
  await engine.close()
})

test('words that were taken back leave every file within seconds, while another process has the database open', async () => {
  const engine = openSqlite({ file })
  const other = openSqlite({ file })
  const store = createStore(engine)
  const { campaign } = await store.saveCampaign(content)
  const { id } = await store.ensureSource(campaign.id, 'bluesky', {})
  const secret = 'zzqwordsofthepostqzz'
  const post = makePost({ text: secret, body: [{ kind: 'text', text: secret }] })
  await store.recordBatch(id, makeBatch({ posts: [post] }))
  expect(await createStore(other).findPosts([1])).toHaveLength(1)
  expect(listFilesWith(secret)).not.toEqual([])

  const removal = { network: 'bluesky', uri: post.uri, rev: '3z', why: 'deleted' as const }
  await store.recordBatch(id, makeBatch({ removals: [removal] }))
  await vi.waitFor(() => expect(listFilesWith(secret)).toEqual([]), { timeout: 30_000, interval: 100 })
  await engine.close()
  await other.close()
})

test('what pages still hold of erased words goes when the file is written anew, and nothing else', async () => {
  const engine = openSqlite({ file })
  const store = createStore(engine)
  const { campaign } = await store.saveCampaign(content)
  const { id } = await store.ensureSource(campaign.id, 'bluesky', {})
  await store.recordBatch(id, makeBatch({ posts: [makePost({ text: 'These words stay' })] }))
  const other = new BetterSqlite3(file)
  const secret = 'zzqleftbehindqzz'
  other.pragma('secure_delete = OFF')
  other.exec(`CREATE TABLE scrap (text); INSERT INTO scrap VALUES ('${secret}'); DELETE FROM scrap`)
  other.pragma('wal_checkpoint(TRUNCATE)')
  expect(listFilesWith(secret)).toEqual(['wall.sqlite'])
  expect(readErasures(other)).toBe(0)
  await engine.transaction(async ({ noteErased }) => noteErased())
  expect(readErasures(other)).toBe(1)

  await once(scrubSqlite(file), 'exit')
  expect(listFilesWith(secret)).toEqual([])
  expect(readErasures(other)).toBe(0)
  // Each time the file is written anew this number goes up.
  const written = other.pragma('schema_version', { simple: true })
  await once(scrubSqlite(file), 'exit')
  expect(other.pragma('schema_version', { simple: true })).toBe(written)
  expect((await store.searchPosts({ campaignId: campaign.id, words: 'words', limit: 9 })).total).toBe(1)
  await engine.transaction(async ({ noteErased }) => noteErased())
  expect(readErasures(other)).toBe(1)
  other.close()
  await engine.close()
})

test('a file that is away when it should be written anew ends nothing', () => {
  vi.useFakeTimers()
  const connection = new BetterSqlite3(file)
  const scrub = createSqliteScrub(connection, join(folder, 'away.sqlite'))
  try {
    scrub.note()
    vi.advanceTimersByTime(25 * 3_600_000)
    expect(readErasures(connection)).toBe(1)
  } finally {
    vi.useRealTimers()
    scrub.stop()
    connection.close()
  }
})

function listFilesWith(words: string): string[] {
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(words))
}
