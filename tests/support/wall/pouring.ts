// Posts pour in, moderators decide and a stream listens, on true processes over PostgreSQL, while a test
// breaks something; afterwards everything is counted.
import { setTimeout as sleep } from 'node:timers/promises'
import { startAppViewServer } from '@wall/workers/demo/network/appview-server'
import { startJetstreamServer } from '@wall/workers/demo/network/jetstream-server'
import pg from 'pg'
import { expect } from 'vitest'
import { makeNetworkPost } from '../network/network-posts.ts'
import { type EventStream, openEventStream } from './event-stream.ts'
import { makeDataDir, type RunningProcess, startProcess } from './installation.ts'
import { signUpFirst } from './moderator-client.ts'

export interface Pouring {
  apis: RunningProcess[]
  workers: RunningProcess[]
  urls: string[]
  streams: EventStream[]
  /** How many decisions a server has confirmed. */
  countDecided(): number
  countSent(): number
  /**
   * Ends the pouring, waits until all is stored, and checks: nothing lost, nothing doubled, no gap, streams
   * open and complete.
   */
  finish(): Promise<void>
  close(): Promise<void>
}

const campaignPath = '/api/campaigns/rethinking-intervention'

export interface PouringOptions {
  /** What the processes use. */
  databaseUrl: string
  /** What the count at the end uses. */
  directUrl: string
  /** One entry for each process of this kind: what it gets beside the rest. */
  apis: Record<string, string>[]
  workers: Record<string, string>[]
}

export async function startPouring(options: PouringOptions): Promise<Pouring> {
  const appview = await startAppViewServer()
  const jetstream = await startJetstreamServer({ isReplayedToAll: true })
  const folders: { remove(): void }[] = []
  const start = (which: 'api' | 'workers', env: Record<string, string>): Promise<RunningProcess> => {
    const { dataDir, remove } = makeDataDir()
    folders.push({ remove })
    return startProcess(which, {
      dataDir,
      env: {
        DATABASE_URL: options.databaseUrl,
        AUTH_SECRET: 'one secret for all the nodes of a test, long enough',
        JETSTREAM_URLS: jetstream.url('v2'),
        BLUESKY_APPVIEW: appview.url,
        BLUESKY_CDN: appview.url,
        MEDIA_ALLOW_ORIGINS: appview.url,
        ...env,
      },
    })
  }
  const apis: RunningProcess[] = []
  for (const env of options.apis) apis.push(await start('api', env))
  const workers = await Promise.all(options.workers.map((env) => start('workers', env)))
  const urls = apis.map(({ ready }) => String(ready.url))
  let calls = 0
  const moderator = await signUpFirst(
    () => urls[calls++ % urls.length] ?? '',
    String(apis.at(-1)?.ready.setupLink),
  )
  const streams = await Promise.all(
    urls.map((url) => openEventStream(`${url}${campaignPath}/events?since=0`)),
  )

  const sent = new Set<string>()
  const decided = new Set<number>()
  let isOver = false

  async function pour(): Promise<void> {
    for (let number = 0; !isOver; number += 1) {
      const { uri, news } = makeNetworkPost(number)
      sent.add(uri)
      appview.repository.apply(news)
      jetstream.emit(news)
      // A stream of posts, and not all that two cores can do: decisions have to find time between them.
      await sleep(40)
    }
  }

  async function moderate(): Promise<void> {
    while (!isOver) {
      try {
        const { posts } = await moderator.listQueue('pending')
        for (const post of posts) {
          if (isOver) return
          if ((await moderator.decide(post, 'approved', (post.id % 6) + 1)) === 200) decided.add(post.id)
        }
      } catch {
        // Something is away: go on with the next.
      }
      await sleep(20)
    }
  }

  const working = Promise.all([pour(), moderate()])

  async function finish(): Promise<void> {
    await sleep(500)
    isOver = true
    await working
    const client = new pg.Client({ connectionString: options.directUrl })
    await client.connect()
    const read = async (text: string) => (await client.query<Record<string, string>>(text)).rows
    try {
      const countUnsettled = async () =>
        sent.size - Number((await read('SELECT count(*) AS n FROM post WHERE hidden_why IS NULL'))[0]?.n)
      await expect.poll(countUnsettled, { timeout: 60_000, interval: 200 }).toBe(0)
      expect(new Set((await read('SELECT uri FROM post')).map(({ uri }) => uri))).toEqual(sent)
      expect(await read('SELECT count(*) AS n FROM post')).toEqual([{ n: String(sent.size) }])
      expect(await read("SELECT count(*) AS n FROM event WHERE kind = 'post_arrived'")).toEqual([
        { n: String(sent.size) },
      ])
      const seqs = (await read('SELECT seq FROM event ORDER BY seq')).map(({ seq }) => Number(seq))
      expect(seqs).toEqual(seqs.map((_, index) => index + 1))
      const approvals = (await read("SELECT post_id FROM decision WHERE kind = 'approve'")).map((row) =>
        Number(row.post_id),
      )
      expect(approvals.length).toBe(new Set(approvals).size)
      expect(approvals).toEqual(expect.arrayContaining([...decided]))
      expect(decided.size).toBeGreaterThan(0)
      const shown = await read(
        'SELECT seq, post_id FROM event WHERE is_public AND post_id IS NOT NULL ORDER BY seq',
      )
      const wanted = shown.map((row) => [Number(row.seq), Number(row.post_id)])
      for (const stream of streams) {
        await expect.poll(() => listPosts(stream), { timeout: 30_000, interval: 200 }).toEqual(wanted)
      }
    } finally {
      await client.end()
    }
  }

  return {
    ...{ apis, workers, urls, streams, finish },
    countDecided: () => decided.size,
    countSent: () => sent.size,
    async close() {
      isOver = true
      for (const stream of streams) stream.close()
      await Promise.all([...apis, ...workers].map((process) => process.stop()))
      await working
      await jetstream.close()
      await appview.close()
      for (const { remove } of folders) remove()
    },
  }
}

function listPosts({ events }: EventStream): [number, number][] {
  return events
    .filter(({ name }) => name === 'post' || name === 'gone')
    .map(({ id, data }) => [Number.parseInt(id ?? '', 10), (data as { id: number }).id])
}
