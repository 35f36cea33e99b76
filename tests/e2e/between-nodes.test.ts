// What two api processes on one PostgreSQL know of each other, seen from outside.

import { builtInCampaign } from '@wall/db/campaigns/built-in'
import { openStore } from '@wall/db/open-store'
import type { Store } from '@wall/db/store/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBatch, makePost } from '../support/database/posts.ts'
import { shiftClock } from '../support/shift-clock.ts'
import { readCookies, readUser, send } from '../support/wall/ask-node.ts'
import { type EventStream, openEventStream } from '../support/wall/event-stream.ts'
import { makeDataDir, type RunningProcess, startProcess } from '../support/wall/installation.ts'
import { type ModeratorClient, signUp } from '../support/wall/moderator-client.ts'
import { type NodeSet, startNodes } from '../support/wall/nodes.ts'

const campaignPath = '/api/campaigns/rethinking-intervention'
const password = 'a long enough password'

let nodes: NodeSet
let a: string
let b: string
let store: Store
let admin: ModeratorClient

beforeAll(async () => {
  // A campaign's file is read by workers, and here are none.
  nodes = await startNodes({ apis: 2, workers: 0, env: { CAMPAIGN_FILE: '' } })
  ;[a = '', b = ''] = nodes.urls
  store = (await openStore({ dataDir: '', databaseUrl: nodes.database.url })).store
  const link = String(nodes.apis[0]?.ready.setupLink)
  admin = await signUp(() => a, link, { name: 'Ana', email: 'ana@example.org', password })
})

afterAll(async () => {
  await store?.close()
  await nodes?.stop()
})

test('each node showed a link for the first administrator, and with the one that was used both ended', async () => {
  const links = nodes.apis.map(({ ready }) => String(ready.setupLink))
  expect(new Set(links).size).toBe(2)
  for (const link of links)
    await expect(signUp(() => b, link, { name: 'Eve', email: 'eve@example.org', password })).rejects.toThrow(
      '404',
    )
})

test('a sign-in on one node is valid on the other at once, and so is its end', async () => {
  const signedIn = await send(a, '/api/auth/sign-in/email', { email: 'ana@example.org', password })
  expect(signedIn.status).toBe(200)
  const cookie = readCookies(signedIn)
  expect(await readUser(b, cookie)).toMatchObject({ email: 'ana@example.org', role: 'admin' })
  expect((await send(a, '/api/auth/sign-out', {}, { cookie })).status).toBe(200)
  expect(await readUser(b, cookie)).toBeNull()
  expect((await fetch(`${b}${campaignPath}/queue?standing=pending`, { headers: { cookie } })).status).toBe(
    401,
  )
})

test('streams of moderators end with their session or account, whichever node hears of it; others go on', {
  timeout: 20_000,
}, async () => {
  const signIn = async () =>
    readCookies(await send(a, '/api/auth/sign-in/email', { email: 'ana@example.org', password }))
  const openQueue = async (cookie: string) => {
    const stream = await openEventStream(`${b}${campaignPath}/queue/events`, { cookie })
    expect(stream.status).toBe(200)
    return stream
  }
  const cookie = await signIn()
  const isOver = { public: false, other: false }
  const wall = await openEventStream(`${b}${campaignPath}/events`)
  const other = await openQueue(admin.cookie)
  void wall.ended.then(() => {
    isOver.public = true
  })
  void other.ended.then(() => {
    isOver.other = true
  })

  const signedOut = await openQueue(cookie)
  expect((await send(a, '/api/auth/sign-out', {}, { cookie })).status).toBe(200)
  await signedOut.ended

  const { link } = await admin.post<{ link: string }>('/api/invitations', { role: 'moderator' })
  const di = await signUp(() => a, link, { name: 'Di', email: 'di@example.org', password })
  const dismissed = await openQueue(di.cookie)
  await nodes.database.query(`DELETE FROM "user" WHERE email = 'di@example.org'`)
  await dismissed.ended

  expect(isOver).toEqual({ public: false, other: false })
  wall.close()
  other.close()
})

test('an invitation made on one node is used up on the other, and its role holds on both', async () => {
  const { link } = await admin.post<{ link: string }>('/api/invitations', { role: 'moderator' })
  const bo = await signUp(() => b, link, { name: 'Bo', email: 'bo@example.org', password })
  await expect(signUp(() => a, link, { name: 'Cy', email: 'cy@example.org', password })).rejects.toThrow(
    '404',
  )
  for (const node of [a, b]) {
    expect(await readUser(node, bo.cookie)).toMatchObject({ role: 'moderator' })
    const refused = await send(node, '/api/invitations', { role: 'admin' }, { cookie: bo.cookie })
    expect(refused.status).toBe(403)
  }
  await nodes.database.query(`UPDATE "user" SET role = 'admin' WHERE email = 'bo@example.org'`)
  const allowed = await send(b, '/api/invitations', { role: 'admin' }, { cookie: bo.cookie })
  expect(allowed.status).toBe(200)
})

test('wrong passwords are counted over both nodes, even when they come at once', async () => {
  const attempt = (node: string) =>
    send(node, '/api/auth/sign-in/email', {
      email: 'somebody@example.org',
      password: 'wrong, and long enough',
    })
  const answers = await Promise.all(
    Array.from({ length: 14 }, (_, index) => attempt(index % 2 === 0 ? a : b)),
  )
  const statuses = answers.map(({ status }) => status).sort()
  expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)])
  for (const node of [a, b]) expect((await attempt(node)).status).toBe(429)
  await nodes.database.query('DELETE FROM rate_limit')
})

test('ten minutes are as long on a node whose clock is ten minutes off', async () => {
  const order = { email: 'ana@example.org', password: 'wrong, and long enough' }
  const attempt = (node: string) => send(node, '/api/auth/sign-in/email', order)
  for (let count = 0; count < 10; count += 1) expect((await attempt(a)).status).toBe(401)
  for (const byMs of [600_000, -600_000]) {
    await withNode({ NODE_OPTIONS: shiftClock(byMs) }, async ({ ready }) => {
      const refused = await attempt(String(ready.url))
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(540)
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(600)
      expect(await readUser(String(ready.url), admin.cookie)).toMatchObject({ email: 'ana@example.org' })
    })
  }
  await nodes.database.query('DELETE FROM rate_limit')
})

test('nodes sign with one secret that nobody gave them; one with another says so', async () => {
  const [kept] = await nodes.database.query<{ value: string }>(
    "SELECT value FROM setting WHERE name = 'sign-in secret'",
  )
  expect(kept?.value).toMatch(/^[\w-]{43}$/)
  const warning = 'signs sessions with another secret'
  await withNode({}, async ({ ready, output }) => {
    expect(await readUser(String(ready.url), admin.cookie)).toMatchObject({ email: 'ana@example.org' })
    expect(output()).not.toContain(warning)
  })
  const given = 'another secret, and long enough for anybody'
  await withNode({ AUTH_SECRET: given }, async ({ ready, output }) => {
    expect(await readUser(String(ready.url), admin.cookie)).toBeNull()
    expect(output()).toContain(warning)
    expect(output()).not.toContain(given)
  })
  await withNode({ AUTH_SECRET: given }, async ({ output }) => expect(output()).not.toContain(warning))
  const noted = await nodes.database.query<{ value: string }>('SELECT value FROM setting')
  expect(JSON.stringify(noted)).not.toContain(given)
  await withNode({}, async ({ output }) => expect(output()).toContain(warning))
})

test('an edit of the campaign is seen on both nodes, in the page and in open streams', async () => {
  const streams = await Promise.all([a, b].map((node) => openEventStream(`${node}${campaignPath}/events`)))
  const content = builtInCampaign()
  await store.saveCampaign({ ...content, ask: 'What will you try on Monday?' })
  for (const [index, stream] of streams.entries()) {
    await expect.poll(() => findAsk(stream)).toBe('What will you try on Monday?')
    const snapshot = await (await fetch(`${nodes.urls[index]}${campaignPath}/wall`)).json()
    expect(snapshot.campaign.ask).toBe('What will you try on Monday?')
    stream.close()
  }
  await store.saveCampaign(content)
})

test('a screen that one node serves is listed by the other, with its name', async () => {
  const stream = await openEventStream(`${a}${campaignPath}/events?screen=0123456789ab&screenName=Lobby`)
  const readScreens = async () => {
    const answer = await fetch(`${b}${campaignPath}/team`, { headers: { cookie: admin.cookie } })
    return ((await answer.json()) as { screens: unknown[] }).screens
  }
  await expect.poll(readScreens).toMatchObject([{ id: '0123456789ab', name: 'Lobby', isOn: true }])
  stream.close()
  const refused = await fetch(`${a}${campaignPath}/events?screen=no`)
  expect(refused.status).toBe(400)
})

test('a stream that goes from node to node misses nothing, hears nothing twice, and keeps the order', {
  timeout: 60_000,
}, async () => {
  const wanted = 120
  await addPosts(wanted)
  const start: { seq: number } = await (await fetch(`${b}${campaignPath}/wall`)).json()
  const { posts } = await admin.get<{ posts: { id: number; version: number }[] }>(
    `${campaignPath}/queue?standing=pending&limit=100`,
  )
  expect(posts.length).toBeGreaterThan(50)

  const heard: { seq: number; id: number }[] = []
  let lastId = String(start.seq)
  let isOver = false
  let hops = 0
  async function wander(): Promise<void> {
    for (; ; hops += 1) {
      const isLast = isOver
      const node = hops % 2 === 0 ? a : b
      const stream = await openEventStream(`${node}${campaignPath}/events`, { 'last-event-id': lastId })
      await new Promise((resolve) => setTimeout(resolve, isLast ? 1000 : Math.random() * 120))
      stream.close()
      for (const event of stream.events) {
        expect(event.name).not.toBe('reset')
        if (event.name === 'post')
          heard.push({ seq: Number.parseInt(event.id ?? '', 10), id: (event.data as { id: number }).id })
        lastId = event.id ?? lastId
      }
      if (isLast) return
    }
  }

  const wandering = wander()
  for (const [index, post] of posts.entries()) {
    const client = index % 2 === 0 ? a : b
    const order = { version: post.version, standing: 'approved', takeaway: (index % 6) + 1 }
    const answer = await send(client, `${campaignPath}/posts/${post.id}/decision`, order, {
      cookie: admin.cookie,
    })
    expect(answer.status).toBe(200)
  }
  isOver = true
  await wandering

  const logged = await nodes.database.query<{ seq: string; post_id: string }>(
    `SELECT seq, post_id FROM event WHERE is_public AND post_id IS NOT NULL AND seq > ${start.seq} ORDER BY seq`,
  )
  expect(hops).toBeGreaterThan(5)
  expect(heard).toEqual(logged.map(({ seq, post_id }) => ({ seq: Number(seq), id: Number(post_id) })))
  expect(new Set(heard.map(({ id }) => id))).toEqual(new Set(posts.map(({ id }) => id)))
})

test('of two moderators who decide about one post on different nodes at once, one is told', async () => {
  const { posts } = await admin.get<{ posts: { id: number; version: number }[] }>(
    `${campaignPath}/queue?standing=pending&limit=10`,
  )
  for (const { id, version } of posts) {
    const answers = await Promise.all(
      [a, b].map((node, index) =>
        send(
          node,
          `${campaignPath}/posts/${id}/decision`,
          { version, standing: index === 0 ? 'approved' : 'rejected' },
          { cookie: admin.cookie },
        ),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  }
})

/** One more, for a moment. */
async function withNode(
  env: Record<string, string>,
  use: (node: RunningProcess) => Promise<void>,
): Promise<void> {
  const { dataDir, remove } = makeDataDir()
  const node = await startProcess('api', { dataDir, env: { ...env, DATABASE_URL: nodes.database.url } })
  try {
    await use(node)
  } finally {
    await node.stop()
    remove()
  }
}

/** Confirmed posts, as workers would have stored them. */
async function addPosts(count: number): Promise<void> {
  const campaign = await store.getCampaign('rethinking-intervention')
  const source = await store.ensureSource(campaign.id, 'bluesky', {})
  const posts = Array.from({ length: count }, (_, index) =>
    makePost({ uri: `at://did:plc:ana/app.bsky.feed.post/${index}`, sortAt: 1_700_000_000_000 + index }),
  )
  await store.recordBatch(source.id, makeBatch({ posts }))
  const confirmed = posts.map((post) => ({
    network: 'bluesky',
    uri: post.uri,
    post,
    labels: [],
    isMatch: true,
  }))
  const author = { network: 'bluesky', networkId: 'did:plc:ana', handle: 'ana.test', displayName: 'Ana' }
  await store.recordVerifications(campaign.id, confirmed, [author], { now: Date.now(), recheckMs: 900_000 })
}

function findAsk(stream: EventStream): unknown {
  const found = stream.events.findLast(({ name }) => name === 'campaign')
  return (found?.data as { ask?: string } | undefined)?.ask
}
