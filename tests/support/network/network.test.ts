import { AtpAgent } from '@atproto/api'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestNetwork, type TestNetwork } from './network.ts'
import { type Listener, listen } from './ws-client.ts'

let network: TestNetwork
let v1: Listener
let v2: Listener

beforeAll(async () => {
  network = await startTestNetwork()
})
afterEach(() => {
  v1?.socket.close()
  v2?.socket.close()
})
afterAll(() => network.close())

async function listenToBoth(): Promise<void> {
  await network.settle()
  const query = ['app.bsky.feed.post', 'app.bsky.actor.profile']
  v1 = await listen(
    `${network.jetstream.url('v1')}?${query.map((name) => `wantedCollections=${name}`).join('&')}`,
  )
  v2 = await listen(`${network.jetstream.url('v2')}?${query.map((name) => `collections=${name}`).join('&')}`)
}

test('a post by the real client is seen on both wires, with its facets, and can be looked up', async () => {
  const ana = await network.createAccount('ana')
  const campaign = await network.createAccount('instructup')
  await ana.setProfile({ displayName: 'Ana' })
  await listenToBoth()
  const { uri, cid } = await ana.post('Ñ first, then names @instructup.test #RethinkingIntervention')
  const commit = {
    operation: 'create',
    collection: 'app.bsky.feed.post',
    cid,
    record: {
      text: 'Ñ first, then names @instructup.test #RethinkingIntervention',
      facets: [
        { index: { byteStart: 21, byteEnd: 37 }, features: [{ did: campaign.did }] },
        { index: { byteStart: 38, byteEnd: 61 }, features: [{ tag: 'RethinkingIntervention' }] },
      ],
    },
  }
  expect(await v1.take(1)).toMatchObject([{ did: ana.did, kind: 'commit', commit }])
  expect(await v2.take(1)).toMatchObject([{ payload: { did: ana.did, ...commit } }])
  const { data } = await ana.agent.app.bsky.feed.getPosts({ uris: [uri] })
  expect(data.posts).toMatchObject([{ uri, cid, author: { handle: 'ana.test', displayName: 'Ana' } }])
})

test('edit, deletion, opting out, deactivation and return, takedown and account deletion are seen', async () => {
  const ben = await network.createAccount('ben')
  const { uri } = await ben.post('before #rethinkingintervention')
  await listenToBoth()
  const edited = await ben.edit(uri, 'after #rethinkingintervention')
  await ben.remove(uri)
  await ben.optOut()
  await ben.deactivate()
  await ben.activate()
  await ben.takeDown(true)
  await ben.takeDown(false)
  // A PDS drops what it has not yet sent of an account when that is deleted.
  await network.settle()
  await ben.deleteAccount()
  await network.settle()
  await v2.roundTrip()
  const frames = (await v2.take(v2.count())) as { payload: Record<string, Record<string, unknown>> }[]
  const told = frames.map(({ payload }) =>
    payload.account ? [payload.account.active, payload.account.status] : (payload.operation ?? 'identity'),
  )
  expect(told.filter((each) => String(each) !== 'identity')).toEqual([
    'update',
    'delete',
    'create',
    [false, 'deactivated'],
    [true, undefined],
    [false, 'takendown'],
    [true, undefined],
    [false, 'deleted'],
  ])
  expect(frames[0]).toMatchObject({
    payload: { cid: edited.cid, record: { text: 'after #rethinkingintervention' } },
  })
  expect(network.appview.repository.findPost(uri)).toBeUndefined()
  expect(network.appview.repository.findAccount(ben.did)).toBeUndefined()
})

test('search with an app password goes through the PDS and arrives with the labeler header', async () => {
  const cleo = await network.createAccount('cleo')
  const { uri } = await cleo.post('Tuesday tutoring beats pull-outs #rethinkingintervention')
  await network.settle()
  const agent = new AtpAgent({ service: network.pds.url })
  await agent.login({ identifier: 'cleo.test', password: await cleo.createAppPassword() })
  const { data } = await agent.app.bsky.feed.searchPosts({ q: 'tutoring', tag: ['rethinkingintervention'] })
  expect(data.posts.map((post) => post.uri)).toEqual([uri])
  const call = network.appview.calls.at(-1)
  expect(call?.query.getAll('tag')).toEqual(['rethinkingintervention'])
  expect(call?.headers['atproto-accept-labelers']).toContain('did:plc:ar7c4by46qjdydhdevvrndac')
  expect(call?.headers.authorization).toMatch(/^Bearer /)
  const anonymous = new AtpAgent({ service: network.pds.url })
  await expect(anonymous.app.bsky.feed.searchPosts({ q: 'tutoring' })).rejects.toMatchObject({ status: 401 })
})

test("a picture's address gives the bytes that were uploaded", async () => {
  const dina = await network.createAccount('dina')
  const jpeg = Buffer.from(
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z',
    'base64',
  )
  const { uri } = await dina.postPicture('our garden #rethinkingintervention', {
    jpeg,
    alt: 'A garden',
    width: 1,
    height: 1,
  })
  await network.settle()
  const { data } = await dina.agent.app.bsky.feed.getPosts({ uris: [uri] })
  const embed = data.posts[0]?.embed as { images: { fullsize: string; alt: string }[] }
  expect(embed.images[0]?.alt).toBe('A garden')
  const answer = await fetch(embed.images[0]?.fullsize ?? '')
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(jpeg)
})

test('nothing went wrong between the PDS and the stream', () => {
  expect(network.errors).toEqual([])
})
