// PostgreSQL goes away, comes back, cuts lines, or has no connection left, while the true processes work on
// it.
import { setTimeout as sleep } from 'node:timers/promises'
import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { openStore } from '@wall/db/open-store'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OwnPostgres, startOwnPostgres } from '../support/database/own-postgres.ts'
import { startTcpProxy } from '../support/proxies/tcp-proxy.ts'
import { shiftClock } from '../support/shift-clock.ts'
import { openEventStream } from '../support/wall/event-stream.ts'
import { makeDataDir, startProcess } from '../support/wall/installation.ts'
import { signUpFirst } from '../support/wall/moderator-client.ts'
import { type Pouring, startPouring } from '../support/wall/pouring.ts'

let server: OwnPostgres

beforeAll(async () => {
  server = await startOwnPostgres()
})
afterAll(() => server?.close())

test('the server is stopped and crashes while posts pour in: told as not ready, streams stay open, nothing is lost', {
  timeout: 180_000,
}, async () => {
  const databaseUrl = await makeDatabase('restarts')
  const pouring = await startPouring({ databaseUrl, directUrl: databaseUrl, apis: [{}, {}], workers: [{}] })
  const [url = ''] = pouring.urls
  try {
    for (const how of ['stop', 'crash'] as const) {
      await decideMore(pouring)
      await server.stop(how)
      const notReady = await fetch(`${url}/readyz`)
      expect(notReady.status).toBe(503)
      expect(await notReady.text()).toContain('cannot be reached')
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
      const refused = await fetch(`${url}/api/campaigns`)
      expect(refused.status).toBe(503)
      expect(await refused.json()).toMatchObject({ error: { code: 'unavailable' } })
      await sleep(700)
      await server.start()
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 30_000 }).toBe(200)
    }
    await pouring.finish()
  } finally {
    await pouring.close()
  }
})

test('lines that break again and again, also in the middle of transactions, lose and double nothing', {
  timeout: 180_000,
}, async () => {
  const directUrl = await makeDatabase('cuts')
  const proxy = await startTcpProxy({ port: Number(new URL(directUrl).port) })
  const databaseUrl = withUrl(directUrl, (url) => Object.assign(url, { port: String(proxy.port) }))
  const pouring = await startPouring({ databaseUrl, directUrl, apis: [{}], workers: [{}, {}] })
  try {
    // A line that is cut every 150 ms may let nothing through on a slow machine: work must go on before it
    // and after it.
    await decideMore(pouring)
    for (let cut = 0; cut < 40; cut += 1) {
      await sleep(Math.random() * 300)
      proxy.cut()
    }
    await decideMore(pouring)
    await pouring.finish()
  } finally {
    await pouring.close()
    await proxy.close()
  }
})

test('while packets to the server vanish a node says so in time, keeps its streams, and catches up after', {
  timeout: 120_000,
}, async () => {
  const directUrl = await makeDatabase('silence')
  const proxy = await startTcpProxy({ port: Number(new URL(directUrl).port) })
  const databaseUrl = withUrl(directUrl, (url) => Object.assign(url, { port: String(proxy.port) }))
  const { dataDir, remove } = makeDataDir()
  const api = await startProcess('api', { dataDir, env: { DATABASE_URL: databaseUrl, CAMPAIGN_FILE: '' } })
  const { store } = await openStore({ dataDir: '', databaseUrl: directUrl })
  const origin = String(api.ready.url)
  const path = `${origin}/api/campaigns/rethinking-intervention`
  const moderator = await signUpFirst(() => origin, String(api.ready.setupLink))
  const wall = await openEventStream(`${path}/events`)
  const queue = await openEventStream(`${path}/queue/events`, { cookie: moderator.cookie })
  const ended: string[] = []
  void wall.ended.then(() => ended.push('wall'))
  void queue.ended.then(() => ended.push('queue'))
  // Far less than the driver's own patience, and far more than ours.
  const ask = () => fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(20_000) })
  const hear = () => wall.events.findLast(({ name }) => name === 'campaign')?.data
  try {
    for (const end of ['the same lines carry again', 'the lines are dead and new ones carry']) {
      proxy.setFlowing(false)
      for (const answer of await Promise.all(Array.from({ length: 5 }, ask))) {
        expect(answer.status).toBe(503)
        expect(await answer.text()).toContain('The database does not answer.')
      }
      expect((await fetch(`${origin}/healthz`)).status).toBe(200)
      await store.saveCampaign({ ...builtInCampaign(), ask: end })
      expect(ended).toEqual([])
      proxy.setFlowing(true)
      if (end.includes('dead')) proxy.cut()
      await expect.poll(async () => (await ask()).status, { timeout: 30_000 }).toBe(200)
      await expect.poll(hear, { timeout: 30_000 }).toMatchObject({ ask: end })
    }
    expect(ended).toEqual([])
  } finally {
    wall.close()
    queue.close()
    await api.stop()
    await store.close()
    await proxy.close()
    remove()
  }
})

test('while the server is away nobody is signed out, not even on their own word, and a right password is not called wrong', {
  timeout: 60_000,
}, async () => {
  const databaseUrl = await makeDatabase('signed_in')
  const { dataDir, remove } = makeDataDir()
  const api = await startProcess('api', { dataDir, env: { DATABASE_URL: databaseUrl } })
  try {
    const origin = String(api.ready.url)
    const post = (path: string, body: unknown, cookie = '') =>
      fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, cookie },
        body: JSON.stringify(body),
      })
    const account = { email: 'ana@example.org', password: 'a long enough password' }
    const token = new URL(String(api.ready.setupLink)).hash.slice(1)
    const accepted = await post('/api/invitations/accept', { token, name: 'Ana', ...account })
    const cookie = accepted.headers.getSetCookie().join('; ').split(';')[0] ?? ''
    const isSignedIn = async () => {
      const answer = await fetch(`${origin}/api/session`, { headers: { cookie } })
      return {
        status: answer.status,
        body: (await answer.json()) as { user?: unknown; error?: { code: string } },
      }
    }
    expect((await isSignedIn()).body.user).toMatchObject({ name: 'Ana' })

    await server.stop('crash')
    expect(await isSignedIn()).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } })
    const tried = await post('/api/auth/sign-in/email', account)
    expect(tried.status).toBe(503)
    expect((await post('/api/auth/sign-out', {}, cookie)).status).toBe(503)
    await server.start()
    await expect
      .poll(async () => (await isSignedIn()).body.user, { timeout: 30_000 })
      .toMatchObject({ name: 'Ana' })
    expect((await post('/api/auth/sign-in/email', account)).status).toBe(200)
    expect((await post('/api/auth/sign-out', {}, cookie)).status).toBe(200)
    expect((await isSignedIn()).body.user).toBeNull()
  } finally {
    await api.stop()
    remove()
  }
})

test('with no connection left requests are told so or wait, and afterwards all is well', {
  timeout: 60_000,
}, async () => {
  const owner = await makeDatabase('crowded')
  await run(owner, "CREATE ROLE crowd LOGIN PASSWORD 'crowd'")
  await run(owner, 'ALTER DATABASE crowded OWNER TO crowd')
  const databaseUrl = withUrl(owner, (url) => Object.assign(url, { username: 'crowd', password: 'crowd' }))
  const { dataDir, remove } = makeDataDir()
  const api = await startProcess('api', { dataDir, env: { DATABASE_URL: databaseUrl } })
  try {
    const origin = String(api.ready.url)
    const token = new URL(String(api.ready.setupLink)).hash.slice(1)
    // Of the things that anybody may ask for one that is read for each anew.
    const ask = async () => {
      const answer = await fetch(`${origin}/api/invitations/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ token }),
      })
      return { status: answer.status, body: await answer.text() }
    }
    await run(owner, 'ALTER ROLE crowd CONNECTION LIMIT 3')
    await run(owner, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'crowd'")
    // Whoever has a connection keeps it until others were refused one.
    const holding = new pg.Client({ connectionString: owner })
    await holding.connect()
    await holding.query('BEGIN')
    await holding.query('LOCK TABLE invitation')
    let refusals = 0
    const asked = Array.from({ length: 200 }, async () => {
      const answer = await ask()
      if (answer.status !== 200) refusals += 1
      return answer
    })
    await expect.poll(() => refusals).toBeGreaterThan(0)
    await holding.end()
    const answers = await Promise.all(asked)
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused.length).toBeGreaterThan(0)
    for (const { status, body } of refused) {
      expect(status).toBe(503)
      expect(JSON.parse(body)).toMatchObject({ error: { code: 'unavailable' } })
      expect(body).toContain('connection')
    }
    expect(answers.length - refused.length).toBeGreaterThan(0)
    for (let count = 0; count < 20; count += 1) expect((await ask()).status).toBe(200)
  } finally {
    await api.stop()
    remove()
  }
})

test('a database that cannot be used is told in a sentence, without the password, and both processes end with a fault', {
  timeout: 60_000,
}, async () => {
  const databaseUrl = await makeDatabase('unused')
  const cases: [(url: URL) => void, RegExp][] = [
    [(url) => Object.assign(url, { password: 'hunter2' }), /does not accept the user or the password/],
    [(url) => Object.assign(url, { pathname: '/no_such' }), /no_such.* does not exist. Make it/],
    [(url) => Object.assign(url, { port: '1' }), /cannot be reached. Check that the server runs/],
  ]
  for (const [change, words] of cases) {
    const address = withUrl(databaseUrl, change)
    for (const which of ['api', 'workers'] as const) {
      const { dataDir, remove } = makeDataDir()
      const starting = startProcess(which, { dataDir, env: { DATABASE_URL: address } })
      const error: Error = await starting.then(
        () => new Error('it started'),
        (reason) => reason,
      )
      expect(error.message).toMatch(/ended \(1\)/)
      expect(error.message).toMatch(words)
      expect(error.message).not.toContain(new URL(address).password)
      remove()
    }
  }
})

test('a clock ten minutes ahead on one node and behind on another loses, doubles and disorders nothing', {
  timeout: 240_000,
}, async () => {
  const databaseUrl = await makeDatabase('clocks')
  const [ahead, behind] = [shiftClock(600_000), shiftClock(-600_000)]
  const pouring = await startPouring({
    ...{ databaseUrl, directUrl: databaseUrl },
    apis: [{}, { NODE_OPTIONS: ahead }],
    workers: [{ NODE_OPTIONS: ahead }, { NODE_OPTIONS: behind }],
  })
  try {
    await decideMore(pouring)
    await decideMore(pouring)
    await pouring.finish()
  } finally {
    await pouring.close()
  }
})

async function decideMore({ countDecided }: Pouring): Promise<void> {
  const before = countDecided()
  await expect.poll(countDecided, { timeout: 100_000 }).toBeGreaterThan(before + 5)
}

async function makeDatabase(name: string): Promise<string> {
  await run(server.url, `CREATE DATABASE ${name}`)
  return withUrl(server.url, (url) => Object.assign(url, { pathname: `/${name}` }))
}

function withUrl(text: string, change: (url: URL) => void): string {
  const url = new URL(text)
  change(url)
  return url.href
}

async function run(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(statement)
  await client.end()
}
