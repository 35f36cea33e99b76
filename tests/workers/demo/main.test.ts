import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { AtpAgent } from '@atproto/api'
import { readAuthorDid, readAvatarCid } from '@wall/workers/demo/addresses'
import { openingDecisions } from '@wall/workers/demo/posts'
import { openingPosts } from '@wall/workers/demo/sample-data'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import { listen } from '../../support/network/ws-client.ts'

let child: ChildProcess
afterEach(() => void child.kill('SIGKILL'))

async function startDemo(): Promise<{ jetstreamUrl: string; appviewUrl: string }> {
  const main = fileURLToPath(import.meta.resolve('@wall/workers/demo/main'))
  child = fork(main, {
    env: { PATH: process.env.PATH, DEMO_INTERVAL_MS: '2000', DEMO_FILLER_PER_S: '50' },
    execArgv: [],
  })
  const [message] = await once(child, 'message')
  return message
}

test('the demo plays on both wires and answers look-ups and pictures', async () => {
  const { jetstreamUrl, appviewUrl } = await startDemo()
  const query = 'collections=app.bsky.feed.post&kinds=commit'
  const client = await listen(`${jetstreamUrl}/xrpc/network.bsky.jetstream.subscribeEvents?${query}`)
  const frames = (await client.take(openingPosts.length + 10)) as { payload: { did: string; rkey: string } }[]
  const uris = frames.map(({ payload }) => `at://${payload.did}/app.bsky.feed.post/${payload.rkey}`)
  expect(uris).toEqual(expect.arrayContaining(openingDecisions.map(({ uri }) => uri)))

  const late = await listen(`${jetstreamUrl}/subscribe?wantedCollections=app.bsky.feed.post`)
  expect((await late.take(60)).length).toBeGreaterThan(openingPosts.length)

  const agent = new AtpAgent({ service: appviewUrl })
  const { data } = await agent.app.bsky.feed.getPosts({
    uris: openingDecisions.slice(0, 25).map(({ uri }) => uri),
  })
  expect(data.posts).toHaveLength(25)
  const avatar = await fetch(
    `${appviewUrl}/img/avatar/plain/${readAuthorDid('maria')}/${readAvatarCid('maria')}@jpeg`,
  )
  const picture = await sharp(Buffer.from(await avatar.arrayBuffer())).metadata()
  expect(picture).toMatchObject({ format: 'jpeg', width: 400, height: 400 })
})

test('it ends when its parent lets go of it', async () => {
  await startDemo()
  const ended = once(child, 'exit')
  child.disconnect()
  expect(await ended).toEqual([0, null])
})
