import { AtpAgent } from '@atproto/api'
import {
  type AppViewOptions,
  type AppViewServer,
  startAppViewServer,
} from '@wall/workers/demo/network/appview-server'
import { computeCid } from '@wall/workers/demo/network/content-id'
import type { JsonObject, NetworkEvent } from '@wall/workers/demo/network/network-event'
import { afterEach, describe, expect, test } from 'vitest'
import * as faults from './appview-faults.ts'

let server: AppViewServer
let agent: AtpAgent
afterEach(() => server.close())

const ana = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const ben = 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb'
const start = async (options: AppViewOptions = {}) => {
  server = await startAppViewServer({ isSearchOpen: true, ...options })
  agent = new AtpAgent({ service: server.url })
  server.repository.apply({ kind: 'identity', did: ana, handle: 'ana.example.com' })
  server.repository.apply({ kind: 'identity', did: ben, handle: 'ben.example.com' })
}

describe('look-ups', () => {
  test('a post comes with its author, pictures, card and quote, as the real client reads it', async () => {
    await start()
    const quoted = put(ben, 'first', { text: 'first' })
    const images = [{ image: blob, alt: 'A chart', aspectRatio: { width: 4, height: 3 } }]
    put(ana, 'second', {
      embed: {
        $type: 'app.bsky.embed.recordWithMedia',
        record: { record: { uri: quoted, cid } },
        media: { $type: 'app.bsky.embed.images', images },
      },
    })
    server.repository.apply(
      commit(ana, 'app.bsky.actor.profile', 'self', { displayName: 'Ana', avatar: blob }),
    )
    const { data } = await agent.app.bsky.feed.getPosts({ uris: [uri(ana, 'second'), uri(ana, 'never')] })
    expect(data.posts).toHaveLength(1)
    expect(data.posts[0]).toMatchObject({
      author: {
        did: ana,
        handle: 'ana.example.com',
        displayName: 'Ana',
        avatar: `${server.url}/img/avatar/plain/${ana}/${blobCid}@jpeg`,
      },
      embed: {
        $type: 'app.bsky.embed.recordWithMedia#view',
        record: {
          record: {
            $type: 'app.bsky.embed.record#viewRecord',
            uri: quoted,
            author: { handle: 'ben.example.com' },
          },
        },
        media: {
          images: [
            { fullsize: `${server.url}/img/feed_fullsize/plain/${ana}/${blobCid}@jpeg`, alt: 'A chart' },
          ],
        },
      },
    })
  })

  test('an account that is not active is missing with its posts, until it is active again', async () => {
    await start()
    put(ana, 'one')
    const look = async () => [
      (await agent.app.bsky.feed.getPosts({ uris: [uri(ana, 'one')] })).data.posts.length,
      (await agent.app.bsky.actor.getProfiles({ actors: [ana] })).data.profiles.length,
    ]
    server.repository.apply({ kind: 'account', did: ana, active: false, status: 'deactivated' })
    expect(await look()).toEqual([0, 0])
    server.repository.apply({ kind: 'account', did: ana, active: true })
    expect(await look()).toEqual([1, 1])
  })

  test('edits change the cid, deletions remove, labels of others and of the author are told', async () => {
    await start()
    put(ana, 'one')
    server.repository.apply({
      ...commit(ana, 'app.bsky.feed.post', 'one', { text: 'new' }),
      operation: 'update',
      cid: newCid,
    } as NetworkEvent)
    server.repository.addLabel({ uri: uri(ana, 'one'), val: 'porn' })
    server.repository.addLabel({ uri: uri(ana, 'one'), val: 'spam', cid: 'of-another-version' })
    const labels = { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: '!no-unauthenticated' }] }
    server.repository.apply(commit(ana, 'app.bsky.actor.profile', 'self', { labels }))
    const { posts } = (await agent.app.bsky.feed.getPosts({ uris: [uri(ana, 'one')] })).data
    expect(posts[0]?.cid).toBe(newCid)
    expect(posts[0]?.labels?.map(({ val }) => val)).toEqual(['porn'])
    expect(posts[0]?.author.labels?.map(({ val }) => val)).toEqual(['!no-unauthenticated'])
    server.repository.apply({
      kind: 'commit',
      operation: 'delete',
      did: ana,
      rev: 'r',
      collection: 'app.bsky.feed.post',
      rkey: 'one',
    })
    expect((await agent.app.bsky.feed.getPosts({ uris: [uri(ana, 'one')] })).data.posts).toEqual([])
  })

  test('more than 25 at once are refused', async () => {
    await start()
    const uris = Array.from({ length: 26 }, (_, index) => uri(ana, `p${index}`))
    await expect(agent.app.bsky.feed.getPosts({ uris })).rejects.toMatchObject({ status: 400 })
  })
})

describe('search', () => {
  const tagged = (tag: string): JsonObject => ({
    facets: [
      { index: { byteStart: 0, byteEnd: 1 }, features: [{ $type: 'app.bsky.richtext.facet#tag', tag }] },
    ],
  })

  test('tags come from facets and tags, not from the text, whatever their case', async () => {
    await start()
    put(ana, 'facet', tagged('RethinkingIntervention'))
    put(ana, 'tags', { tags: ['rethinkingintervention'] })
    put(ana, 'text', { text: '(#rethinkingintervention)' })
    const { data } = await agent.app.bsky.feed.searchPosts({ q: 'x', tag: ['rethinkingIntervention'] })
    expect(data.posts).toEqual([])
    const found = await agent.app.bsky.feed.searchPosts({ q: '#rethinkingIntervention' })
    expect(found.data.posts.map((post) => post.uri).sort()).toEqual([uri(ana, 'facet'), uri(ana, 'tags')])
  })

  test('words, mentions and times narrow it; pages follow the cursor to the end', async () => {
    await start()
    for (let index = 0; index < 25; index += 1) {
      const createdAt = new Date(Date.UTC(2026, 0, 1 + index)).toISOString()
      put(ana, `p${String(index).padStart(2, '0')}`, { text: `fractions ${index}`, createdAt })
    }
    const features = [{ $type: 'app.bsky.richtext.facet#mention', did: ben }]
    put(ben, 'mention', { text: 'fractions', facets: [{ index: { byteStart: 0, byteEnd: 1 }, features }] })
    const mentions = await agent.app.bsky.feed.searchPosts({ q: 'Fractions', mentions: 'ben.example.com' })
    expect(mentions.data.posts.map((post) => post.uri)).toEqual([uri(ben, 'mention')])
    const found: string[] = []
    let cursor: string | undefined
    do {
      const params = { q: 'fractions', limit: 10, since: '2026-01-03', until: '2026-01-24T00:00:00Z' }
      const { data } = await agent.app.bsky.feed.searchPosts(cursor ? { ...params, cursor } : params)
      found.push(...data.posts.map((post) => post.uri))
      cursor = data.cursor
    } while (cursor)
    expect(found).toEqual(
      Array.from({ length: 21 }, (_, index) => uri(ana, `p${String(22 - index).padStart(2, '0')}`)),
    )
  })

  test('without sign-in it answers 403 with a page, and an empty query is refused', async () => {
    await start({ isSearchOpen: false })
    const answer = await fetch(`${server.url}/xrpc/app.bsky.feed.searchPosts?q=x`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'text/html'])
    const signedIn = { headers: { authorization: 'Bearer x' } }
    expect((await fetch(`${server.url}/xrpc/app.bsky.feed.searchPosts?q=`, signedIn)).status).toBe(400)
  })
})

test('pictures have the addresses of the CDN', async () => {
  await start({
    findPicture: async (kind, did, cidOf) => (kind === 'avatar' ? Buffer.from(`${did} ${cidOf}`) : undefined),
  })
  const answer = await fetch(`${server.url}/img/avatar/plain/${ana}/${blobCid}@jpeg`)
  expect(answer.headers.get('content-type')).toBe('image/jpeg')
  expect(await answer.text()).toBe(`${ana} ${blobCid}`)
  expect((await fetch(`${server.url}/img/feed_fullsize/plain/${ana}/${blobCid}@jpeg`)).status).toBe(404)
})

test('faults: each is given once and in order, then the answers are good again', async () => {
  const script = faults.createAppViewFaults()
  await start({ onCall: script.onCall })
  for (const name of ['a', 'b', 'c']) put(ana, name, { text: 'word' })
  const reset = Date.UTC(2030, 0, 1)
  script.plan(
    'app.bsky.feed.searchPosts',
    faults.authMissing,
    faults.forbiddenHtml,
    faults.rateLimited(reset),
    faults.htmlWithOk,
  )
  script.plan(
    'app.bsky.feed.searchPosts',
    faults.shortPage(1),
    faults.emptyPage('7'),
    faults.repeatingCursor('9'),
    faults.wrongShapes,
  )
  script.plan('app.bsky.feed.searchPosts', faults.lacking(uri(ana, 'b')), faults.slow(1), faults.halfJson)
  const seen: unknown[] = []
  for (let index = 0; index < 12; index += 1) {
    const answer = await fetch(`${server.url}/xrpc/app.bsky.feed.searchPosts?q=word`)
    const text = await answer.text()
    const body = tryParse(text)
    seen.push(
      [
        answer.status,
        body.error ?? body.posts?.length,
        body.cursor,
        answer.headers.get('ratelimit-reset'),
      ].filter((part) => part != null),
    )
  }
  expect(seen).toEqual([
    [401, 'AuthMissing'],
    [403, 'html'],
    [429, 'RateLimitExceeded', String(reset / 1000)],
    [200, 'html'],
    [200, 1],
    [200, 0, '7'],
    [200, 3, '9'],
    [200, 4, 12],
    [200, 2],
    [200, 3],
    [200, 'broken'],
    [200, 3],
  ])
  expect(server.calls).toHaveLength(12)
})

const cid = computeCid('old')
const newCid = computeCid('new')
const blobCid = computeCid('picture', 'blob')
const blob = { $type: 'blob', ref: { $link: blobCid }, mimeType: 'image/jpeg', size: 100 }

function uri(did: string, rkey: string): string {
  return `at://${did}/app.bsky.feed.post/${rkey}`
}

function commit(did: string, collection: string, rkey: string, record: JsonObject): NetworkEvent {
  return {
    kind: 'commit',
    operation: 'create',
    did,
    rev: 'r',
    collection,
    rkey,
    cid,
    record: { $type: collection, ...record },
  }
}

function put(did: string, rkey: string, record: JsonObject = {}): string {
  const createdAt = new Date().toISOString()
  server.repository.apply(commit(did, 'app.bsky.feed.post', rkey, { text: rkey, createdAt, ...record }))
  return uri(did, rkey)
}

function tryParse(text: string): { error?: string; posts?: unknown[]; cursor?: unknown } {
  try {
    return JSON.parse(text)
  } catch {
    return { error: text.startsWith('<') ? 'html' : 'broken' }
  }
}
