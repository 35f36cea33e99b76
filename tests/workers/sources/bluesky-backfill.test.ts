import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import * as faults from '../../support/network/appview-faults.ts'
import { type BlueskyHarness, makeRecord, startBluesky } from './bluesky-harness.ts'
import { type Collecting, campaign, startCollecting } from './collecting.ts'

const open: { stop?: () => Promise<void>; close?: () => Promise<void> }[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await (thing.stop ?? thing.close)?.()
})

const search = 'app.bsky.feed.searchPosts'
const credentials = { identifier: 'team.example.com', appPassword: 'app-pass' }

/** An AppView with an account server before it that only knows how to sign in. */
async function start(): Promise<{
  harness: BlueskyHarness
  pds: Awaited<ReturnType<typeof startPds>>
  script: faults.AppViewFaults
}> {
  const script = faults.createAppViewFaults()
  const harness = await startBluesky({ appview: { isSearchOpen: true, onCall: script.onCall } })
  const pds = await startPds(harness.appview.url)
  open.push(harness, pds)
  return { harness, pds, script }
}

function collect(
  { harness, pds }: Awaited<ReturnType<typeof start>>,
  given: { cursor?: string; credentials?: Record<string, string>; secrets?: Map<string, string> } = {},
): Collecting {
  const settings = { ...harness.settings, service: pds.url, lookEveryMs: 20 }
  const kept = given.secrets ?? new Map<string, string>()
  const run = startCollecting(harness.source, settings, {
    cursor: given.cursor ?? null,
    credentials: given.credentials ?? credentials,
    secrets: {
      read: async (name) => kept.get(name) ?? null,
      write: async (name, value) => void (value === null ? kept.delete(name) : kept.set(name, value)),
    },
  })
  open.push(run)
  return run
}

/**
 * Words with the campaign's tag marked, as the official client writes it: search knows tags from there only.
 */
function tagged(words: string, more: Parameters<typeof makeRecord>[1] = {}) {
  const text = `${words} #RethinkingIntervention`
  const index = { byteStart: Buffer.byteLength(words) + 1, byteEnd: Buffer.byteLength(text) }
  const features = [{ $type: 'app.bsky.richtext.facet#tag', tag: 'RethinkingIntervention' }]
  return makeRecord(text, { facets: [{ index, features }], ...more })
}

const uris = (run: Collecting) => new Set(run.posts().map(({ uri }) => uri))
const day = 86_400_000

test('the first start finds the whole history, by several queries, matched by our own rules', async () => {
  const world = await start()
  const { harness } = world
  const old = Date.parse('2021-02-10T00:00:00Z')
  const wanted = [
    harness.put('tag', tagged('An early one', { createdAt: new Date(old).toISOString() }), { atMs: old }),
    harness.put(
      'field',
      makeRecord('Kept beside: rethinkingintervention', { tags: ['rethinkingintervention'] }),
      { atMs: old + day },
    ),
    harness.put(
      'mention',
      makeRecord('@campaign hello *', {
        facets: [
          {
            index: { byteStart: 0, byteEnd: 9 },
            features: [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:campaign' }],
          },
        ],
      }),
      { atMs: old + 2 * day },
    ),
  ]
  harness.put('other', makeRecord('A longer word: #rethinkinginterventions'), { atMs: old })
  const run = collect(world)
  await run.until(() => run.world.report('backfill')?.state === 'waiting')
  await run.until(() => uris(run).size === 3)
  await run.stop()
  expect([...uris(run)]).toEqual(expect.arrayContaining(wanted))
  const queries = harness.appview.calls.filter(({ method }) => method === search).map(({ query }) => query)
  expect(queries.map((query) => query.get('q'))).toEqual(
    expect.arrayContaining(['#rethinkingintervention', 'rethinkingintervention', '*']),
  )
  expect(queries.some((query) => query.get('tag') === 'rethinkingintervention')).toBe(true)
  expect(queries.some((query) => query.get('mentions') === campaign.mentions[0]?.ids.bluesky)).toBe(true)
  expect(JSON.parse(run.cursor() ?? '').searchedAt).toBeGreaterThan(Date.now() - 60_000)
})

test.each([
  ['none', {}],
  ['one that is refused', { identifier: 'team.example.com', appPassword: 'old' }],
])('a new app password is taken at the next try, where there was %s', async (_, before) => {
  const world = await start()
  const uri = world.harness.put('one', tagged('Found at last'))
  const given: Record<string, string> = { ...before }
  const run = collect(world, { credentials: given })
  await run.until(() => /credentials/.test(run.world.report('backfill')?.problem ?? ''))
  Object.assign(given, credentials)
  await run.until(() => run.world.counts.get('found_by_search') === 1 || uris(run).has(uri))
  await run.until(() => run.world.report('backfill')?.problem === undefined)
})

test('a tag that nobody marked is found by its word', async () => {
  const world = await start()
  const yesterday = Date.now() - day
  const uri = world.harness.put('bare', makeRecord('Names first (#RethinkingIntervention)'), {
    atMs: yesterday,
  })
  const run = collect(world)
  await run.until(() => uris(run).has(uri))
  const queries = world.harness.appview.calls.filter(({ method }) => method === search)
  expect(queries.some(({ query }) => query.get('q') === 'rethinkingintervention' && !query.has('tag'))).toBe(
    true,
  )
})

test('without an app password it says so, and a gap stays marked', async () => {
  const world = await start()
  const run = collect(world, { credentials: {} })
  await run.until(() => run.world.report('backfill')?.state === 'off')
  expect(run.world.report('backfill')).toMatchObject({ problem: 'needs_credentials' })
  expect(world.pds.logins()).toBe(0)
})

test('a gap is searched at once, and only since then', async () => {
  const world = await start()
  const gapSince = Date.now() - 3_600_000
  const missed = world.harness.put(
    'missed',
    tagged('Missed', { createdAt: new Date(gapSince + 60_000).toISOString() }),
    { atMs: gapSince + 60_000 },
  )
  const cursor = JSON.stringify({
    timeUs: (Date.now() - 5_000) * 1000,
    gapSince,
    searchedAt: Date.now() - 1_800_000,
  })
  const run = collect(world, { cursor })
  await run.until(() => uris(run).has(missed))
  await run.until(() => JSON.parse(run.cursor() ?? '{}').gapSince === null)
  const since = world.harness.appview.calls.find(({ method }) => method === search)?.query.get('since')
  expect(Date.parse(since ?? '')).toBe(gapSince - 300_000)
})

test('short and empty pages are not the end, a cursor that repeats is', async () => {
  const world = await start()
  for (let n = 0; n < 7; n += 1) {
    world.harness.put(`p${n}`, tagged(`Number ${n}`), { atMs: Date.now() - day - n * 1000 })
  }
  world.script.plan(search, faults.emptyPage('0'))
  world.script.always(search, faults.repeatingCursor('0'))
  const run = collect(world)
  await run.until(() => run.world.report('backfill')?.state === 'waiting')
  await run.until(() => uris(run).size === 7)
  expect(world.harness.appview.calls.filter(({ method }) => method === search).length).toBeLessThan(12)
})

test('a query that the server refuses does not keep the others from finding', async () => {
  const world = await start()
  const wanted = world.harness.put('one', tagged('One'), { atMs: Date.now() - day })
  world.script.plan(search, () => ({ status: 400, body: { error: 'BadQueryString', message: 'no' } }))
  const run = collect(world)
  await run.until(() => uris(run).has(wanted))
  expect(run.world.counts.get('refused_queries')).toBe(1)
})

test('the session is kept and used again: signing in is rationed', async () => {
  const world = await start()
  const secrets = new Map<string, string>()
  for (let n = 0; n < 3; n += 1) {
    const run = collect(world, { secrets })
    await run.until(() => run.world.report('backfill')?.state === 'waiting')
    await run.stop()
  }
  expect(world.pds.logins()).toBe(1)
  expect([...secrets.values()].join()).not.toContain('app-pass')
})

test('a session that was ended is opened again once; a refused password is told', async () => {
  const world = await start()
  world.script.plan(search, faults.authMissing)
  const run = collect(world)
  await run.until(() => run.world.report('backfill')?.state === 'waiting')
  expect(run.world.report('backfill')?.problem ?? null).toBeNull()
  const wrong = collect(world, { credentials: { identifier: 'team.example.com', appPassword: 'wrong' } })
  await wrong.until(() => wrong.world.report('backfill')?.problem === 'wrong_credentials')
  expect(wrong.world.report('backfill')?.nextTryAt).toBeGreaterThan(Date.now() + 600_000)
  expect(wrong.world.logged.join() + JSON.stringify(wrong.world.reports)).not.toContain('wrong"')
})

test.each([
  ['a page of HTML', faults.forbiddenHtml, 'refused'],
  ['too many questions', faults.rateLimited(Date.now() + 90_000), 'rate_limited'],
  ['half of an answer', faults.halfJson, 'bad_answer'],
])('%s: it waits, says why, and the stream goes on', async (_name, fault, problem) => {
  const startedAt = Date.now()
  const world = await start()
  world.script.plan(search, fault)
  const run = collect(world)
  await run.until(() =>
    run.world.reports.some(({ part, report }) => part === 'backfill' && report.problem === problem),
  )
  const told = run.world.reports.find(({ report }) => report.problem === problem)?.report
  expect(told?.nextTryAt).toBeGreaterThan(startedAt)
  if (problem === 'rate_limited') expect(told?.nextTryAt).toBeGreaterThan(startedAt + 30_000)
  await run.until(() => run.world.report('stream')?.state === 'running')
  await world.harness.publish('Live #rethinkingintervention')
  await run.until(() => run.posts().length === 1)
})

/** Signs in, refreshes, and passes the rest on with no questions. */
async function startPds(appview: string) {
  let logins = 0
  let tokens = 0
  const did = 'did:plc:team'
  const jwt = (scope: string) => {
    tokens += 1
    return `${btoa('{}')}.${btoa(JSON.stringify({ scope, sub: did, exp: 9e9, n: tokens }))}.x`
  }
  const session = () => ({
    did,
    handle: 'team.example.com',
    accessJwt: jwt('a'),
    refreshJwt: jwt('r'),
    active: true,
    emailConfirmed: true,
    didDoc: { id: did },
  })
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const send = (status: number, body: unknown, type = 'application/json') =>
      response
        .writeHead(status, { 'content-type': type })
        .end(typeof body === 'string' ? body : JSON.stringify(body))
    const path = request.url ?? ''
    if (path.endsWith('.createSession')) {
      logins += 1
      const { password } = JSON.parse(Buffer.concat(chunks).toString())
      return send(
        password === 'app-pass' ? 200 : 401,
        password === 'app-pass' ? session() : { error: 'AuthenticationRequired', message: 'no' },
      )
    }
    if (path.endsWith('.refreshSession') || path.endsWith('.getSession')) return send(200, session())
    if (!request.headers.authorization) return send(401, { error: 'AuthMissing', message: 'no' })
    const answer = await fetch(appview + path)
    const headers = Object.fromEntries(
      ['content-type', 'ratelimit-reset'].flatMap((name) => {
        const value = answer.headers.get(name)
        return value ? [[name, value]] : []
      }),
    )
    response.writeHead(answer.status, headers).end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    logins: () => logins,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
