// Two api and two worker processes on one PostgreSQL, while posts pour in and a moderator decides on either node. Whoever leads
// the source is killed or frozen: another one follows, and nothing is lost, doubled or out of order.
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { startAppViewServer } from '@wall/workers/demo/network/appview-server'
import { startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import { expect, test } from 'vitest'
import { makeDataDir, type RunningProcess, startProcess } from '../support/installation.ts'
import { signUpFirst } from '../support/moderator-client.ts'
import { makeNetworkPost } from '../support/network-posts.ts'
import { makePostgresDatabase } from '../support/postgres-database.ts'

const followWithinMs = 15_000

test('a leader that is killed or frozen is followed, and nothing is lost, doubled or out of order', {
  timeout: 240_000,
}, async () => {
  const database = await makePostgresDatabase()
  const appview = await startAppViewServer()
  const jetstream = await startJetstreamServer()
  const folders = [makeDataDir(), makeDataDir(), makeDataDir(), makeDataDir()]
  const env = {
    DATABASE_URL: database.url,
    AUTH_SECRET: 'the same on every node, and long enough',
    JETSTREAM_URLS: jetstream.url('v2'),
    BLUESKY_APPVIEW: appview.url,
    BLUESKY_CDN: appview.url,
    MEDIA_ALLOW_ORIGINS: appview.url,
  }
  const start = (which: 'api' | 'workers', node: number) =>
    startProcess(which, { dataDir: folders[node]?.dataDir ?? '', env })
  const apis = [await start('api', 0), await start('api', 1)]
  const workers = [await start('workers', 2), await start('workers', 3)]
  const origins = apis.map(({ ready }) => String(ready.url))
  let asked = 0
  const nextOrigin = () => origins[asked++ % 2] ?? ''
  const moderator = await signUpFirst(nextOrigin, String(apis[1]?.ready.setupLink))

  const sent = new Set<string>()
  const acknowledged = new Set<number>()
  let isOver = false

  async function pour(): Promise<void> {
    for (let number = 0; !isOver; number += 1) {
      const event = makeNetworkPost(number)
      sent.add(event.uri)
      appview.repository.apply(event.news)
      jetstream.emit(event.news)
      await sleep(20)
    }
  }

  async function moderate(): Promise<void> {
    while (!isOver) {
      const { posts } = await moderator.listQueue('pending')
      for (const post of posts) {
        if ((await moderator.decide(post, 'approved', (post.id % 6) + 1)) === 200) acknowledged.add(post.id)
      }
      await sleep(50)
    }
  }

  const readLead = async () => {
    const [row] = await database.query<{ owner: string | null; fence: string }>(
      'SELECT owner, fence FROM source',
    )
    return { pid: Number(row?.owner?.split(' ')[1] ?? 0), fence: Number(row?.fence) }
  }
  async function findLeader(): Promise<{ index: number; worker: RunningProcess; fence: number }> {
    for (;;) {
      const { pid, fence } = await readLead()
      const index = workers.findIndex(({ child }) => child.pid === pid)
      const worker = workers[index]
      if (worker) return { index, worker, fence }
      await sleep(100)
    }
  }
  const expectFollower = (fence: number) =>
    expect.poll(async () => (await readLead()).fence, { timeout: followWithinMs }).toBeGreaterThan(fence)

  async function disturb(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      await sleep(1_000)
      const killed = await findLeader()
      const ended = once(killed.worker.child, 'exit')
      killed.worker.child.kill('SIGKILL')
      await ended
      await expectFollower(killed.fence)
      workers[killed.index] = await start('workers', 2 + killed.index)

      await sleep(1_000)
      const frozen = await findLeader()
      frozen.worker.child.kill('SIGSTOP')
      try {
        await expectFollower(frozen.fence)
      } finally {
        frozen.worker.child.kill('SIGCONT')
      }
    }
    isOver = true
  }

  try {
    await Promise.all([pour(), moderate(), disturb().finally(() => (isOver = true))])
    const countPosts = async () => (await database.query('SELECT id FROM post')).length
    await expect.poll(countPosts, { timeout: 60_000, interval: 200 }).toBe(sent.size)

    const posts = await database.query<{ id: string; uri: string; standing: string }>('SELECT * FROM post')
    expect(new Set(posts.map(({ uri }) => uri))).toEqual(sent)
    const events = await database.query<{ seq: string; kind: string }>(
      'SELECT seq, kind FROM event ORDER BY seq',
    )
    expect(events.map(({ seq }) => Number(seq))).toEqual(events.map((_, index) => index + 1))
    expect(events.filter(({ kind }) => kind === 'post_arrived')).toHaveLength(sent.size)

    const approved = posts.filter(({ standing }) => standing === 'approved').map(({ id }) => Number(id))
    expect(approved).toEqual(expect.arrayContaining([...acknowledged]))
    const decisions = await database.query<{ id: string }>(
      "SELECT post_id AS id FROM decision WHERE kind = 'approve'",
    )
    expect(decisions.map(({ id }) => Number(id)).sort()).toEqual(approved.sort())
    expect(acknowledged.size).toBeGreaterThan(0)
    expect((await readLead()).fence).toBeGreaterThanOrEqual(5)
  } finally {
    isOver = true
    await Promise.all([...apis, ...workers].map((one) => one.stop()))
    for (const { remove } of folders) remove()
    await Promise.all([appview.close(), jetstream.close()])
    await database.drop()
  }
})
