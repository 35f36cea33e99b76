import type { LookedUp } from '@wall/workers/sources/source'
import { afterEach, describe, expect, test } from 'vitest'
import * as faults from '../../support/network/appview-faults.ts'
import { author, type BlueskyHarness, makeRecord, startBluesky } from './bluesky-harness.ts'
import { createWorld, type World } from './collecting.ts'

let harness: BlueskyHarness
let world: World
afterEach(() => harness.close())

const script = faults.createAppViewFaults()
const start = async () => {
  harness = await startBluesky({ appview: { onCall: script.onCall } })
  world = createWorld()
}
const ask = (...uris: string[]) =>
  harness.source.lookUp?.ask(
    harness.settings,
    uris.map((uri) => ({ uri, authorId: uri.split('/')[2] ?? '' })),
    world.context,
  )

async function lookUp(...uris: string[]): Promise<LookedUp> {
  const outcome = await ask(...uris)
  if (!outcome || 'problem' in outcome) throw new Error(`no answer: ${JSON.stringify(outcome)}`)
  return outcome
}
const tagged = makeRecord('A thought #rethinkingintervention')

describe('what the network says', () => {
  test('the post as it is now, its author, and when it was first seen', async () => {
    await start()
    harness.put('self', { displayName: 'Ana Example' }, { collection: 'app.bsky.actor.profile' })
    const uri = harness.put('one', tagged, { atMs: Date.now() - 5_000 })
    const { found, missing, authors } = await lookUp(uri)
    expect(found).toMatchObject([{ labels: [], post: { uri, text: tagged.text, rev: null } }])
    expect(missing).toEqual([])
    expect(authors).toMatchObject([
      {
        networkId: author,
        handle: 'author.example.com',
        displayName: 'Ana Example',
        standing: 'active',
        wishes: 'public',
      },
    ])
  })

  test('labels hold unless taken back, expired or of another version', async () => {
    await start()
    const uri = harness.put('one', tagged)
    const cid = harness.appview.repository.findPost(uri)?.cid ?? ''
    const { repository } = harness.appview
    repository.addLabel({ uri, val: 'porn' })
    repository.addLabel({ uri, val: 'sexual', cid })
    repository.addLabel({ uri, val: 'nudity', cid: 'bafyother' })
    repository.addLabel({ uri, val: 'spam', neg: true })
    repository.addLabel({ uri, val: 'rude', exp: '2020-01-01T00:00:00Z' })
    repository.addLabel({ uri, val: '!warn', exp: '2999-01-01T00:00:00Z' })
    expect((await lookUp(uri)).found[0]?.labels.sort()).toEqual(['!warn', 'porn', 'sexual'])
  })

  test('the wish to be seen by members only, and labels on the account', async () => {
    await start()
    const uri = harness.put('one', tagged)
    const labels = { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: '!no-unauthenticated' }] }
    harness.put('self', { displayName: 'A', labels }, { collection: 'app.bsky.actor.profile' })
    harness.appview.repository.addLabel({ uri: author, val: '!hide' })
    const [change] = (await lookUp(uri)).authors
    expect(change).toMatchObject({ wishes: 'signed-in-only' })
    expect(change?.labels).toContain('!hide')
  })

  test('an account that is away is hidden; that is no word on its posts, which come back with it', async () => {
    await start()
    const uri = harness.put('one', tagged)
    await harness.setActive(author, false)
    const { found, missing, authors } = await lookUp(uri)
    expect([...found, ...missing]).toEqual([])
    expect(authors).toMatchObject([{ networkId: author, standing: 'hidden' }])
    await harness.setActive(author, true)
    expect(await lookUp(uri)).toMatchObject({
      found: [{ post: { uri } }],
      authors: [{ standing: 'active' }],
    })
  })

  test('a post that is not there yet says nothing against its author', async () => {
    await start()
    const uri = harness.put('one', tagged)
    script.plan('app.bsky.feed.getPosts', faults.lacking(uri))
    const { missing, authors } = await lookUp(uri)
    expect(missing).toEqual([uri])
    expect(authors).toMatchObject([{ standing: 'active' }])
  })
})

describe('answers that are none', () => {
  test.each([
    ['a page of HTML with 403', faults.forbiddenHtml, 'refused'],
    ['a page of HTML with 200', faults.htmlWithOk, 'bad_answer'],
    ['half of an answer', faults.halfJson, 'bad_answer'],
    ['a fault of the server', faults.serverError, 'unreachable'],
    ['a demand to sign in', faults.authMissing, 'refused'],
  ])('%s changes nothing', async (_name, fault, problem) => {
    await start()
    const uri = harness.put('one', tagged)
    for (const method of ['app.bsky.feed.getPosts', 'app.bsky.actor.getProfiles']) {
      script.plan(method, fault)
      expect(await ask(uri)).toMatchObject({ problem, retryAt: null })
    }
  })

  test('too many questions: it is told until when to wait', async () => {
    await start()
    const uri = harness.put('one', tagged)
    const resetAt = Math.ceil(Date.now() / 1000) * 1000 + 30_000
    script.plan('app.bsky.feed.getPosts', faults.rateLimited(resetAt))
    expect(await ask(uri)).toMatchObject({ problem: 'rate_limited', retryAt: resetAt })
  })

  test('a date to wait for, as proxies write it', async () => {
    await start()
    const uri = harness.put('one', tagged)
    const at = Math.ceil(Date.now() / 1000) * 1000 + 600_000
    script.plan('app.bsky.feed.getPosts', () => ({
      ...{ status: 429, body: '' },
      headers: { 'retry-after': new Date(at).toUTCString() },
    }))
    const outcome = await ask(uri)
    expect(outcome).toMatchObject({ problem: 'rate_limited' })
    const waitMs = outcome && 'problem' in outcome ? (outcome.retryAt ?? 0) : 0
    expect(Math.abs(waitMs - at)).toBeLessThan(2)
  })

  test('nobody there', async () => {
    await start()
    const settings = { ...harness.settings, appView: 'http://127.0.0.1:9' }
    const outcome = await harness.source.lookUp?.ask(
      settings,
      [{ uri: `at://${author}/app.bsky.feed.post/x`, authorId: author }],
      world.context,
    )
    expect(outcome).toMatchObject({ problem: 'unreachable', detail: '127.0.0.1:9' })
  })

  test('wrong shapes in a right envelope are no word on any account', async () => {
    await start()
    const uri = harness.put('one', tagged)
    script.plan('app.bsky.feed.getPosts', faults.wrongShapes)
    script.plan('app.bsky.actor.getProfiles', faults.wrongShapes)
    expect(await ask(uri)).toMatchObject({ problem: 'bad_answer' })
  })

  test('an empty answer for many accounts at once is not believed', async () => {
    await start()
    const uris = Array.from({ length: 6 }, (_, n) => `at://did:plc:nobody${n}/app.bsky.feed.post/x`)
    expect(await ask(...uris)).toMatchObject({ problem: 'bad_answer' })
  })

  test('an empty answer about accounts that are known to be away is', async () => {
    await start()
    const due = Array.from({ length: 6 }, (_, n) => {
      return {
        uri: `at://did:plc:away${n}/app.bsky.feed.post/x`,
        authorId: `did:plc:away${n}`,
        isAway: n > 1,
      }
    })
    const outcome = await harness.source.lookUp?.ask(harness.settings, due, world.context)
    expect(outcome).toMatchObject({ found: [], missing: [], authors: { length: 6 } })
  })

  test('one odd id spoils nothing for the others, and gets no verdict', async () => {
    await start()
    const good = ['a', 'b', 'c', 'd'].map((name) => harness.put(name, tagged))
    const odd = `at://${author}/app.bsky.feed.post/odd`
    const refuse: faults.AnswerFault = () => ({
      status: 400,
      body: { error: 'InvalidRequest', message: 'odd' },
    })
    const { onCall } = script
    script.onCall = (call, answer) =>
      call.query.getAll('uris').includes(odd) ? refuse(answer()) : onCall(call, answer)
    await harness.close()
    harness = await startBluesky({ appview: { onCall: (call, answer) => script.onCall(call, answer) } })
    for (const name of ['a', 'b', 'c', 'd']) harness.put(name, tagged)
    const { found, missing } = await lookUp(...good.slice(0, 2), odd, ...good.slice(2))
    expect(found.map(({ post }) => post.uri)).toEqual(good)
    expect(missing).toEqual([])
    script.onCall = onCall
  })
})
