import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPasswords } from '@wall/api/sign-in/password'
import { moveWall } from '@wall/db/move/move-wall'
import { listTablesInOrder } from '@wall/db/move/table-order'
import { openStore } from '@wall/db/open-store'
import type { Store } from '@wall/db/store/store'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runWall } from '../support/command-line.ts'
import { filledContent, fillWall } from '../support/database/filled-wall.ts'
import { makePostgresDatabase, type TestDatabase } from '../support/database/postgres-database.ts'
import { makeDataDir, startProcess } from '../support/wall/installation.ts'
import { readCookies } from '../support/wall/open-test-api.ts'

// Some start processes.
vi.setConfig({ testTimeout: 60_000 })

let database: TestDatabase
let dataDir: string
beforeEach(async () => {
  database = await makePostgresDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'wall-move-'))
})
afterEach(async () => {
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

const cli = fileURLToPath(import.meta.resolve('@wall/workers/cli/main'))
const password = 'a long enough password'

function startMove() {
  const child = spawn(process.execPath, [cli, 'move', '--to', database.url, '--data-dir', dataDir], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }))
  return { child, said, ended }
}

/** The same in this process, for what needs no process of its own. */
async function move(words = ['--to', database.url, '--data-dir', dataDir], env: Record<string, string> = {}) {
  const { code, text, err } = await runWall(['move', ...words], [], { DATA_DIR: dataDir, ...env })
  return { code, out: text, err }
}

const everyCheck = { limit: 5000, leaseMs: 60_000, owner: 'test' }

/** Everything that people see of a wall, and everything that it remembers. */
async function readAll(store: Store) {
  const campaign = await store.getCampaign('test')
  const { id } = campaign
  const page = await store.searchPosts({ campaignId: id, words: '', limit: 100 })
  return {
    campaign,
    posts: page,
    found: await store.searchPosts({ campaignId: id, words: 'fractions numb', limit: 100 }),
    wall: await store.readWall(id, 20),
    queues: await Promise.all(
      (['pending', 'approved', 'rejected', 'stashed'] as const).map((standing) =>
        store.listQueue({ campaignId: id, standing, limit: 100 }),
      ),
    ),
    ideas: await store.listIdeaGroups(id),
    actions: await store.countActions(id),
    overview: await store.readOverview(id, { since: 0, offsetMinutes: 60 }),
    decisions: await Promise.all(page.posts.map((post) => store.listDecisions(id, post.id))),
    events: await store.eventsAfter(id, 0, 5000),
    sources: await store.listSources(id),
    checks: (await store.claimDueChecks(id, 'bluesky', everyCheck)).due,
  }
}

async function countAll(): Promise<Record<string, number>> {
  const counts = listTablesInOrder().map(async ({ name }) => {
    const [row] = await database.query<{ many: string }>(`SELECT count(*) AS many FROM "${name}"`)
    return [name, Number(row?.many)] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}

function signIn(origin: string): Promise<Response> {
  return fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: 'ana@example.org', password }),
  })
}

/** On the wall in the folder, before it moves. */
async function signInAt(folder: string): Promise<string> {
  const api = await startProcess('api', { dataDir: folder })
  const answer = await signIn(String(api.ready.url))
  await api.stop()
  expect(answer.status).toBe(200)
  return readCookies(answer)
}

const hashFile = () =>
  createHash('sha256')
    .update(readFileSync(join(dataDir, 'wall.sqlite')))
    .digest('hex')

test('a moved wall is the same wall, goes on counting where it was, and lets its people in', async () => {
  await fillWall(dataDir, { posts: 1203, passwordHash: await createPasswords().hash(password) })
  const cookie = await signInAt(dataDir)
  const before = hashFile()
  const { code, out, err } = await startMove().ended
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('checking post') })
  expect(err).toMatch(/^copying post +1203 of 1203 rows, 100 %$/m)
  expect(out).toContain('Moved and checked')
  expect(out).toContain('Whoever is signed in stays so')
  expect(hashFile()).toBe(before)

  const old = await openStore({ dataDir })
  const moved = await openStore({ dataDir, databaseUrl: database.url })
  const all = await readAll(old.store)
  expect(await readAll(moved.store)).toEqual(all)
  expect(all.wall.posts.length).toBeGreaterThan(5)
  expect(all.decisions.flat().length).toBeGreaterThan(20)
  const filled = Object.entries(await countAll()).filter(([, rows]) => rows > 0)
  expect(filled.map(([name]) => name)).toEqual(
    expect.arrayContaining(['post', 'media', 'removal', 'user', 'session', 'account', 'invitation', 'event']),
  )

  const [post] = all.queues[0]?.posts ?? []
  if (!post) throw new Error('no post')
  const [{ id: userId }] = (await database.query<{ id: string }>('SELECT id FROM "user"')) as [{ id: string }]
  const { decision } = await moved.store.decide({
    ...{ campaignId: all.campaign.id, postId: post.id, version: post.version },
    ...{ standing: 'approved', actor: { id: userId } },
  })
  const known = all.decisions.flat().map(({ id }) => id)
  expect(decision?.id).toBe(Math.max(...known) + 1)
  const news = await moved.store.eventsAfter(all.campaign.id, all.wall.seq, 10)
  expect(news.map(({ seq }) => seq)).toEqual(news.map((_, index) => all.wall.seq + 1 + index))
  expect(news.length).toBeGreaterThan(0)
  await Promise.all([old.store.close(), moved.store.close()])

  const elsewhere = makeDataDir()
  const env = { DATABASE_URL: database.url }
  const api = await startProcess('api', { dataDir: elsewhere.dataDir, env })
  const origin = String(api.ready.url)
  const session = await fetch(`${origin}/api/session`, { headers: { cookie } })
  expect(await session.json()).toMatchObject({ user: { email: 'ana@example.org' } })
  expect((await signIn(origin)).status).toBe(200)
  await api.stop()
  elsewhere.remove()
})

test('killed in the middle it leaves nothing, and run again it completes; once more, it finds its work done', async () => {
  await fillWall(dataDir, { posts: 1500 })
  // At the first word of each: the copying has begun, half is copied, all is copied but not confirmed.
  for (const word of ['copying author', 'copying post', 'copying event', 'checking post']) {
    const first = startMove()
    const isKilled = new Promise<void>((resolve) => {
      first.child.stderr.on('data', () => {
        if (!first.said.err.includes(word)) return
        first.child.kill('SIGKILL')
        resolve()
      })
    })
    const { code } = await first.ended
    await isKilled
    expect(code).toBe(null)
    expect(Object.values(await countAll()).filter((rows) => rows > 0)).toEqual([])
  }
  const second = await move()
  expect(second).toMatchObject({ code: 0, out: expect.stringContaining('Moved and checked') })
  const counts = await countAll()
  expect(counts).toMatchObject({ post: 1500, removal: 3, user: 1 })
  expect(await move()).toMatchObject({ code: 0, out: expect.stringContaining('already') })
  expect(await countAll()).toEqual(counts)
})

test('a database that is not empty is refused and stays as it is', async () => {
  await fillWall(dataDir, { posts: 3 })
  const other = await openStore({ dataDir, databaseUrl: database.url })
  await other.store.saveCampaign({ ...filledContent, slug: 'other' })
  const { code, err, out } = await move()
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toContain('not empty (rows in campaign: 1')
  expect((await other.store.listCampaigns()).map(({ slug }) => slug)).toEqual(['other'])
  await other.store.close()
})

test('one changed letter in the database is not taken for the same wall', async () => {
  await fillWall(dataDir, { posts: 3 })
  await moveWall({ dataDir, databaseUrl: database.url })
  await database.query("UPDATE post SET text = text || '!' WHERE id = 2")
  await expect(moveWall({ dataDir, databaseUrl: database.url })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('not empty'),
  })
})

test('what is written while it moves is noticed, and nothing is kept', async () => {
  await fillWall(dataDir, { posts: 3 })
  const { store } = await openStore({ dataDir })
  let writing: Promise<unknown> | undefined
  const onProgress = ({ table }: { table: string }) => {
    if (table === 'author') writing ??= store.saveCampaign({ ...filledContent, name: 'Renamed meanwhile' })
  }
  const moving = moveWall({ dataDir, databaseUrl: database.url, onProgress })
  await expect(moving).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Stop its processes'),
  })
  await writing
  expect(await countAll()).toMatchObject({ campaign: 0, post: 0 })
  expect((await moveWall({ dataDir, databaseUrl: database.url })).outcome).toBe('moved')
  expect((await database.query('SELECT content FROM campaign'))[0]).toMatchObject({
    content: { name: 'Renamed meanwhile' },
  })
  await store.close()
})

test('two moves at once make one wall', async () => {
  await fillWall(dataDir, { posts: 30 })
  const both = await Promise.all([1, 2].map(() => moveWall({ dataDir, databaseUrl: database.url })))
  expect(both.map(({ outcome }) => outcome).sort()).toEqual(['moved', 'same'])
  expect(await countAll()).toMatchObject({ post: 30 })
})

test('the secret of a database is not replaced, and no secret is none', async () => {
  const readSecrets = () => database.query<{ value: string }>('SELECT value FROM setting')
  await (await openStore({ dataDir })).store.close()
  await move()
  expect(await readSecrets()).toEqual([])
  for (const secret of ['the first of the secrets', 'a later one']) {
    writeFileSync(join(dataDir, 'secret'), secret)
    const { out } = await move()
    expect(out).not.toContain(secret)
    expect(await readSecrets()).toEqual([{ value: 'the first of the secrets' }])
  }
})

test('an empty wall moves too', async () => {
  await (await openStore({ dataDir })).store.close()
  expect((await moveWall({ dataDir, databaseUrl: database.url })).outcome).toBe('moved')
})

test('a wrong address, password or database, a newer or foreign schema: a sentence that names the option, no password', async () => {
  await (await openStore({ dataDir })).store.close()
  const change = (edit: (url: URL) => void) => {
    const url = new URL(database.url)
    edit(url)
    return url.href
  }
  const future = await makePostgresDatabase()
  await (await openStore({ dataDir, databaseUrl: future.url })).store.close()
  await future.query("INSERT INTO migration VALUES ('9999-from-the-future', 'x', 1)")
  const foreign = await makePostgresDatabase()
  await foreign.query('CREATE TABLE orders (id int)')
  const cases: [string, number, string][] = [
    ['mysql://host/wall', 2, '--to is not the address of a PostgreSQL database'],
    ['postgres://host', 2, '--to does not name a database'],
    [change((url) => (url.password = 'hunter2')), 1, 'password. Check --to'],
    [change((url) => (url.pathname = '/no_such_database')), 1, '"no_such_database"'],
    [change((url) => (url.port = '1')), 1, 'cannot be reached'],
    [future.url, 1, '9999-from-the-future'],
    [foreign.url, 1, '"orders"'],
  ]
  for (const [url, expected, words] of cases) {
    const { code, out, err } = await move(['--to', url, '--data-dir', dataDir])
    expect({ code, out }, err).toEqual({ code: expected, out: '' })
    expect(err).toContain(words)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(err).not.toMatch(/hunter2|DATABASE_URL/)
  }
  await Promise.all([future.drop(), foreign.drop()])
})

test('no wall, no address, an older wall: a sentence, and nothing is made', async () => {
  const none = join(dataDir, 'none')
  const missing = await move(['--to', database.url, '--data-dir', none])
  expect(missing).toMatchObject({ code: 2, err: expect.stringContaining(`There is no wall in ${none}`) })
  expect(existsSync(none)).toBe(false)
  expect(await move([])).toMatchObject({
    code: 2,
    err: expect.stringContaining('--to postgres://'),
  })

  await (await openStore({ dataDir })).store.close()
  const file = new BetterSqlite3(join(dataDir, 'wall.sqlite'))
  file.exec('DELETE FROM migration')
  file.close()
  const older = await move()
  expect(older).toMatchObject({ code: 2, err: expect.stringContaining('older version') })
})

test('DATABASE_URL will do in place of --to', async () => {
  await (await openStore({ dataDir })).store.close()
  const { code, out } = await move([], { DATABASE_URL: database.url })
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Moved and checked') })
})

test('every table is moved, each after those it points to', () => {
  const names = listTablesInOrder().map(({ name }) => name)
  const isBefore = (first: string, second: string) => names.indexOf(first) < names.indexOf(second)
  expect(names).toContain('event')
  expect(names).not.toContain('setting')
  for (const [parent, child] of [
    ['campaign', 'takeaway'],
    ['takeaway', 'post'],
    ['author', 'post'],
    ['post', 'media'],
    ['user', 'session'],
    ['user', 'decision'],
  ] as const) {
    expect([parent, child, isBefore(parent, child)]).toEqual([parent, child, true])
  }
})
